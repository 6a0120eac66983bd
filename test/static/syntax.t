#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every script of the tree can be read by what runs it: bash or python3, by its
# first line, or by its name where it is only sourced or imported.
set -u
cd "$(dirname "$0")/../.."
PARSE='import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])'
n=0

language() {	# FILE
	local first
	first=$(head -c 64 "$1" | head -n 1 | tr -d '\0')
	case $first:$1 in
	'#!'*python3:*|*.py) echo python3 ;;
	'#!'*sh:*|*.sh) echo bash ;;
	esac
}

while read -r f; do
	case $(language "$f") in
	python3) read_it=(/usr/bin/python3 -c "$PARSE") ;;
	bash) read_it=(bash -n) ;;
	*) continue ;;
	esac
	n=$((n + 1))
	if out=$("${read_it[@]}" "$f" 2>&1); then
		echo "ok $n - $f"
	else
		sed 's/^/# /' <<<"$out"
		echo "not ok $n - $f"
	fi
done < <(find . \( -path ./build -o -path ./.git -o -path ./test/fuzz/corpus \
	\) -prune -o -type f -print | LC_ALL=C sort)
echo "1..$n"
