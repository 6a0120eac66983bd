/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boot sector that writes and then ends, without a flush. On COM1:
 *	WRITER		it waits for a character C on COM1
 *	WRITTEN C	int 13h has said that the 128 sectors from LBA 129 on of
 *			both disks, all of their bytes C, are written. Not at a
 *			multiple of 4 KiB: a disk with larger sectors has to
 *			read and to write them.
 *	WRITE ERROR	instead
 * After that it resets the machine if C is 'k' (keyboard controller), 'c' (port
 * 0xcf9) or 't' (triple fault), powers it off if it is 'p', and otherwise waits
 * for the next character.
 */
	.code16
	.globl _start

	.set COM1, 0x3f8
	.set CHUNK, 64			/* sectors a write: 32 KiB */
	.set FIRST, 129
	.set BUFFER, 0x1000		/* segment */
	.set TICKS, 0x46c		/* BIOS data area: 18.2 Hz */

_start:
	ljmp $0, $start
start:
	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %ss
	movw $0x7c00, %sp
	sti
	cld

	movw $hello, %si
	call puts
next:
	hlt				/* the BIOS clock wakes us */
	movw $COM1 + 5, %dx
	inb %dx, %al
	testb $1, %al
	jz next
	movw $COM1, %dx
	inb %dx, %al
	movb %al, which

	movw $BUFFER, %bx
	movw %bx, %es
	xorw %di, %di
	movw $CHUNK * 512, %cx
	rep stosb

	movb $0x80, %dl
	call write
	movb $0x81, %dl
	call write
	movw $written, %si
	call puts
	movl TICKS, %ebx
1:	hlt				/* what it said shall get out */
	movl TICKS, %eax
	subl %ebx, %eax
	cmpl $4, %eax
	jb 1b

	movb which, %al
	cmpb $'k', %al
	je keyboard
	cmpb $'c', %al
	je chipset
	cmpb $'t', %al
	je fault
	cmpb $'p', %al
	jne next

	movw $0x2000, %ax		/* SLP_EN, type 0 is S5 on a PIIX4 */
	movw $0xb004, %dx		/* PM1a control: hvmloader's place */
	outw %ax, %dx
	jmp next
keyboard:
	movb $0xfe, %al
	outb %al, $0x64
	jmp next
chipset:
	movw $0xcf9, %dx		/* reset register of the PIIX3 */
	movb $6, %al
	outb %al, %dx
	jmp next
fault:
	lidt none
	int $3
	jmp next

write:					/* to drive %dl */
	movl $FIRST, dap_lba
	call 1f
	addl $CHUNK, dap_lba
1:	movw $dap, %si
	movw $0x4300, %ax
	int $0x13
	jc 1f
	ret
1:	movw $error, %si
	call puts
	jmp next

puts:
	lodsb
	testb %al, %al
	jz 1f
	call putc
	jmp puts
1:	ret
putc:
	pushw %ax
	movw $COM1 + 5, %dx
1:	inb %dx, %al
	testb $0x20, %al		/* room */
	jz 1b
	popw %ax
	movw $COM1, %dx
	outb %al, %dx
	ret

hello:	.asciz "WRITER\r\n"
error:	.asciz "WRITE ERROR\r\n"
written: .ascii "WRITTEN "
which:	.asciz "?\r\n"
none:	.word 0, 0, 0			/* no interrupt table */

	.balign 4
dap:	.byte 16, 0			/* disk address packet of fn 43h */
	.word CHUNK, 0, BUFFER
dap_lba: .quad FIRST

	.org 510
	.word 0xaa55
