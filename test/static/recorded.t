#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What dm-run -n makes of xenstore as the real toolstack leaves it: the dumps of
# test/recorded (test/host/record.sh), each with the plan that it must become.
# RECORDED_UPDATE=1 writes the plans instead: read the difference.
set -u
cd "$(dirname "$0")/../.."
plan() { build/bin/dm-run -n -f "$1" 2>&1; }

dumps=(test/recorded/*.dump)
[ -e "${dumps[0]}" ] || { echo "Bail out! no dump in test/recorded"; exit 1; }
echo "1..${#dumps[@]}"
n=0
for dump in "${dumps[@]}"; do
	want=${dump%.dump}.plan
	[ -z "${RECORDED_UPDATE:-}" ] || plan "$dump" >"$want"
	name=$(basename "$dump" .dump)
	if diff=$(diff "$want" <(plan "$dump") 2>&1); then
		echo "ok $((++n)) - $name"
	else
		echo "not ok $((++n)) - $name"
		sed 's/^/# /' <<<"$diff"
	fi
done
