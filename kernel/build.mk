# SPDX-License-Identifier: GPL-2.0-or-later
# The stub domain's kernel, under the name libxl looks for. build.sh keeps the
# real thing in the cache; $(B) is the build folder.

KERNEL_IN := kernel/build.sh kernel/linux.sh kernel/check-config.sh \
	$(wildcard kernel/config/*.config kernel/patches/*.patch) \
	qemu-wrapper/build/sources.lock

$(B)/qemu-stubdom-linux-kernel: $(KERNEL_IN)
	@mkdir -p $(B)
	@dir=$$(kernel/build.sh) && cp $$dir/bzImage $@.new && mv $@.new $@
