# SPDX-License-Identifier: GPL-2.0-or-later
# linux-stubdom: one non-recursive make. Each folder's build.mk says what it
# adds; "make help" lists the targets.
B := build
SH := qemu-wrapper/build

# Folders the scripts, which run elsewhere, are told of.
ifdef SOURCES
export SOURCES := $(abspath $(SOURCES))
endif
ifneq ($(filter-out none,$(IPXE)),)
export IPXE := $(abspath $(IPXE))
endif
export STRICT IPXE EXPIRED

# What was deleted from the cache is made again.
$(foreach p,$(wildcard $(B)/*.path),$(if \
	$(wildcard $(shell cat $(p))/.complete),,$(shell rm -f $(p))))

KERNEL := $(B)/qemu-stubdom-linux-kernel
ROOTFS := $(B)/qemu-stubdom-linux-rootfs

all: $(KERNEL) $(ROOTFS) $(B)/manifest.json $(B)/sbom.spdx.json

PROGRAMS :=
include init/build.mk consoles/build.mk qemu-wrapper/build.mk kernel/build.mk
include test/build.mk

WARN := -Wall -Wextra -Wshadow -Wvla -Wswitch-enum -Wimplicit-fallthrough \
	-Wstrict-prototypes -Wmissing-prototypes -Wcast-qual \
	-Wwrite-strings -Wformat=2 -Wpointer-arith -Werror
CFLAGS := -std=c11 -D_GNU_SOURCE -Os -fPIE -fstack-protector-strong \
	-ftrivial-auto-var-init=zero -ffunction-sections -fdata-sections \
	-fno-asynchronous-unwind-tables $(WARN)
CPPFLAGS := -Iinit/lib
LDFLAGS := -Wl,--gc-sections -Wl,-O1 -Wl,--fatal-warnings
MCC = "$$(cat $(B)/sysroot.path)/bin/mcc"

# One program: its own sources and the shared ones, the stripped file under
# build/bin.
LIB := init/lib/io.c init/lib/log.c init/lib/version.c
define program
$(1)_OBJS := $$(patsubst %.c,$(B)/obj/%.o,$$(sort $$($(1)_SRCS) $$(LIB)))
$(B)/bin/$(1): $$($(1)_OBJS) $(B)/sysroot.path
	@mkdir -p $$(@D)
	$$(Q)$$(MCC) $$(CFLAGS) $$(LDFLAGS) -s -o $$@.$$$$$$$$ $$($(1)_OBJS) \
		$$($(1)_LIBS) && mv $$@.$$$$$$$$ $$@
OBJS += $$($(1)_OBJS)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

$(PURE:%.c=$(B)/obj/%.o): CFLAGS += -Wconversion

$(B)/obj/%.o: %.c $(B)/sysroot.path
	@mkdir -p $(@D)
	$(Q)$(MCC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MT $@ -MF $@.$$$$.d \
		-c -o $@.$$$$ $< && mv $@.$$$$.d $(@:.o=.d) && mv $@.$$$$ $@

# Outside every cache's key: the file changes when the version does.
$(B)/version: FORCE
	@mkdir -p $(@D)
	@{ cat VERSION; git describe --always --dirty --abbrev=12 2>/dev/null || \
		echo; } >$@.$$$$; if cmp -s $@.$$$$ $@; then rm $@.$$$$; \
		else mv $@.$$$$ $@; fi
$(B)/obj/init/lib/version.o: CPPFLAGS += -DVERSION='"$(shell cat VERSION)"' \
	-DBUILD='"$(shell git describe --always --dirty --abbrev=12 2>/dev/null)"'
$(B)/obj/init/lib/version.o: $(B)/version

-include $(OBJS:.o=.d)

install: all
	$(SH)/install.sh $(KERNEL) $(ROOTFS) "$(DESTDIR)" "$(XEN_BOOT_DIR)"

deps:
	$(SH)/deps.sh install

clean:
	rm -rf $(B)

help:
	@sed -n 's/^#: //p' Makefile $(wildcard */*.mk)

#: make            the two files libxl looks for, in build/
#: make install    put them into XEN_BOOT_DIR=/usr/lib/xen-4.NN/boot (DESTDIR=)
#: make deps       install the Debian packages a build and its tests need (root)
#: make clean      remove build/; the cache of expensive parts stays
.PHONY: all install deps clean help
.DELETE_ON_ERROR:
Q := $(if $(V),,@)
