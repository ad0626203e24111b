; SPDX-License-Identifier: BSD-2-Clause
;
; Where the other CPUs start (SDM vol. 3, 8.4.4): real mode, CS:IP = page:0000.
; smp_prepare() copies the page below 1 MiB and fills in its fields; the code
; addresses itself by CS while it does not know where it is.
;
;	real mode  →  32-bit  →  64-bit, on a root that maps this page and the
;	kernel half  →  ap_entry in the higher half  →  ap_main(), on its own stack

%include "arch/x86_64/cpu/offsets.inc"

TRAMPOLINE_CS32	equ 0x08
TRAMPOLINE_DS32	equ 0x10
TRAMPOLINE_CS64	equ 0x18

extern ap_main
extern ap_tickets
extern ap_limit
extern ap_stacks

global trampoline_start
global trampoline_end

section .rodata
align 16
bits 16
trampoline_start:
	cli
	jmp	short real_mode
	times TRAMPOLINE_CR3 - ($ - trampoline_start) db 0
	dd 0				; TRAMPOLINE_CR3
	dd 0				; TRAMPOLINE_EFER

real_mode:
	mov	ax, cs
	mov	ds, ax
	movzx	ebx, ax
	shl	ebx, 4			; EBX: where this page is
	lea	eax, [ebx + (gdt - trampoline_start)]
	mov	[gdt_pointer - trampoline_start + 2], eax
	lea	eax, [ebx + (protected_mode - trampoline_start)]
	mov	[far_32 - trampoline_start], eax
	lea	eax, [ebx + (long_mode - trampoline_start)]
	mov	[far_64 - trampoline_start], eax
	o32 lgdt [gdt_pointer - trampoline_start]
	mov	eax, cr0
	or	eax, CR0_PE
	mov	cr0, eax
	jmp	far dword [far_32 - trampoline_start]

bits 32
protected_mode:
	mov	ax, TRAMPOLINE_DS32
	mov	ds, ax
	mov	eax, cr4
	or	eax, CR4_PAE
	mov	cr4, eax
	mov	eax, [ebx + TRAMPOLINE_CR3]
	mov	cr3, eax
	mov	ecx, MSR_EFER
	mov	eax, [ebx + TRAMPOLINE_EFER]
	xor	edx, edx
	wrmsr
	mov	eax, cr0
	or	eax, CR0_PG
	mov	cr0, eax
	jmp	far [ebx + far_64 - trampoline_start]

bits 64
long_mode:
	mov	rax, ap_entry
	jmp	rax

align 8
gdt:
	dq 0
	dq 0x00cf9b000000ffff
	dq 0x00cf93000000ffff
	dq GDT_KERNEL_CODE
.end:
gdt_pointer:
	dw gdt.end - gdt - 1
	dd 0
far_32:
	dd 0
	dw TRAMPOLINE_CS32
far_64:
	dd 0
	dw TRAMPOLINE_CS64
trampoline_end:

; Take a ticket, which is the index of this CPU's stack.  A CPU whose ticket is not below
; ap_limit has none: it came after close_tickets(), or is not listed.  It sleeps for ever.
section .text
ap_entry:
	xor	eax, eax
	mov	ds, eax
	mov	es, eax
	mov	ss, eax
	mov	fs, eax
	mov	gs, eax
	inc	eax
	lock xadd [abs ap_tickets], eax
	cmp	eax, [abs ap_limit]
	jae	.late
	mov	rsp, [ap_stacks + rax * 8]
	xor	ebp, ebp
	mov	edi, eax
	call	ap_main
.late:
	cli
	hlt
	jmp	.late
