; SPDX-License-Identifier: BSD-2-Clause
;
; void fibre_switch(void **from, void *to): only what a call must preserve
; (SysV ABI, 3.2.1) changes hands.  MXCSR and x87 control are never changed.  A RET would
; be predicted to return to the caller, which is another fibre.

bits 64
section .text

global fibre_switch
fibre_switch:
	push rbp
	push rbx
	push r12
	push r13
	push r14
	push r15
	mov [rdi], rsp
	mov rsp, rsi
	pop r15
	pop r14
	pop r13
	pop r12
	pop rbx
	pop rbp
	pop rcx
	jmp rcx

section .note.GNU-stack noalloc noexec nowrite progbits
