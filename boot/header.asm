; SPDX-License-Identifier: BSD-2-Clause
;
; What boot loaders look for: the Multiboot2 header (Multiboot2 specification
; 3.1), which must lie in the first 32 KiB of the file, and the ELF note by which
; PVH loaders such as QEMU's -kernel find the 32-bit entry (Xen's
; public/elfnote.h, XEN_ELFNOTE_PHYS32_ENTRY).

MB2_MAGIC	equ 0xe85250d6
MB2_OPTIONAL	equ 1
MB2_END		equ 0
MB2_INFORMATION	equ 1
MB2_CONSOLE	equ 4
MB2_FRAMEBUFFER	equ 5
EGA_TEXT_WELCOME equ 2

XEN_ELFNOTE_PHYS32_ENTRY equ 18

extern boot_pvh

section .boot.header progbits alloc noexec nowrite align=8
header:
	dd MB2_MAGIC
	dd 0				; i386, 32-bit protected mode
	dd header.end - header
	dd 0x100000000 - (MB2_MAGIC + 0 + (header.end - header))

	; Command line, memory map, framebuffer, ACPI 1.0 RSDP, ACPI 2.0 RSDP.
	align 8, db 0
	dw MB2_INFORMATION, MB2_OPTIONAL
	dd 28
	dd 1, 6, 8, 14, 15

	align 8, db 0
	dw MB2_CONSOLE, MB2_OPTIONAL
	dd 12
	dd EGA_TEXT_WELCOME

	align 8, db 0
	dw MB2_FRAMEBUFFER, MB2_OPTIONAL
	dd 20
	dd 0, 0, 0			; any width, height and depth

	align 8, db 0
	dw MB2_END, 0
	dd 8
.end:

section .note.Xen note alloc noexec nowrite align=4
	dd 4				; length of the name
	dd 8				; length of the value
	dd XEN_ELFNOTE_PHYS32_ENTRY
	db "Xen", 0
	dq boot_pvh
