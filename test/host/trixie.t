#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# All scenarios on Xen 4.20 (Debian 13). Virtual clock: no time limit of libxl
# or of a scenario then depends on how busy this machine is.
exec "$(dirname "$0")/rig.py" run --clock virtual trixie
