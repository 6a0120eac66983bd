#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh TEST...: run TAP tests with prove; the last line says how many
# passed and failed. A test program that dies or stops early counts as failed.
set -uo pipefail
cd "$(dirname "$0")/.."
log=build/check.log
prove --merge --verbose --timer --jobs 2 --exec '' "$@" | tee "$log"
rc=$?
passed=$(grep -cE '^ok [0-9]+' "$log")
failed=$(grep -cE '^not ok [0-9]+' "$log")
if [ $rc != 0 ] && [ "$failed" = 0 ]; then
	failed=1
fi
if [ "$passed" = 0 ] && [ "$failed" = 0 ]; then
	echo "run.sh: E: no test ran"
	failed=1
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
