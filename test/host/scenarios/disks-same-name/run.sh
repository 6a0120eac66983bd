# SPDX-License-Identifier: GPL-2.0-or-later
# hda, sda and xvda: all three would be /dev/xvda in the stub domain. One line
# says so, and the domain ends at once.
config same <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)",
      "format=raw,vdev=sda,access=rw,target=$(disk sda.img boot.img)",
      "format=raw,vdev=xvda,access=rw,target=$(disk xvda.img boot.img)"]
END
wrong_start same 'disks [0-9]* and [0-9]*: both are xvda'
end
