# SPDX-License-Identifier: GPL-2.0-or-later
# The image with an attacker in QEMU's place (test/escape/escape-sim.c), for
# the scenario "escape". Never part of what is installed.
ESCAPE := $(B)/escape/escape-rootfs

$(B)/escape/escape-sim: test/escape/escape-sim.c $(B)/sysroot.path
	@mkdir -p $(@D)
	$(Q)$(MCC) $(CFLAGS) $(LDFLAGS) -s -o $@ $<

$(ESCAPE): $(B)/escape/escape-sim $(ROOTFS)
	$(Q)sed 's|@QEMU@/qemu |$(B)/escape/escape-sim |; s|@BIN@|$(B)/bin|; '"s|@QEMU@|$$(cat $(B)/qemu.path)|" \
		$(SH)/initramfs.list >$@.list
	$(Q)$(B)/gen_init_cpio -t 0 $@.list | zstd -q -19 -T1 --no-check -c >$@

escape: $(ESCAPE)
.PHONY: escape
