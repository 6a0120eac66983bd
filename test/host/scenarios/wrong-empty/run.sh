# SPDX-License-Identifier: GPL-2.0-or-later
# A target, but neither arguments nor devices: nothing a plan could be made of.
crashed() { case $(state "$1") in ????c*) return 0 ;; esac; return 1; }

# Kept, or xl would take both domains away before anyone has looked.
bare_guest hollow <<END ||
on_crash="preserve"
END
	error "xl create of the guest: $(tail -n 1 $RIG/log/hollow.xl)"
bare_stub hollow-stub </dev/null ||
	error "xl create of a PV domain: $(tail -n 1 $RIG/log/hollow-stub.xl)"
bare_target || error "the target could not be set"
bare_run hollow-stub
down_within hollow-stub 12 "the domain is down early"
check "the guest is shut down as crashed" wait_for 10 crashed hollow
one_line "$(bare_log hollow-stub)" 'dm-argv|device'
check "xl destroy of the stub domain" guest_destroy hollow-stub
check "xl destroy of the guest" guest_destroy hollow
end
