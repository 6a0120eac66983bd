# SPDX-License-Identifier: GPL-2.0-or-later
# dm-run: what the toolstack wants becomes a plan, the plan becomes QEMU.
DM_RUN_PURE := $(addprefix qemu-wrapper/run/, \
	argv.c conf.c defargs.c disks.c dump.c optstr.c plan.c planner.c \
	rules.c tap.c vdev.c why.c) init/lib/num.c init/lib/state.c \
	init/lib/words.c
PURE += $(DM_RUN_PURE)

PROGRAMS += dm-run
dm-run_SRCS := $(DM_RUN_PURE) $(addprefix qemu-wrapper/run/, \
	apply.c confine.c feed.c fetch.c main.c net.c print.c ramdisk.c restore.c \
	stream.c wait.c) init/lib/hvc.c \
	init/lib/calls.c init/lib/drop.c
dm-run_LIBS := -lxenstore -lxentoolcore
