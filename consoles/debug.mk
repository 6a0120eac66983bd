# SPDX-License-Identifier: GPL-2.0-or-later
# The debug image: the same programs, a busybox, and a /init that opens a shell
# if the command line says so. A file of its own, never what is installed.
DEBUG_ROOTFS := $(B)/qemu-stubdom-linux-rootfs-debug
DEBUG_SRCS := consoles/debug/main.c init/lib/words.c
BUSYBOX := $(SH)/busybox.sh debug consoles/debug/busybox.config

$(B)/debug/init: $(DEBUG_SRCS) init/lib/words.h $(B)/sysroot.path
	@mkdir -p $(@D)
	$(Q)$(MCC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -s -o $@.$$$$ $(DEBUG_SRCS) && mv $@.$$$$ $@

$(DEBUG_ROOTFS): $(B)/debug/init $(ROOTFS) $(SH)/busybox.sh \
		consoles/debug/busybox.config
	$(Q){ sed 's|^file /init |file /bin/init |' $(SH)/initramfs.list; \
		echo "file /init $(B)/debug/init 0755 0 0"; \
		echo "file /bin/busybox $$($(BUSYBOX))/busybox 0755 0 0"; \
		echo "slink /bin/sh busybox 0777 0 0"; } >$@.$$$$ && \
		mv $@.$$$$ $(B)/debug/list
	$(call part,$(INITRAMFS) $(B) $(B)/debug/list)

ifdef DEBUG
all: $(DEBUG_ROOTFS)
endif

#: make DEBUG=1    the two files and build/qemu-stubdom-linux-rootfs-debug
