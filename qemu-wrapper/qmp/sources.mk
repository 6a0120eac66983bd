# SPDX-License-Identifier: GPL-2.0-or-later
PROGRAMS += qmpd
qmpd_PURE := $(addprefix qemu-wrapper/qmp/,json.c line.c peer.c qmp.c \
	watch.c) \
	init/lib/num.c init/lib/state.c init/lib/words.c
qmpd_SRCS := $(qmpd_PURE) $(addprefix qemu-wrapper/qmp/,main.c confine.c ctl.c \
	pci.c save.c session.c vchan.c) init/lib/sock.c init/lib/target.c \
	init/lib/hvc.c init/lib/calls.c init/lib/drop.c init/lib/term.c
qmpd_LIBS := -lxenvchan -lxenstore -lxengnttab -lxenevtchn -lxentoollog \
	-lxentoolcore -ljson-c
PURE += $(qmpd_PURE)
