#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each recommended option of the kernel is as recommended, or has its reason.
set -u
cd "$(dirname "$0")/../.."
echo 1..1
if out=$(kernel/hardening-check.py); then
	echo "ok 1 - $(tail -n 1 <<<"$out")"
else
	grep ERROR <<<"$out" | sed 's/^/# /'
	echo "not ok 1 - kernel/hardening-check.py"
fi
