#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# build.sh: print the folder of the test guests, building them first if need
# be. It has
#	boot.bin	the boot sector	boot.img	a disk of it
#	boot.sum	the line "SUM ..." that it prints for boot.img
#	vesa.img	a disk with a boot sector that tries VESA modes
#	write.img	one with a boot sector that writes, and then resets
#	guest.bzImage	the Linux guest, kernel and all; load.bin its loader;
#			guest.cmdline its command line
#	guest.img	a disk of it; guest.end its first byte that is free
#	full.*		the same with Xen's PV drivers, USB, VLANs and IPv6:
#			bigger, so slower to load
#	guest.initrd	a RAM disk beside the one in the kernel: a file /extra,
#			its md5 sum in guest.initrd.sum; of part-sector length
#	boot.iso	a CD, and efi.img a disk for UEFI: GRUB, which prints
#			the md5 sum of a file there; data.sum is that sum
#	sizes
# mkdisk.py makes other disks of these.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../qemu-wrapper/build/cache.sh"
. "$here/../../kernel/linux.sh"

# loglevel=3: silent but for its own end. No waiting and no measuring where
# the answer is known.
CMDLINE="console=ttyS0,115200 loglevel=3 tsc=reliable no_timer_check"
DISK_SIZE=16M

boot_sector() {	# NAME: NAME.S to NAME.bin
	gcc -m32 -c -o "$1.o" "$here/$1.S"
	ld -m elf_i386 -Ttext 0x7c00 -e _start --oformat binary \
		-o "$1.bin" "$1.o"
	rm "$1.o"
}

initramfs_list() {	# in the form of the kernel's usr/gen_init_cpio
	cat <<-END
	dir /dev 755 0 0
	nod /dev/console 600 0 0 c 5 1
	nod /dev/null 666 0 0 c 1 3
	dir /proc 755 0 0
	dir /sys 755 0 0
	dir /tmp 1777 0 0
	dir /mnt 755 0 0
	dir /bin 755 0 0
	file /bin/busybox $busybox/busybox 755 0 0
	slink /bin/sh busybox 777 0 0
	file /init $here/init 755 0 0
	dir /sbin 755 0 0
	file /sbin/poweroff $here/end 755 0 0
	slink /sbin/reboot poweroff 777 0 0
	END
}

build_linux() {	# VARIANT FRAGMENT...
	local work=$LS_CACHE/work-guest-$1
	linux_tree "$work"
	initramfs_list >"$work/initramfs.list"
	linux_config "$work" "${@:2}"
	linux_make "$work" bzImage
	cp "$work/build/arch/x86/boot/bzImage" guest.bzImage
	cp "$work/build/.config" guest.config
	rm -rf "$work"
}

# GRUB with its configuration inside: grub_image FORMAT OUTPUT MODULE..., the
# configuration on standard input.
grub_image() {
	local format=$1 output=$2
	shift 2
	cat >grub.cfg
	grub-mkimage -O "$format" -p / -c grub.cfg -o "$output" "$@"
	rm grub.cfg
}

grub_sum() {	# NAME: what both of them do
	cat <<-END
	echo GRUB $1
	md5sum /data
	sleep 3600
	END
}

build_iso() {
	mkdir tree
	cp data tree/data
	{
		echo "serial --unit=0 --speed=115200"
		echo "terminal_output serial"
		grub_sum BIOS
	} | grub_image i386-pc-eltorito tree/boot.bin biosdisk iso9660 serial \
		terminal hashsum gcry_md5 echo sleep
	xorriso -as mkisofs -quiet -V GUEST -R -b boot.bin -no-emul-boot \
		-boot-load-size 4 -boot-info-table -o boot.iso tree
	rm -r tree
}

# No partition table: firmware takes the whole disk as one FAT volume.
build_efi() {
	grub_sum UEFI | grub_image x86_64-efi boot.efi fat hashsum gcry_md5 \
		echo sleep
	mformat -C -T 4096 -h 16 -s 32 -i efi.img ::
	mmd -i efi.img ::/EFI ::/EFI/BOOT
	mcopy -i efi.img boot.efi ::/EFI/BOOT/BOOTX64.EFI
	mcopy -i efi.img data ::/data
	rm boot.efi
}

# Uncompressed, as this kernel wants it, and without cpio's padding: the last
# part-sector has the end of the file.
build_initrd() {
	mkdir tree
	tail -c 32768 guest.bzImage >tree/extra
	(cd tree && echo extra | cpio -o -H newc -R 0:0 --reproducible --quiet) |
		head -c $((116 + 32768 + 124)) >guest.initrd
	md5sum <tree/extra | cut -c1-32 >guest.initrd.sum
	rm -r tree
}

build_guests() {
	local v
	boot_sector boot
	boot_sector load
	for v in vesa write; do
		boot_sector $v
		cp $v.bin $v.img
		truncate -s 1M $v.img
	done
	"$here/mkdisk.py" sum boot.bin boot.img 1M >boot.sum
	cp "$guest/guest.bzImage" .
	cp "$full/guest.bzImage" full.bzImage
	for v in guest full; do
		"$here/mkdisk.py" linux load.bin $v.bzImage $v.img "$DISK_SIZE" \
			-c "$CMDLINE" >$v.end
	done
	echo "$CMDLINE" >guest.cmdline
	build_initrd
	head -c 65536 guest.bzImage >data
	md5sum <data | cut -c1-32 >data.sum
	build_iso
	build_efi
	rm data
	stat -c '%n %s' ./*.bzImage "$busybox/busybox" >sizes
}

linux() {	# VARIANT FRAGMENT...: the folder of its kernel
	cached "guest-linux-$1" "$(key "$(linux_key)" \
		"$(declare -f initramfs_list build_linux)" "$busybox/busybox" \
		"$here/init" "$here/end" "${@:2}")" \
		"test guest: $1 kernel" build_linux "$@"
}

# Each key has the text of the functions that make the part, not all of this
# file, and the kernel's has what came out as busybox: few things rebuild it.
busybox=$("$LS_TOP/qemu-wrapper/build/busybox.sh" guest "$here/busybox.config")
full=$(linux full "$here"/linux{,-pv,-input,-net}.config)
guest=$(linux plain "$here/linux.config")
cached guest "$(key "$guest/guest.bzImage" "$full/guest.bzImage" "$here")" \
	"test guest: disks" build_guests
