#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The cache of expensive parts: a clean environment, and steps that are not
# done again after a later one has failed.
set -u
cd "$(dirname "$0")/../.."
export XDG_CACHE_HOME
XDG_CACHE_HOME=$(mktemp -d)
trap 'rm -rf "$XDG_CACHE_HOME"' EXIT
n=0
echo 1..5

check() {	# TEXT COMMAND...
	local text=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $text"
	else
		echo "not ok $n - $text"
	fi
}

part() { bash -euc '
	. qemu-wrapper/build/cache.sh
	first() { echo first >>"$XDG_CACHE_HOME/order"; mkdir -p build/first; }
	second() { echo second >>"$XDG_CACHE_HOME/order"
		[ -e "$XDG_CACHE_HOME/works" ]; }
	build() { once first first; once second second
		[ "$PWD" = "$OUT" ]; env >env; umask >>env; }
	cached thing 1 "a thing" build' 2>/dev/null; }

order() { [ "$(echo $(cat "$XDG_CACHE_HOME/order"))" = "$1" ]; }
leaks() { grep -E '^(CFLAGS|LDFLAGS|MAKEFLAGS|DESTDIR|CPATH|KCFLAGS|ARCH)=' \
	"$XDG_CACHE_HOME/linux-stubdom/thing-1/env"; }

check "a part whose second step fails, fails" eval '! part >/dev/null'
touch "$XDG_CACHE_HOME/works"
export CFLAGS=-O3 LDFLAGS=-flto MAKEFLAGS=--jobs=7 DESTDIR=/nowhere \
	CPATH=/nowhere KCFLAGS=-g ARCH=arm
umask 077
check "again: it is made" eval '[ -d "$(part)" ]'
check "the first step was done once" order "first second second"
check "what is exported around it does not reach it" eval '! leaks'
check "files are readable whatever the umask" \
	eval 'tail -n 1 "$XDG_CACHE_HOME/linux-stubdom/thing-1/env" | grep -qx 0022'
