; SPDX-License-Identifier: BSD-2-Clause
;
; The floor: the least that a machine can do between being started and being heard.
; It says one line on COM1 and leaves.  boot-time.sh holds Stalehound against it.
;
; A whole ELF file, without a linker: nasm -f bin.  QEMU's -kernel finds the 32-bit
; entry in the note (Xen's public/elfnote.h, XEN_ELFNOTE_PHYS32_ENTRY).

LOAD	equ 0x100000
COM1	equ 0x3f8
EXIT	equ 0xf4			; QEMU's isa-debug-exit

bits 32
org LOAD

elf_header:
	db 0x7f, "ELF", 1, 1, 1		; 32-bit, little-endian, version 1
	times 9 db 0
	dw 2, 3				; executable, i386
	dd 1
	dd start
	dd program_headers - LOAD
	dd 0, 0				; no sections, no flags
	dw program_headers - LOAD, 32, 2
	dw 0, 0, 0

program_headers:
	dd 1, 0, LOAD, LOAD, end - LOAD, end - LOAD, 5, 4096	; load all of it
	dd 4, note - LOAD, note, note, start - note, start - note, 4, 4

note:
	dd 4, 4, 18
	db "Xen", 0
	dd start

start:
	mov	esi, line
	mov	ecx, end - line
	mov	dx, COM1
	rep outsb
	xor	eax, eax
	mov	dx, EXIT
	out	dx, al
stop:
	hlt
	jmp	stop

line:
	db "floor", 13, 10
end:
