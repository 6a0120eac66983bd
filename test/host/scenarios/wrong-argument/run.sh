# SPDX-License-Identifier: GPL-2.0-or-later
# An argument that QEMU does not know: QEMU's own message is on the log, and the
# domain ends at once.
config bogus <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
device_model_args_hvm=["-bogus"]
END
wrong_start bogus 'bogus'
end
