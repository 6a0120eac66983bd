#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# All scenarios on Xen 4.17 (Debian 12). Virtual clock: no time limit of libxl
# or of a scenario then depends on how busy this machine is.
exec "$(dirname "$0")/rig.py" run --clock virtual bookworm
