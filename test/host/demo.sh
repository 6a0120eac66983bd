#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# demo.sh [shell]: build, boot the emulated Xen 4.20 host, show a guest with
# its stub domain. With "shell", leave the guest running and give dom0's shell.
set -euo pipefail
cd "$(dirname "$0")/../.."
echo "This installs the Debian packages it needs (qemu-system-x86, compilers,"
echo "…) with apt-get, builds everything from Debian source packages, and"
echo "boots a Xen host in software emulation. Nothing else is changed here."
qemu-wrapper/build/deps.sh install
qemu-wrapper/build/deps.sh check test
make -s -j"$(nproc)"
if [ "${1:-}" = shell ]; then
	echo "dom0's shell follows: try xl list, xl console demo, xl destroy demo"
	exec test/host/rig.py shell --set KEEP=1 trixie test/host/demo-dom0.sh
fi
test/host/rig.py exec trixie test/host/demo-dom0.sh
cat <<END

== Sizes
$(stat -c '%8s bytes  %n' build/qemu-stubdom-linux-*)

To look further: "make demo-shell" gives dom0's shell with the guest running;
"make check" runs every test; docs/design.md says how it works.
END
