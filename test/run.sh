#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh TEST...: run TAP tests with prove; the last line says how many
# passed and failed. A test program that dies or stops early counts as failed.
set -uo pipefail
cd "$(dirname "$0")/.."
log=build/check.log

# The emulated hosts among the tests, and what their distribution's packages are.
host_versions() {
	printf '%s\n' "$@" | sed -n 's|^test/host/\([a-z]*\).*\.t$|\1|p' | sort -u |
	while read -r host; do
		if dir=$(test/host/image.sh "$host"); then
			echo "# $host: $(paste -s -d, "$dir/versions" |
				sed 's/,/, /g')"
		else
			echo "# $host: its image cannot be made"
		fi
	done
}

host_versions "$@" | tee "$log"
prove --merge --verbose --timer --jobs 2 --exec '' "$@" | tee -a "$log"
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
