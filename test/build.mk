# SPDX-License-Identifier: GPL-2.0-or-later
# Tests: TAP throughout, run by prove (test/run.sh). A unit test names the
# sources it links in a line "/* links: FILE... [libs: -lX...] */".
UNIT := $(patsubst test/unit/%.c,$(B)/unit/%.t,$(wildcard test/unit/test_*.c))
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
HOST_CFLAGS = -std=c11 -D_GNU_SOURCE -g -O1 $(WARN)

links = $(shell sed -n 's|^/\* links: \(.*\) \*/|\1|p' test/unit/$(1).c)
link_srcs = $(filter %.c,$(call links,$(1)))

.SECONDEXPANSION:
$(B)/unit/%.t: test/unit/%.c $$(call link_srcs,$$*) \
		$(wildcard */*.h */*/*.h test/unit/*.h)
	@mkdir -p $(@D)
	$(Q)gcc $(CPPFLAGS) $(HOST_CFLAGS) $(SANITIZE) -I. -o $@.$$$$ \
		$(filter %.c,$^) $(filter -l% -Wl%,$(call links,$*)) -lcmocka && \
		mv $@.$$$$ $@

include test/fuzz.mk test/escape.mk

unit: $(UNIT)

check-deps:
	@$(SH)/deps.sh check test

QUICK = $(UNIT) $(FUZZ_TESTS) $(wildcard test/static/*.t)
HOST_TESTS := $(addprefix test/host/,trixie.t bookworm.t trixie-iommu.t \
	bookworm-iommu.t)

# Everything that needs no emulated host: a minute.
check-quick: check-deps all $(UNIT) $(FUZZ_TESTS)
	@test/run.sh $(QUICK)

check: check-deps all $(UNIT) $(FUZZ_TESTS) $(IMAGES)
	@test/run.sh $(QUICK) $(HOST_TESTS)

# The long forms.
soak: check-deps all $(IMAGES)
	@rc=0; for h in trixie bookworm forky; do test/host/rig.py run \
		--set SOAK=1 --clock virtual $(IMAGES:%=--add %) $$h || rc=1; \
		done; exit $$rc

bench: check-deps all
	@test/bench/run.sh

demo:
	@test/host/demo.sh

demo-shell:
	@test/host/demo.sh shell

#: make demo       a guest with its stub domain on an emulated Xen host (root)
#: make demo-shell the same, then dom0's shell
#: make check      every test: unit, static, and the emulated Xen hosts
#: make bench      start, disk, NIC, save and restore, against a QEMU in dom0
#: make soak       the host scenarios in their long forms
#: make check-quick  the tests that need no emulated host
.PHONY: unit check check-quick check-deps soak bench demo demo-shell
