/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The smallest test guest: one boot sector. It speaks on COM1 (115200 8n1):
 *	BOOT-SECTOR OK
 *	SUM xxxxxxxx	sum of the little-endian dwords of sectors 1 to COUNT
 *	READ ERROR xx	instead, if int 13h fails: its status
 *	TICK n		about once a second: 18 ticks of the BIOS clock
 * Input on COM1 is echoed; 'r' reboots, 'p' powers off, 't' prints the CMOS
 * clock as RTC hhmmss (as it is in CMOS: BCD). A key on the keyboard
 * prints KEY ssaa (scan code, ASCII). mkdisk.py writes COUNT.
 */
	.code16
	.globl _start

	.set COM1, 0x3f8
	.set CHUNK, 64			/* sectors a read: 32 KiB */
	.set BUFFER, 0x1000		/* segment */
	.set TICKS, 0x46c		/* BIOS data area: 18.2 Hz */

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

	movw $uart, %si
1:	lodsw				/* low byte: register, high: value */
	movw $COM1, %dx
	addb %al, %dl
	movb %ah, %al
	outb %al, %dx
	cmpw $uart_end, %si
	jb 1b

	movw $hello, %si
	call puts

	xorl %ebp, %ebp			/* the sum */
read:
	movl count, %ecx
	jecxz read_done
	cmpl $CHUNK, %ecx
	jbe 1f
	movw $CHUNK, %cx
1:	movw %cx, dap_count
	pushw %cx
	movw $dap, %si
	movb $0x42, %ah
	movb drive, %dl
	int $0x13
	popw %cx
	jc read_error
	movzwl %cx, %ecx
	addl %ecx, dap_lba
	subl %ecx, count
	shlw $7, %cx			/* dwords */
	pushw %ds
	movw $BUFFER, %ax
	movw %ax, %ds
	xorw %si, %si
1:	lodsl
	addl %eax, %ebp
	loop 1b
	popw %ds
	jmp read

read_error:
	pushw %ax
	movw $error, %si
	call puts
	popw %ax
	movb %ah, %al
	call puthex8
	jmp 1f
read_done:
	movw $sum, %si
	call puts
	movl %ebp, %eax
	call puthex32
1:	call newline

	xorl %ebp, %ebp			/* number of the tick */
	movl TICKS, %ebx		/* when the last one was */
idle:
	hlt				/* the BIOS clock wakes us */
	movb $1, %ah
	int $0x16
	jz 1f
	xorb %ah, %ah
	int $0x16
	pushw %ax
	movw $key, %si
	call puts
	popw %ax
	call puthex16
	call newline
1:	movw $COM1 + 5, %dx
	inb %dx, %al
	cmpb $0xff, %al			/* no such port */
	je 1f
	testb $1, %al
	jz 1f
	movw $COM1, %dx
	inb %dx, %al
	cmpb $'r', %al
	je reboot
	cmpb $'p', %al
	je poweroff
	cmpb $'t', %al
	je clock
	call putc
	jmp 1b
1:	movl TICKS, %eax
	subl %ebx, %eax
	cmpl $18, %eax
	jb idle
	addl $18, %ebx
	movw $tick, %si
	call puts
	incl %ebp
	movl %ebp, %eax
	call putdec
	call newline
	jmp idle

clock:
	movb $2, %ah
	int $0x1a			/* the CMOS clock: %ch:%cl:%dh, BCD */
	pushw %dx
	movw $rtc, %si
	call puts
	movw %cx, %ax
	call puthex16
	popw %ax
	movb %ah, %al
	call puthex8
	call newline
	jmp 1b

reboot:
	movw $0xcf9, %dx		/* reset register of the PIIX3 */
	movb $6, %al
	outb %al, %dx
	movb $0xfe, %al			/* else by the keyboard controller */
	outb %al, $0x64
	jmp idle

poweroff:
	movw $0x2000, %ax		/* SLP_EN, type 0 is S5 on a PIIX4 */
	movw $0xb004, %dx		/* PM1a control: hvmloader's place */
	outw %ax, %dx
	movw $0x604, %dx		/* and SeaBIOS's own */
	outw %ax, %dx
	jmp idle

/* --- output; all registers but %ax, %dx, %si are kept ------------------- */
newline:
	movw $crlf, %si
puts:
	lodsb
	testb %al, %al
	jz 1f
	call putc
	jmp puts
1:	ret

putdec:					/* %eax */
	pushl %ebx
	movl $10, %ebx
	call 1f
	popl %ebx
	ret
1:	xorl %edx, %edx
	divl %ebx
	pushw %dx
	testl %eax, %eax
	jz 2f
	call 1b
2:	popw %ax
	addb $'0', %al
	jmp putc

puthex32:				/* %eax */
	pushl %eax
	shrl $16, %eax
	call puthex16
	popl %eax
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
putc:
	pushw %ax
	movw $COM1 + 5, %dx
1:	inb %dx, %al
	testb $0x20, %al		/* room; set too where no port is */
	jz 1b
	popw %ax
	movw $COM1, %dx
	outb %al, %dx
	ret

uart:	.byte 1, 0x00			/* no interrupts */
	.byte 3, 0x80, 0, 1, 1, 0	/* divisor 1 */
	.byte 3, 0x03			/* 8n1 */
	.byte 4, 0x03			/* DTR, RTS */
uart_end:

hello:	.asciz "BOOT-SECTOR OK\r\n"
error:	.asciz "READ ERROR "
sum:	.asciz "SUM "
tick:	.asciz "TICK "
key:	.asciz "KEY "
rtc:	.asciz "RTC "
crlf:	.asciz "\r\n"

	.balign 4
dap:	.byte 16, 0			/* disk address packet of fn 42h */
dap_count: .word 0
	.word 0, BUFFER
dap_lba: .quad 1
drive:	.byte 0

	.org 500
count:	.long 64
	.org 510
	.word 0xaa55
