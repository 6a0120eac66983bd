# SPDX-License-Identifier: GPL-2.0-or-later
# dm-run and qmpd; the musl environment and QEMU; the initramfs.
include qemu-wrapper/run/sources.mk qemu-wrapper/qmp/sources.mk

# The scripts print the folder of a cached part; make keeps it in a file.
$(B)/sysroot.path: $(addprefix $(SH)/,sysroot.sh fetch.sh cache.sh apt.sh \
		mcc.in mcc.specs.in sources.lock) \
		$(wildcard $(SH)/patches/xen/*)
	@mkdir -p $(@D)
	@$(SH)/deps.sh check build
	@$(SH)/sysroot.sh >$@.new && mv $@.new $@

$(B)/qemu.path: $(B)/sysroot.path $(addprefix $(SH)/,qemu.sh stubdom.mak) \
		$(wildcard $(SH)/patches/qemu/*)
	@$(SH)/qemu.sh >$@.new && mv $@.new $@

$(B)/optionrom.path: $(addprefix $(SH)/,optionrom.sh fetch.sh cache.sh \
		sources.lock)
	@mkdir -p $(@D)
	@$(SH)/optionrom.sh >$@.new && mv $@.new $@

$(B)/ipxe.path: $(addprefix $(SH)/,ipxe.sh cache.sh apt.sh)
	@mkdir -p $(@D)
	@$(SH)/ipxe.sh >$@.new && mv $@.new $@

INITRAMFS := $(SH)/initramfs.sh
$(ROOTFS): $(INITRAMFS) $(SH)/initramfs.list $(B)/qemu.path $(B)/optionrom.path \
		$(B)/ipxe.path \
		$(B)/gen_init_cpio \
		$(PROGRAMS:%=$(B)/bin/%)
	@$(INITRAMFS) $(B) >$@.new
	@mv $@.new $@

$(B)/gen_init_cpio: $(SH)/fetch.sh $(SH)/sources.lock
	@mkdir -p $(@D)
	$(Q)gcc -O2 -o $@ "$$($(SH)/fetch.sh linux)/usr/gen_init_cpio.c"

$(B)/manifest.json: $(SH)/manifest.py $(KERNEL) $(ROOTFS)
	@python3 -B $(SH)/manifest.py $(B) >$@.new
	@mv $@.new $@
