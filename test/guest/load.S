/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boot sector of the Linux test guest: loads a bzImage as the kernel's
 * Documentation/arch/x86/boot.rst says. mkdisk.py puts the command line into
 * sector 1, the bzImage from sector 2 on, fills in its header where the boot
 * protocol leaves that to a loader, and writes SETUP and KERNEL below.
 * Errors: a character on COM1, since there is no room for more.
 */
	.code16
	.globl _start

	.set CHUNK, 64			/* sectors a read: 32 KiB */
	.set SETUP_SEG, 0x1000		/* real-mode part at 0x10000 */
	.set CMDLINE, 0xe000		/* in the same segment */
	.set BOUNCE_SEG, 0x2000

_start:
	ljmp $0, $start
start:
	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movw $0x7c00, %sp
	sti
	cld
	movb %dl, drive

	movw $CMDLINE, dap_off
	movw $SETUP_SEG, dap_seg
	movw $1, %cx
	call read
	movw $0, dap_off
	movw setup, %cx
	call read

	movw $BOUNCE_SEG, dap_seg
load:
	movl kernel, %ecx
	jecxz run
	cmpl $CHUNK, %ecx
	jbe 1f
	movw $CHUNK, %cx
1:	movzwl %cx, %ecx
	subl %ecx, kernel
	pushl %ecx
	call read
	popl %ecx
	movl %ecx, %ebx
	shlw $8, %cx			/* words */
	movw $gdt, %si
	movb $0x87, %ah			/* block move, to above 1 MiB */
	int $0x15
	jc failed
	shll $9, %ebx
	addl %ebx, gdt_dst + 2		/* base: 24 bits, and 0x93 above it */
	jmp load

run:
	cli
	movw $SETUP_SEG, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %fs
	movw %ax, %gs
	movw %ax, %ss
	movw $CMDLINE, %sp
	ljmp $SETUP_SEG + 0x20, $0

read:					/* %cx sectors, the next on the disk */
	movw %cx, dap_count
	pushw %cx
	movw $dap, %si
	movb $0x42, %ah
	movb drive, %dl
	int $0x13
	popw %cx
	jc failed
	movzwl %cx, %ecx
	addl %ecx, dap_lba
	ret

failed:
	movb $'!', %al
	movw $0x3f8, %dx
	outb %al, %dx
	hlt
	jmp failed

	.balign 4
dap:	.byte 16, 0			/* disk address packet of fn 42h */
dap_count: .word 0
dap_off: .word 0
dap_seg: .word 0
dap_lba: .quad 1
drive:	.byte 0

	.balign 8
gdt:	.fill 16, 1, 0			/* for the BIOS */
	.word 0xffff			/* from BOUNCE_SEG */
	.long (BOUNCE_SEG << 4) | 0x93000000
	.word 0
gdt_dst:
	.word 0xffff			/* to 1 MiB and up */
	.long 0x93100000
	.word 0
	.fill 16, 1, 0			/* for the BIOS */

	.org 500
kernel:	.long 0				/* sectors of the protected-mode part */
setup:	.word 0				/* sectors of the real-mode part */
	.org 510
	.word 0xaa55
