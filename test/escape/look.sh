#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Each program of the stub domain, as /proc shows it: a line "look NAME ...".
field() { sed -n "s/^$1:[[:space:]]*\([^[:space:]]*\).*/\1/p" "$p/status"; }

for p in /proc/[0-9]*; do
	exe=$(readlink "$p/exe") || continue
	fds=
	for f in "$p"/fd/*; do
		fds="$fds $(readlink "$f" | sed 's/:.*//')"
	done
	echo "look ${exe##*/} uid=$(field Uid) gid=$(field Gid)" \
		"eff=$(field CapEff) bnd=$(field CapBnd)" \
		"privs=$(field NoNewPrivs) seccomp=$(field Seccomp)" \
		"oom=$(cat "$p/oom_score_adj") root=$(readlink "$p/root")" \
		"rss=$(field VmRSS) hwm=$(field VmHWM) fds:$fds"
done
echo looked
