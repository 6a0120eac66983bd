# SPDX-License-Identifier: GPL-2.0-or-later
# stdvga and cirrus with the VESA modes of their BIOS, 8 to 24 bits deep; a
# guest without a screen starts as well.
for vga in stdvga cirrus none; do
	config vesa <<-END
	vga="$vga"
	disk=["format=raw,vdev=hda,access=rw,target=$(disk $vga.img vesa.img)"]
	END
	guest_up vesa
	end='VESA END'
	[ $vga != none ] || end='VESA NONE'
	check "$vga: the guest says '$end'" expect vesa 60 "$end"
	[ $vga = none ] || is "$vga: the modes that work" \
		"$(tr -d '\r' <$RIG/log/vesa.log | sed -n 's/^MODE 0//p')" \
"101 0280 01E0 08 OK
111 0280 01E0 10 OK
114 0320 0258 10 OK
117 0400 0300 10 OK
118 0400 0300 18 OK"
	check "xl destroy leaves neither domain" guest_destroy vesa
	con_close vesa
done
end
