# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the scenarios of migration: xl migrate to this same host, by a
# transport that is a program here instead of ssh.
. $PAYLOAD/lib/save.sh

cat >$RIG/transport <<'END'
#!/bin/sh
shift		# the host
exec "$@"
END
chmod +x $RIG/transport

# migrate NAME TRANSPORT: sets MS. Always live: xl_migrate.c, migrate_domain.
migrate() {
	local t rc
	now_ms
	t=$NOW
	xl -vv migrate -s "$RIG/$2" "$1" localhost >"$RIG/log/$1.migrate.xl" 2>&1
	rc=$?
	now_ms
	MS=$((NOW - t))
	return $rc
}

# migrated NAME: its serial port again, of the new domains G and S
migrated() {
	serial_keep "$1"
	G=$(domid "$1") S=$(domid "$1-dm")
	serial_open "$1"
}
