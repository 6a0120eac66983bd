# SPDX-License-Identifier: GPL-2.0-or-later
# The arguments name a disk that no backend will ever offer: the wait for it is
# bounded and its end is said.
config nodisk <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
device_model_args_hvm=["-drive", "file=/dev/xvdp,if=ide,index=1,media=disk,format=host_device,cache=writeback"]
END
DOWN_WITHIN=25 wrong_start nodisk 'xvdp'
end
