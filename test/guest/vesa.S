/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boot sector that asks the video BIOS for some VESA modes. On COM1:
 *	VESA NONE	no VESA BIOS
 *	MODE mmmm wwww hhhh bb OK	in hexadecimal: mode, width, height,
 *			bits; set, and the BIOS says that it is the mode now,
 *			and video memory at A000:0 keeps what is written
 *	MODE mmmm BAD	instead
 *	VESA END
 */
	.code16
	.globl _start

	.set COM1, 0x3f8
	.set INFO, 0x8000		/* of the mode: 256 bytes */

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

	movw $0x4f00, %ax
	movw $INFO, %di
	int $0x10
	cmpw $0x004f, %ax
	movw $none, %si
	jne last

	movw $modes, %si
next:
	lodsw
	movw %ax, %bp
	testw %ax, %ax
	jz end
	pushw %si
	call mode
	popw %si
	jmp next
end:
	movw $done, %si
last:
	call puts
1:	hlt
	jmp 1b

mode:					/* %bp */
	movw $text, %si
	call puts
	movw %bp, %ax
	call puthex16
	movw $0x4f01, %ax		/* what is it? */
	movw %bp, %cx
	movw $INFO, %di
	int $0x10
	cmpw $0x004f, %ax
	jne bad
	movw INFO + 18, %ax
	call space16
	movw INFO + 20, %ax
	call space16
	call space
	movb INFO + 25, %al
	call puthex8
	movw $0x4f02, %ax		/* set it */
	movw %bp, %bx
	int $0x10
	cmpw $0x004f, %ax
	jne bad
	movw $0x4f03, %ax		/* is it set? */
	int $0x10
	andw $0x3fff, %bx
	cmpw %bp, %bx
	jne bad
	movw $0xa000, %ax
	movw %ax, %fs
	movl $0x12345678, %fs:0x100
	movl $0x9abcdef0, %fs:0x104
	cmpl $0x12345678, %fs:0x100
	jne bad
	movw $good, %si
	jmp puts
bad:
	movw $wrong, %si
	jmp puts

/* --- output ------------------------------------------------------------- */
puts:
	lodsb
	testb %al, %al
	jz 1f
	call putc
	jmp puts
1:	ret

space16:				/* %ax */
	pushw %ax
	call space
	popw %ax
puthex16:
	pushw %ax
	movb %ah, %al
	call puthex8
	popw %ax
puthex8:
	pushw %ax
	shrb $4, %al
	call 1f
	popw %ax
	andb $15, %al
1:	cmpb $10, %al
	sbbb $0x69, %al			/* 0-15 to '0'-'F' */
	das
	jmp putc
space:
	movb $' ', %al
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

text:	.asciz "MODE "
good:	.asciz " OK\r\n"
wrong:	.asciz " BAD\r\n"
none:	.asciz "VESA NONE\r\n"
done:	.asciz "VESA END\r\n"
	/* 640x480x8, x16; 800x600x16; 1024x768x16, x24 */
modes:	.word 0x101, 0x111, 0x114, 0x117, 0x118, 0

	.org 510
	.word 0xaa55
