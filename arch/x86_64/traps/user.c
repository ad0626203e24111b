/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User accesses: entering user mode, and their page faults.
 */
#include <arch/atomic.h>
#include <arch/user.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/traps/user_entry.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>

/* RAX and RDX, as user_entry.asm returns them. */
struct user_result {
	uint64_t value;
	uint64_t ok;
};

struct user_result user_enter(uintptr_t rip, uintptr_t va, uint64_t value);
struct user_result kernel_load(uintptr_t va);
struct user_result kernel_store(uintptr_t va, uint64_t value);

extern const char user_syscall[], user_give_up[];
extern const char user_stub_load[], user_stub_store[];

struct exception_entry {
	uintptr_t rip;
	uintptr_t fixup;
};

extern const struct exception_entry __start_exception_table[], __stop_exception_table[];

static unsigned int level = USER_CPL3; /* enum user_level */

void user_access_level(enum user_level new_level)
{
	WRITE_ONCE(level, new_level);
}

static uintptr_t in_user_stub(const char *label)
{
	return USER_STUB + (uintptr_t)(label - user_stub_page);
}

bool user_load(uintptr_t va, uint64_t *value)
{
	struct user_result r;

	if (READ_ONCE(level) == USER_CPL3)
		r = user_enter(in_user_stub(user_stub_load), va, 0);
	else
		r = kernel_load(va);
	*value = r.value;
	return r.ok;
}

bool user_store(uintptr_t va, uint64_t value)
{
	struct user_result r;

	if (READ_ONCE(level) == USER_CPL3)
		r = user_enter(in_user_stub(user_stub_store), va, value);
	else
		r = kernel_store(va, value);
	return r.ok;
}

/* Always at CPL 3: SMEP forbids the kernel to fetch from user pages. */
bool user_exec(uintptr_t va, uint64_t *value)
{
	struct user_result r = user_enter(va, 0, 0);

	*value = r.value;
	return r.ok;
}

/* MOV RAX, imm64; SYSCALL; INT3 as padding. */
void user_code(void *buf, uint64_t value)
{
	unsigned char code[USER_CODE_SIZE] = {
		0x48, 0xb8, [10] = 0x0f, 0x05, 0xcc, 0xcc, 0xcc, 0xcc
	};

	memcpy(code + 2, &value, sizeof(value));
	memcpy(buf, code, sizeof(code));
}

void user_entry_init(void)
{
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	wrmsr(MSR_STAR, (uint64_t)KERNEL_CS << 32); /* SS is the next one; SYSRET is not used */
	wrmsr(MSR_LSTAR, (uintptr_t)user_syscall);
	wrmsr(MSR_SFMASK, RFLAGS_TF | RFLAGS_IF | RFLAGS_DF | RFLAGS_IOPL | RFLAGS_NT | RFLAGS_AC);
}

static uintptr_t exception_fixup(uintptr_t rip)
{
	const struct exception_entry *entry = __start_exception_table;

	for (; entry < __stop_exception_table; entry++) {
		if (entry->rip == rip)
			return entry->fixup;
	}
	return 0;
}

bool user_access_faulted(const struct trap_regs *regs)
{
	return trap_from_user(regs) || exception_fixup(regs->rip);
}

static void resume_in_kernel(struct trap_regs *regs, const char *label)
{
	regs->rip = (uintptr_t)label;
	regs->cs = KERNEL_CS;
	regs->ss = KERNEL_SS;
	regs->rflags = RFLAGS_FIXED;
	regs->rsp = this_cpu_area()->user_sp;
}

/* From CPL 3 return by IRETQ to the second half of user_enter(), with interrupts disabled. */
void user_access_give_up(struct trap_regs *regs)
{
	if (trap_from_user(regs))
		resume_in_kernel(regs, user_give_up);
	else
		regs->rip = exception_fixup(regs->rip);
}

/*
 * Observed on a KVM that emulates in software: SYSCALL jumps to LSTAR but does not change segments
 * and CPL, so the fetch there faults.  Do the rest here.
 */
bool user_finish_syscall(struct trap_regs *regs)
{
	if (!trap_from_user(regs) || regs->rip != (uintptr_t)user_syscall)
		return false;
	resume_in_kernel(regs, user_syscall);
	return true;
}
