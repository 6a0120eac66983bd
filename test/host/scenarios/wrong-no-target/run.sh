# SPDX-License-Identifier: GPL-2.0-or-later
# The two files started as a plain PV domain: it serves nobody and must say so.
bare_stub lonely </dev/null ||
	error "xl create of a PV domain: $(tail -n 1 $RIG/log/lonely.xl)"
bare_run lonely
down_within lonely 12 "the domain is down early"
one_line "$(bare_log lonely)" 'no device model of any guest'
check "xl destroy" guest_destroy lonely
end
