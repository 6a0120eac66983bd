#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a machine lacks is said early, in a line, with what to do about it. The
# machine that lacks it is made of a PATH with few programs in it.
set -u
cd "$(dirname "$0")/../.."
bin=$(mktemp -d) && chmod 755 "$bin"
trap 'rm -rf "$bin"' EXIT
n=0
echo 1..6

# says TEXT REGEX COMMAND...: it fails, and one line has both words and way out
says() {
	local text=$1 want=$2 out
	shift 2
	n=$((n + 1))
	if out=$("$@" 2>&1) || ! grep -qE "$want" <<<"$out"; then
		echo "not ok $n - $text"
		sed 's/^/# /' <<<"$out"
	else
		echo "ok $n - $text"
	fi
}

# An emulator of that version, with or without that word among its CPU flags.
emulator() {	# VERSION FLAG
	cat >"$bin/qemu-system-x86_64" <<-END
	#!/bin/sh
	case \$1 in
	--version) echo "QEMU emulator version $1" ;;
	*) echo "  fpu $2 vme" ;;
	esac
	END
	chmod +x "$bin/qemu-system-x86_64"
}

link() {
	local p
	for p in "$@"; do
		ln -sf "$(command -v "$p")" "$bin/$p"
	done
}

rig="test/host/rig.py prepare trixie"
deps=qemu-wrapper/build/deps.sh
emulator 6.2.0 svm
says "an emulator too old" '6\.2\.0 is too old.*7\.2' \
	env PATH="$bin:$PATH" $rig
emulator 7.2.0 vmx
says "an emulator without SVM" 'SVM.*use the distribution' \
	env PATH="$bin:$PATH" $rig
says "the same, before anything is built" 'SVM.*KVM is not needed' \
	env PATH="$bin:$PATH" $deps check test
link bash basename dirname nproc env
says "another distribution" 'apt-get.*Debian 12 or newer' \
	env PATH="$bin" bash $deps check build
link apt-get id
says "packages missing" 'missing packages.*apt-get install.*make deps' \
	env PATH="$bin" bash $deps check build
install -m 644 qemu-wrapper/build/{deps,cache}.sh "$bin"	# not everybody may read /root
drop=
[ "$(id -u)" != 0 ] || drop="setpriv --reuid=65534 --clear-groups"
says "packages missing, and not root" 'not root.*apt-get install' \
	$drop env PATH="$bin" bash "$bin/deps.sh" install
