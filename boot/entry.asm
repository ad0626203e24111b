; SPDX-License-Identifier: BSD-2-Clause
;
; From the boot loader to boot_main(): 32-bit protected mode, paging off, to
; 64-bit mode in the higher half.  Both protocols hand over the same state; only
; EAX and EBX differ.
;
; The page tables made here serve until paging_init() replaces them:
;
;	0			first 4 GiB	for this file
;	DIRECT_BASE		first 4 GiB	for phys_to_virt()
;	KERNEL_BASE		first 1 GiB	for the image

%include "arch/x86_64/cpu/offsets.inc"

MB2_LOADED	equ 0x36d76289
BOOT_STACK_SIZE	equ 16384
BOOT_CS		equ 8

UART_LCR	equ 3			; as in arch/x86_64/devices/uart.c
UART_LSR	equ 5
UART_SCR	equ 7
LCR_8N1		equ 0x03
LCR_DLAB	equ 0x80
LSR_THR_EMPTY	equ 0x20
VGA_TEXT	equ 0xb8000
VGA_GREY	equ 7

CPUID_HYPERVISOR equ 1 << 31		; leaf 1, ECX
QEMU_DEBUG_EXIT	equ 0xf4
BOCHS_SHUTDOWN	equ 0x8900
BIOS_START	equ 0xe0000		; where a BIOS has the RSDP
BIOS_END	equ 0x100000
MEMORY_PROBE	equ 0x5ca1ab1e
%define LAST_NEEDED image_end_pa + (512 << 10)	; the image, and paging_init()'s tables
EXIT_UNDECIDED	equ 5			; kernel/sync/panic.h

extern boot_main
extern image_end_pa

global boot_multiboot2
global boot_pvh

section .boot.bss nobits alloc write align=4096
pml4:		resb 4096
pdpt_low:	resb 4096
pdpt_high:	resb 4096
page_dirs:	resb 4 * 4096		; 2 MiB leaves of the first 4 GiB
early_stack:	resb 256
.top:

section .boot.text progbits alloc exec nowrite align=16
bits 32

; The two protocols, told apart by entry point.  boot_main() gets the kind in EDI
; and the information's physical address in ESI.
boot_multiboot2:
	cli
	mov	esp, early_stack.top
	cmp	eax, MB2_LOADED
	mov	ebp, no_loader
	jne	complain
	mov	edi, BOOT_MULTIBOOT2
	jmp	start

boot_pvh:
	cli
	mov	esp, early_stack.top
	mov	ebp, no_loader
	cmp	dword [ebx], PVH_MAGIC
	jne	complain
	mov	edi, BOOT_PVH

start:
	mov	esi, ebx
	call	require_memory
	call	require_long_mode
	call	make_page_tables
	mov	eax, CR4_PAE
	mov	cr4, eax
	mov	eax, pml4
	mov	cr3, eax
	mov	ecx, MSR_EFER
	rdmsr
	or	eax, EFER_LME
	wrmsr
	mov	eax, cr0
	or	eax, CR0_PG
	mov	cr0, eax
	lgdt	[gdt_pointer]
	jmp	BOOT_CS:enter_high

; A loader may put our last pages where there is no memory; boot_main() judges what is enough.
require_memory:
	mov	ecx, [LAST_NEEDED]
	mov	dword [LAST_NEEDED], MEMORY_PROBE
	cmp	dword [LAST_NEEDED], MEMORY_PROBE
	mov	[LAST_NEEDED], ecx
	mov	ebp, no_memory
	jne	complain
	ret

require_long_mode:
	mov	eax, 0x80000000
	cpuid
	cmp	eax, 0x80000001
	jb	.missing
	mov	eax, 0x80000001
	cpuid
	test	edx, 1 << 29
	jz	.missing
	ret
.missing:
	mov	ebp, no_long_mode
	jmp	complain

; Keeps EDI and ESI.
make_page_tables:
	mov	eax, PAGE_LEAF_2M
	xor	ecx, ecx
.leaf:
	mov	[page_dirs + ecx * 8], eax
	mov	dword [page_dirs + ecx * 8 + 4], 0
	add	eax, 1 << 21
	inc	ecx
	cmp	ecx, 4 * 512
	jb	.leaf
	mov	eax, page_dirs + PAGE_TABLE
	xor	ecx, ecx
.dir:
	mov	[pdpt_low + ecx * 8], eax
	add	eax, 4096
	inc	ecx
	cmp	ecx, 4
	jb	.dir
	mov	dword [pdpt_high + 510 * 8], page_dirs + PAGE_TABLE
	mov	dword [pml4], pdpt_low + PAGE_TABLE
	mov	dword [pml4 + DIRECT_PGD_INDEX * 8], pdpt_low + PAGE_TABLE
	mov	dword [pml4 + 511 * 8], pdpt_high + PAGE_TABLE
	ret

; Write the line at EBP to the first of COM1 to COM4 and to a VGA's screen.  Then leave with
; status 5 if this is a virtual machine, as arch/x86_64/devices/exit.c does; if not, stop.
complain:
	cld
	call	find_uart
	mov	esi, ebp
	mov	edi, VGA_TEXT
.next:
	mov	ecx, 100000
	lea	edx, [ebx + UART_LSR]
.wait:
	in	al, dx
	test	al, LSR_THR_EMPTY
	loopz	.wait
	lodsb
	test	al, al
	jz	.leave
	mov	edx, ebx
	out	dx, al
	mov	ah, VGA_GREY
	stosw
	jmp	.next
.leave:
	call	on_virtual_machine
	jne	.stop
	mov	al, EXIT_UNDECIDED
	out	QEMU_DEBUG_EXIT, al
	mov	esi, shutdown
	mov	ecx, shutdown.end - shutdown
	mov	edx, BOCHS_SHUTDOWN
	rep outsb
.stop:
	hlt
	jmp	.stop

; Returns in EBX the first port whose scratch register holds what is written to it, or COM4 if
; there is none, and sets it to 115200 8N1.
find_uart:
	mov	esi, com_ports
	mov	ecx, 4
.next:
	movzx	ebx, word [esi]
	add	esi, 2
	lea	edx, [ebx + UART_SCR]
	mov	al, 0x5a
	out	dx, al
	in	al, dx
	cmp	al, 0x5a
	loopne	.next
	lea	edx, [ebx + UART_LCR]
	mov	al, LCR_DLAB
	out	dx, al
	mov	edx, ebx
	mov	al, 1			; the divisor
	out	dx, al
	inc	edx
	xor	eax, eax
	out	dx, al
	lea	edx, [ebx + UART_LCR]
	mov	al, LCR_8N1
	out	dx, al
	ret

; Sets ZF if this is a virtual machine: the CPU says so, or the ACPI tables are Bochs'.
on_virtual_machine:
	mov	eax, 1
	cpuid
	not	ecx
	test	ecx, CPUID_HYPERVISOR
	jz	.done
	mov	esi, BIOS_START
.next:
	cmp	dword [esi], "RSD "
	jne	.other
	cmp	dword [esi + 9], "BOCH"
	je	.done
.other:
	add	esi, 16
	cmp	esi, BIOS_END
	jb	.next
	test	esi, esi		; clears ZF: no table says so
.done:
	ret

com_ports:
	dw 0x3f8, 0x2f8, 0x3e8, 0x2e8
shutdown:
	db "Shutdown"
.end:
no_loader:
	db "stalehound: not started by a Multiboot2 or PVH loader", 13, 10
	db "# exit status 5", 13, 10, 0
no_memory:
	db "stalehound: no memory for this kernel, at least 32 MiB are needed", 13, 10
	db "# exit status 5", 13, 10, 0
no_long_mode:
	db "stalehound: this CPU has no 64-bit mode", 13, 10
	db "# exit status 5", 13, 10, 0

bits 64
enter_high:
	mov	rax, high_half
	jmp	rax

	align 8
gdt:
	dq 0
	dq GDT_KERNEL_CODE
.end:
gdt_pointer:
	dw gdt.end - gdt - 1
	dd gdt

section .text
high_half:
	xor	eax, eax
	mov	ds, eax
	mov	es, eax
	mov	ss, eax
	mov	fs, eax
	mov	gs, eax
	mov	rsp, boot_stack.top
	xor	ebp, ebp
	mov	edi, edi		; 32-bit moves clear the upper halves
	mov	esi, esi
	call	boot_main
	ud2

section .bss nobits alloc write align=16
boot_stack:
	resb BOOT_STACK_SIZE
.top:
