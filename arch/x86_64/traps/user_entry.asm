; SPDX-License-Identifier: BSD-2-Clause
;
; User accesses.  user_enter() goes to CPL 3 by IRETQ and comes back by SYSCALL, as
; one function call:
;
;	user_enter()	saves what its caller owns, IRETQ →	CPL 3: one access
;	user_syscall	← SYSCALL, from the stub
;	user_give_up	← IRETQ of a page fault that nobody could mend
;
; GS is this CPU's area all along, see cpu_area.h: no SWAPGS.

%include "arch/x86_64/cpu/offsets.inc"

global user_enter
global user_syscall
global user_give_up
global user_stub_load
global user_stub_store
global kernel_load
global kernel_store

section .text

; struct user_result user_enter(uintptr_t rip, uintptr_t va, uint64_t value)
; RAX: the value, RDX: 1, or 0 if it faulted for good.  What runs at CPL 3 may
; clobber every register.
align 16
user_enter:
	push	rbp
	mov	rbp, rsp
	push	rbx
	push	r12
	push	r13
	push	r14
	push	r15
	pushfq
	mov	[gs:CPU_USER_SP], rsp
	; Interrupts and faults at CPL 3 continue on this stack, below this frame.
	mov	[gs:CPU_TSS_RSP0], rsp
	push	USER_SS
	push	0			; the stub has no stack
	push	RFLAGS_IF | 2
	push	USER_CS
	push	rdi
	mov	rdi, rsi
	mov	rsi, rdx
	iretq

; SFMASK has disabled interrupts, and NMIs have a stack of their own, so nobody
; sees RSP still being the user's.
align 16
user_syscall:
	mov	rsp, [gs:CPU_USER_SP]
	mov	edx, 1
user_leave:
	popfq
	pop	r15
	pop	r14
	pop	r13
	pop	r12
	pop	rbx
	pop	rbp
	ret

user_give_up:
	xor	edx, edx
	jmp	user_leave

; The same accesses at CPL 0, with SMAP lifted for the one instruction.  POPFQ sets AC
; and IF together, and another POPFQ restores both.  STAC and CLAC would need a branch
; for CPUs without SMAP.
%macro BEGIN_ACCESS 0
	push	rbp
	mov	rbp, rsp
	pushfq
	pushfq
	or	dword [rsp], RFLAGS_AC | RFLAGS_IF
	popfq
%endmacro

%macro MAY_FAULT 1
section exception_table progbits alloc noexec nowrite align=8
	dq %1, kernel_access_failed
section .text
%endmacro

align 16
kernel_load:
	BEGIN_ACCESS
.access:
	mov	rax, [rdi]
	MAY_FAULT .access
	jmp	kernel_access_done

align 16
kernel_store:
	BEGIN_ACCESS
.access:
	mov	[rdi], rsi
	MAY_FAULT .access
kernel_access_done:
	mov	edx, 1
	popfq
	pop	rbp
	ret

kernel_access_failed:
	xor	edx, edx
	popfq
	pop	rbp
	ret

; The page that CPL 3 may run.  It is linked at another address than USER_STUB, where it
; is mapped, so its code must not depend on its address.
section .user_stub progbits alloc exec nowrite align=4096
user_stub_load:
	mov	rax, [rdi]
	syscall
	align	16, db 0xcc
user_stub_store:
	mov	[rdi], rsi
	syscall
	align	4096, db 0xcc
