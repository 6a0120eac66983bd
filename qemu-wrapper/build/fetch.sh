#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fetch.sh NAME: print the folder of an unpacked, patched source package.
# fetch.sh --lock: write sources.lock anew with the newest versions served.
# apt brings the files and checks the archive's signatures; the lock file's
# sha256 then pins what is used of them. The .dsc is not needed: mirrors have
# been seen to serve a package's tarballs but not its .dsc.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"
. "$here/apt.sh"
SUITE=trixie
LOCK=$here/sources.lock
STATE=$LS_CACHE/apt-$SUITE-src

# Bring the private package lists up to date, at most once a day.
state_refresh() {
	mkdir -p "$STATE"
	apt_sources deb-src $SUITE >"$STATE/sources.list.new"
	if [ -n "$(find "$STATE/updated" -mtime -1 2>/dev/null)" ] &&
	   cmp -s "$STATE/sources.list.new" "$STATE/sources.list"; then
		return
	fi
	mv "$STATE/sources.list.new" "$STATE/sources.list"
	step "source package lists" apt_private "$STATE" apt-get update
	touch "$STATE/updated"
}

# served NAME SERIES: "version orig-sha256 debian-sha256" of every version of
# the series that the lists name, newest first.
served() {
	apt_private "$STATE" apt-cache showsrc --only-source "$1" |
	python3 -c '
import functools, re, subprocess, sys
series, rows = sys.argv[1], {}
for para in sys.stdin.read().split("\n\n"):
    m = re.search(r"^Version: (\S+)", para, re.M)
    s = re.search(r"^Checksums-Sha256:\n((?: .*\n?)+)", para, re.M)
    if not m or not s:
        continue
    upstream = re.sub(r"^\d+:", "", m[1])
    if not re.match(re.escape(series) + r"(?![0-9])", upstream):
        continue
    sums = {"orig": "-", "debian": "-"}
    for sha, _, name in (l.split() for l in s[1].splitlines()):
        if re.search(r"\.orig\.tar\.\w+$", name):
            sums["orig"] = sha
        elif re.search(r"\.(debian\.tar\.\w+|diff\.gz)$", name):
            sums["debian"] = sha
    rows[m[1]] = (m[1], sums["orig"], sums["debian"])
def newer(a, b):
    return -1 if subprocess.call(["dpkg", "--compare-versions",
                                  a[0], "gt", b[0]]) == 0 else 1
for r in sorted(rows.values(), key=functools.cmp_to_key(newer)):
    print(*r)' "$2"
}

# download NAME VERSION ORIG DEBIAN: the files with these sums, as ./orig.*
# and ./debian.*. apt fails as a whole when one file is missing, so it is the
# files that are looked at; those it did get stay for the next attempt.
download() {
	local f sum left try
	for try in 1 2 3; do
		apt_private "$STATE" apt-get source --download-only \
			--only-source "$1=$2" || true
		left=2
		[ "$4" != - ] || left=1
		for f in ./*; do
			[ -f "$f" ] || continue
			sum=$(sha256sum <"$f" | cut -d' ' -f1)
			case $sum in
			"$3"|"$4") left=$((left - 1)) ;;
			esac
		done
		[ $left -gt 0 ] || break
		[ $try = 3 ] || sleep 2
	done
	[ $left = 0 ]
}

fetch() {	# NAME VERSION ORIG DEBIAN, all that there is to a source tree
	local f sum
	download "$@" || die "$1 $2: its files cannot be downloaded"
	mkdir tree
	for f in ./*; do
		[ -f "$f" ] || continue
		sum=$(sha256sum <"$f" | cut -d' ' -f1)
		if [ "$sum" = "$3" ]; then
			tar -xf "$f" -C tree --strip-components=1
		fi
	done
	for f in ./*; do
		[ -f "$f" ] || continue
		sum=$(sha256sum <"$f" | cut -d' ' -f1)
		[ "$sum" = "$4" ] || continue
		case $f in
		*.diff.gz) gunzip -c "$f" | patch -s -p1 -d tree ;;
		*) tar -xf "$f" -C tree; apply_series tree ;;
		esac
	done
	find . -maxdepth 1 -type f -delete
	printf '%s\n' "$*" >used
}

apply_series() {
	local p
	[ -e "$1/debian/patches/series" ] || return 0
	sed 's/[[:space:]]*#.*//; /^$/d' "$1/debian/patches/series" |
	while read -r p _; do
		patch -s -p1 -d "$1" -i "debian/patches/$p" </dev/null ||
			die "$p: does not apply"
	done
}

# choose NAME: "version orig debian", the lock's own line if it can be had.
# One at a time: make asks for two sources at once, apt's lists are one.
choose() {
	local name=$1 series locked cand row lock
	row=$(awk -v n="$name" '$1 == n { print $2, $3, $4, $5 }' "$LOCK")
	[ -n "$row" ] || die "$name: not in $LOCK"
	read -r series locked <<<"$row"
	if [ -e "$LS_CACHE/src-$name-$(key "$name" "$locked")/.complete" ]; then
		printf '%s\n' "$locked"
		return
	fi
	cache_make
	exec {lock}>"$STATE.lock"
	flock "$lock"
	state_refresh
	cand=$(obtainable "$name" "$series" "$locked")
	[ -n "$cand" ] || die "$name: the mirror serves no version of" \
		"series $series: try later or run 'fetch.sh --lock'"
	[ "$cand" = "$locked" ] ||
		warn "$name ${locked%% *} is no longer served:" \
		"using ${cand%% *} of the same series $series (not locked)"
	exec {lock}>&-
	printf '%s\n' "$cand"
}

# obtainable NAME SERIES [FIRST]: the first version whose files can be had.
# Debian's patches are left out where the lock file leaves them out.
obtainable() {
	local name=$1 nopatch= cand rows
	case ${3:-} in *' -') nopatch=1 ;; esac
	rows=$(served "$name" "$2")
	printf '%s\n' "${3:-}" "$rows" | while read -r cand; do
		[ -n "$cand" ] || continue
		[ -z "$nopatch" ] || cand="${cand% *} -"
		mkdir -p "$LS_CACHE/dl/$name"
		if (cd "$LS_CACHE/dl/$name" &&
		    download "$name" $cand >download.log 2>&1); then
			printf '%s\n' "$cand"
			break
		fi
	done
}

# What obtainable() left is what fetch() starts from.
fetch_from_dl() {
	mv "$LS_CACHE/dl/$1"/* . 2>/dev/null || true
	rm -f download.log
	fetch "$@"
}

lock() {
	local out=$LOCK.new name series old row
	state_refresh
	grep '^#' "$LOCK" >"$out"
	grep -v '^#' "$LOCK" | while read -r name series old; do
		case $old in *' -') old='x x -' ;; *) old= ;; esac
		row=$(obtainable "$name" "$series" "$old")
		[ -n "$row" ] ||
			die "$name $series: not served; $LOCK is as it was"
		printf '%s %s %s\n' "$name" "$series" "$row"
	done >>"$out"
	mv "$out" "$LOCK"
}

case ${1:-} in
--lock) lock ;;
''|-*) die "usage: fetch.sh NAME | --lock" ;;
*)
	choice=$(choose "$1")
	dir=$(cached "src-$1" "$(key "$1" "$choice")" \
		"source $1 ${choice%% *}" fetch_from_dl "$1" $choice)
	# The part that is being built keeps what it is made of (manifest.py).
	[ -z "${LS_PART:-}" ] || cp "$dir/used" "$LS_PART/used.$1"
	printf '%s\n' "$dir/tree"
	;;
esac
