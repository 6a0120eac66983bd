# SPDX-License-Identifier: GPL-2.0-or-later
# The stub domain's kernel, under the name libxl looks for. build.sh keeps the
# real thing in the cache; $(B) is the build folder.

$(B)/kernel.path: $(B)/sources.json kernel/build.sh kernel/linux.sh \
		kernel/check-config.sh \
		$(wildcard kernel/config/*.config kernel/patches/*.patch)
	$(call part,kernel/build.sh)

$(B)/qemu-stubdom-linux-kernel: $(B)/kernel.path
	@cp "$$(cat $<)/bzImage" $@.$$$$ && mv $@.$$$$ $@
