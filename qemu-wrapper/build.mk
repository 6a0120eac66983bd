# SPDX-License-Identifier: GPL-2.0-or-later
# dm-run and qmpd; the musl environment and QEMU; the initramfs.
include qemu-wrapper/run/sources.mk qemu-wrapper/qmp/sources.mk

# Every source file is there, or it is known what is missing, before anything
# is compiled. The file says which were taken; it changes when they do.
FETCH := $(SH)/fetch.py
$(B)/sources.json: FORCE
	@mkdir -p $(@D)
	@$(SH)/deps.sh check build
	@$(FETCH) all >$@.$$$$ && if cmp -s $@.$$$$ $@; then rm $@.$$$$; \
		else mv $@.$$$$ $@; fi || { rm -f $@.$$$$; exit 1; }

# The scripts print the folder of a cached part; make keeps it in a file.
part = @$(1) >$@.$$$$ && mv $@.$$$$ $@ || { rm -f $@.$$$$; exit 1; }

$(B)/sysroot.path: $(B)/sources.json $(addprefix $(SH)/,sysroot.sh cache.sh \
		mcc.in mcc.specs.in) $(wildcard $(SH)/patches/xen/*)
	$(call part,$(SH)/sysroot.sh)

$(B)/qemu.path: $(B)/sysroot.path $(addprefix $(SH)/,qemu.sh stubdom.mak) \
		$(wildcard $(SH)/patches/qemu/*)
	$(call part,$(SH)/qemu.sh)

$(B)/optionrom.path: $(B)/sources.json $(addprefix $(SH)/,optionrom.sh cache.sh)
	$(call part,$(SH)/optionrom.sh)

# IPXE= may be another from one run to the next.
$(B)/ipxe.path: $(B)/sources.json FORCE
	@$(SH)/ipxe.sh >$@.$$$$ && if cmp -s $@.$$$$ $@; then rm $@.$$$$; \
		else mv $@.$$$$ $@; fi || { rm -f $@.$$$$; exit 1; }

INITRAMFS := $(SH)/initramfs.sh
$(ROOTFS): $(INITRAMFS) $(SH)/initramfs.list $(B)/qemu.path $(B)/optionrom.path \
		$(B)/ipxe.path $(B)/gen_init_cpio $(PROGRAMS:%=$(B)/bin/%)
	$(call part,$(INITRAMFS) $(B))

$(B)/gen_init_cpio: $(B)/sources.json
	$(Q)gcc -O2 -o $@.$$$$ "$$($(FETCH) tree linux)/usr/gen_init_cpio.c" && \
		mv $@.$$$$ $@

$(B)/manifest.json: $(SH)/manifest.py $(KERNEL) $(ROOTFS) $(B)/version
	$(call part,python3 -B $(SH)/manifest.py $(B))

$(B)/sbom.spdx.json: $(SH)/sbom.py $(B)/manifest.json
	$(call part,python3 -B $(SH)/sbom.py $(B)/manifest.json)

sources: $(B)/version
	@$(FETCH) bundle $(B)/linux-stubdom-$$(cat VERSION)-sources.tar

outdated:
	@$(FETCH) outdated

lock:
	@$(FETCH) lock

SUITE := trixie
in-debian:
	@$(SH)/chroot.sh $(SUITE)

reproduce:
	@$(SH)/reproduce.sh

#: make sources    one archive of every source file, for SOURCES= (and the GPL)
#: make outdated   what Debian has newer, and which of it is a security update
#: make lock       move sources.lock to the newest that can be had
#: make reproduce  build twice, the second time elsewhere without a network, and
#:                 compare (root)
#: make in-debian  build in a chroot of SUITE=trixie, without a network (root)
#:   SOURCES=FILE: build from that archive or folder, without a network;
#:   STRICT=1: the locked sources or none; IPXE=none or FOLDER: without Debian's
#:   boot ROMs; EXPIRED=1: take package lists whose date has passed
.PHONY: sources outdated lock reproduce in-debian FORCE
