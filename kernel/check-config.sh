#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# check-config.sh CONFIG FRAGMENT...: every symbol that a fragment asks for has
# that value in CONFIG, is asked for once, and has its reason above it. Prints
# what is wrong; exit status 1 if anything is.
set -euo pipefail
config=$1
shift

awk '
function wrong(what) {
	print FILENAME ":" FNR ": " what
	bad = 1
}
function symbol(line) {
	if (line ~ /^# CONFIG_[A-Za-z0-9_]+ is not set$/) {
		split(line, part, " ")
		return part[2]
	}
	if (match(line, /^CONFIG_[A-Za-z0-9_]+=/))
		return substr(line, 1, RLENGTH - 1)
	return ""
}
{ s = symbol($0) }
NR == FNR {
	if (s != "" && $0 !~ /^#/)
		value[s] = substr($0, length(s) + 2)
	next
}
s != "" {
	want = $0 ~ /^#/ ? "not set" : substr($0, length(s) + 2)
	have = s in value ? value[s] : "not set"
	if (want == "n")
		wrong(s ": write it as \"# " s " is not set\"")
	else if (want != have)
		wrong(s ": wanted " want ", got " have)
	if (s in seen)
		wrong(s ": already in " seen[s])
	seen[s] = FILENAME
	if (before !~ /^# / || symbol(before) != "")
		wrong(s ": no reason above it")
	n++
}
{ before = $0 }
END {
	if (!n)
		wrong("no symbols at all")
	exit bad
}' "$config" "$@"
