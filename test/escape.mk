# SPDX-License-Identifier: GPL-2.0-or-later
# Images for the scenarios, never part of what is installed. "escape" has an
# attacker in QEMU's place (test/escape/escape-sim.c); "probe" is the debug image
# and programs that look at the others from outside.
ESCAPE := $(B)/escape/escape-rootfs
PROBE := $(B)/escape/probe-rootfs
IMAGES := $(ESCAPE) $(PROBE) $(DEBUG_ROOTFS)

ESCAPE_LIBS := -lxencall -lxenforeignmemory -lxendevicemodel -lxenevtchn \
	-lxengnttab -lxenstore -lxencall -lxentoolcore -lxentoollog

$(B)/escape/escape-sim: test/escape/escape-sim.c
$(B)/escape/probe: test/escape/probe.c
$(B)/escape/escape-sim $(B)/escape/probe: test/escape/xen.c \
		test/escape/escape.h $(B)/sysroot.path
	@mkdir -p $(@D)
	$(Q)$(MCC) $(CFLAGS) $(LDFLAGS) -s -o $@.$$$$ $(filter %.c,$^) \
		$(ESCAPE_LIBS) && mv $@.$$$$ $@

$(ESCAPE): $(B)/escape/escape-sim $(ROOTFS)
	$(Q)sed 's|@QEMU@/qemu |$(B)/escape/escape-sim |' \
		$(SH)/initramfs.list >$@.list.$$$$ && \
		mv $@.list.$$$$ $@.list
	$(call part,$(INITRAMFS) $(B) $@.list)

$(PROBE): $(B)/escape/probe test/escape/look.sh $(DEBUG_ROOTFS)
	$(Q){ cat $(B)/debug/list; \
		echo "file /bin/probe $(B)/escape/probe 0755 0 0"; \
		echo "file /bin/look test/escape/look.sh 0755 0 0"; } >$@.list.$$$$ && \
		mv $@.list.$$$$ $@.list
	$(call part,$(INITRAMFS) $(B) $@.list)

escape: $(IMAGES)
.PHONY: escape
