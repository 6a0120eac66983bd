# SPDX-License-Identifier: GPL-2.0-or-later
# The log of the stub domain.
PROGRAMS += logd

logd_SRCS := consoles/log/main.c consoles/log/clean.c consoles/log/rate.c \
	consoles/log/outq.c consoles/log/last.c consoles/log/sources.c \
	consoles/log/confine.c init/lib/calls.c init/lib/drop.c init/lib/term.c
logd_LIBS := -lxenstore -lxentoolcore

include consoles/debug.mk

PURE += consoles/log/clean.c consoles/log/rate.c consoles/log/outq.c \
	consoles/log/last.c consoles/log/sources.c
