# SPDX-License-Identifier: GPL-2.0-or-later
# PID 1, the hot-plug helper and the one-shot that crashes the guest.
PROGRAMS += init hotplugd dm-crash

init_SRCS := init/main.c init/mounts.c init/services.c init/wire.c \
	init/spawn.c init/policy.c init/loop.c init/halt.c
init_LIBS :=

hotplugd_SRCS := init/hotplug/main.c init/hotplug/uevent.c \
	init/hotplug/known.c init/hotplug/meminfo.c init/hotplug/store.c \
	init/hotplug/media.c init/hotplug/confine.c \
	init/lib/target.c init/lib/calls.c init/lib/drop.c \
	init/lib/num.c init/lib/sock.c
hotplugd_LIBS := -lxenstore -lxentoolcore

dm-crash_SRCS := init/crash/main.c init/lib/target.c init/lib/num.c
dm-crash_LIBS := -lxenstore -lxendevicemodel -lxenforeignmemory -lxencall \
	-lxentoolcore -lxentoollog

PURE += init/policy.c init/services.c init/hotplug/uevent.c \
	init/hotplug/known.c init/hotplug/meminfo.c init/lib/num.c
