; SPDX-License-Identifier: BSD-2-Clause
;
; Where all 256 vectors enter and leave.  Every register is saved: the interrupted
; code may be anywhere in the kernel, or in the user stub.
;
; The stack when trap_dispatch() runs, struct trap_regs being the middle part:
;
;	SS RSP RFLAGS CS RIP		by the CPU
;	error code			by the CPU, or 0
;	vector, RAX … R15		here
;	RIP, RBP			here: a frame as a CALL would have left it,
;					so that backtraces cross the interrupt

%include "arch/x86_64/cpu/offsets.inc"

extern trap_dispatch

global trap_stubs

section .text

; Vectors for which the CPU pushes an error code (SDM vol. 3, table 6-1).
%define HAS_ERROR(v) ((v)=8 || (v)=10 || (v)=11 || (v)=12 || (v)=13 || (v)=14 || \
		      (v)=17 || (v)=21 || (v)=29 || (v)=30)

align 16
trap_stubs:
%assign vector 0
%rep 256
	align 16
%if !HAS_ERROR(vector)
	push	0
%endif
	push	vector
	jmp	trap_common
%assign vector vector + 1
%endrep

align 16
trap_common:
	push	rax
	push	rbx
	push	rcx
	push	rdx
	push	rsi
	push	rdi
	push	rbp
	push	r8
	push	r9
	push	r10
	push	r11
	push	r12
	push	r13
	push	r14
	push	r15
	cld
	; An interrupt gate leaves AC set, and SMAP lifted, as a user access at CPL 0
	; had it.
	test	dword [rsp + TRAP_RFLAGS], RFLAGS_AC
	jz	.ac_clear
	pushfq
	and	dword [rsp], ~RFLAGS_AC
	popfq
.ac_clear:
	mov	rdi, rsp
	push	qword [rsp + TRAP_RIP]
	push	rbp
	mov	rbp, rsp
	call	trap_dispatch
	add	rsp, 16
	pop	r15
	pop	r14
	pop	r13
	pop	r12
	pop	r11
	pop	r10
	pop	r9
	pop	r8
	pop	rbp
	pop	rdi
	pop	rsi
	pop	rdx
	pop	rcx
	pop	rbx
	pop	rax
	add	rsp, 16
	iretq
