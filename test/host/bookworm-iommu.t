#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# As bookworm.t, on a machine with an IOMMU: the scenarios that want one. Logs in
# build/host/bookworm-iommu-virtual/.
here=$(dirname "$0")
cd "$here/../.."
exec test/host/rig.py run --clock virtual --iommu bookworm
