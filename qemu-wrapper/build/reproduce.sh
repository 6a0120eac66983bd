#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# reproduce.sh: build what is committed twice, each time with an empty cache,
# and compare. The second build has another folder, user, umask, time zone,
# locale, host name and number of jobs, and no network: its sources are the
# archive that "make sources" writes. As root. KEEP=1 keeps both.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"
FILES="qemu-stubdom-linux-kernel qemu-stubdom-linux-rootfs manifest.json
sbom.spdx.json"

[ "$(id -u)" = 0 ] || die "not root: a folder without a network needs it"
[ -z "$(git -C "$LS_TOP" status --porcelain)" ] ||
	warn "what is not committed is not built"
work=$(mktemp -d /var/tmp/reproduce.XXXXXX)
chmod 755 "$work"
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
one=$work/one two=$work/two/folders/further

clone() { git clone -q "$LS_TOP" "$1/tree"; mkdir "$1/cache"; }

first() {
	cd "$one/tree"
	umask 022
	env -u SOURCES STRICT=1 XDG_CACHE_HOME="$one/cache" make
	# what is only shipped may be missing, which it says
	env -u SOURCES XDG_CACHE_HOME="$one/cache" /usr/bin/python3 -B \
		qemu-wrapper/build/fetch.py bundle "$work/sources.tar" || true
}

second() {
	chown -R 65534:65534 "$work/two"
	cd "$two/tree"
	unshare -n -u sh -c 'hostname elsewhere; umask 077; exec "$@"' sh \
		setpriv --reuid=65534 --regid=65534 --clear-groups env -i \
		PATH="$PATH" HOME=/nonexistent TZ=Pacific/Chatham LANG=tr_TR.UTF-8 \
		CFLAGS=-O3 LDFLAGS=-Wl,-z,nonsense LS_JOBS=$((LS_JOBS + 1)) \
		LS_PROGRESS=9 XDG_CACHE_HOME="$two/cache" STRICT=1 \
		SOURCES="$work/sources.tar" make
}

differ() {	# FILE: say how, as well as this machine can
	if command -v diffoscope >/dev/null; then
		diffoscope "$one/tree/build/$1" "$two/tree/build/$1" || true
	else
		cmp "$one/tree/build/$1" "$two/tree/build/$1" || true
	fi
}

mkdir -p "$one" "$two"
clone "$one"
clone "$two"
step "first build" first
step "second build, without a network" second
rc=0
for f in $FILES; do
	sha256sum "$one/tree/build/$f" "$two/tree/build/$f"
	if ! cmp -s "$one/tree/build/$f" "$two/tree/build/$f"; then
		differ "$f"
		rc=1
	fi
done
if [ $rc = 0 ]; then
	echo "both builds are the same to the bit"
else
	diff -u "$one/tree/build/manifest.json" "$two/tree/build/manifest.json" |
		head -n 40 || true
	say "reproduce.sh: E: the builds differ"
fi
exit $rc
