# SPDX-License-Identifier: GPL-2.0-or-later
# The stub domain's kernel, under the name libxl looks for. build.sh keeps the
# real thing in the cache; $(B) is the build folder.

KERNEL_IN := kernel/build.sh kernel/linux.sh kernel/check-config.sh \
	$(wildcard kernel/config/*.config kernel/patches/*.patch) \
	$(addprefix qemu-wrapper/build/,fetch.sh sources.lock)

$(B)/kernel.path: $(KERNEL_IN)
	@mkdir -p $(B)
	@kernel/build.sh >$@.new && mv $@.new $@

$(B)/qemu-stubdom-linux-kernel: $(B)/kernel.path
	@cp "$$(cat $<)/bzImage" $@.new && mv $@.new $@
