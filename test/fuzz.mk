# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzzing: test/fuzz/fuzz_NAME.c is a target for one parser; a line "/* links:
# FILE... [libs: -lX...] */" names the sources it needs. "make check" replays
# test/fuzz/corpus/NAME with gcc's sanitizers; "make fuzz" looks for more.
FUZZ_NAMES := $(patsubst test/fuzz/fuzz_%.c,%,$(wildcard test/fuzz/fuzz_*.c))
FUZZ_TESTS := $(FUZZ_NAMES:%=$(B)/fuzz/%.t)
FUZZ_SECONDS := 60
FUZZ := $(FUZZ_NAMES)

fuzz_links = $(shell sed -n 's|^/\* links: \(.*\) \*/|\1|p' \
	test/fuzz/fuzz_$(1).c)
fuzz_srcs = $(filter %.c,$(call fuzz_links,$(1)))
FUZZ_HEADERS := $(wildcard */*.h */*/*.h test/fuzz/*.h)

.SECONDEXPANSION:
$(B)/fuzz/%.t: test/fuzz/fuzz_%.c test/fuzz/replay.c \
		$$(call fuzz_srcs,$$*) $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	$(Q)gcc $(CPPFLAGS) $(HOST_CFLAGS) $(SANITIZE) -I. \
		-DCORPUS='"test/fuzz/corpus/$*"' -o $@.$$$$ $(filter %.c,$^) \
		$(filter -l%,$(call fuzz_links,$*)) && mv $@.$$$$ $@

$(B)/fuzz/%.fuzz: test/fuzz/fuzz_%.c $$(call fuzz_srcs,$$*) $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	$(Q)clang $(CPPFLAGS) $(HOST_CFLAGS) -Wno-format-nonliteral -O2 \
		$(SANITIZE) -fsanitize=fuzzer -I. \
		-o $@ $(filter %.c,$^) $(filter -l%,$(call fuzz_links,$*))

# What is new goes to build/fuzz/NAME, a find to build/fuzz/NAME-crash-*.
fuzz: $(FUZZ:%=$(B)/fuzz/%.fuzz)
	$(Q)set -e; for name in $(FUZZ); do \
		mkdir -p $(B)/fuzz/$$name; \
		nice -n 19 $(B)/fuzz/$$name.fuzz -max_total_time=$(FUZZ_SECONDS) \
			-artifact_prefix=$(B)/fuzz/$$name- \
			-print_final_stats=1 $(B)/fuzz/$$name \
			test/fuzz/corpus/$$name 2>$(B)/fuzz/$$name.log || \
			{ tail -n 30 $(B)/fuzz/$$name.log; exit 1; }; \
		echo "$$name: $$(sed -n 's/^stat::number_of_executed_units: *//p' \
			$(B)/fuzz/$$name.log) executions, nothing found"; \
	done

# The smallest inputs that reach every edge known so far become the corpus.
fuzz-corpus: $(FUZZ:%=$(B)/fuzz/%.fuzz)
	$(Q)set -e; for name in $(FUZZ); do \
		rm -rf $(B)/fuzz/$$name.min; mkdir $(B)/fuzz/$$name.min; \
		$(B)/fuzz/$$name.fuzz -use_counters=0 -set_cover_merge=1 \
			$(B)/fuzz/$$name.min test/fuzz/corpus/$$name \
			$(B)/fuzz/$$name 2>/dev/null; \
		ls $(B)/fuzz/$$name.min | wc -l; \
	done

#: make fuzz       fuzz every parser, FUZZ_SECONDS=60 each; FUZZ=NAME: one
.PHONY: fuzz fuzz-corpus
