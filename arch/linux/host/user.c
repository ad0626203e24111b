/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each access is one instruction with a label.  If it faults, the handler of the signal recognises
 * its address, and goes on at the label that returns false.
 */
#include <signal.h>
#include <string.h>
#include <ucontext.h>
#include <arch/linux/host/user.h>
#include <kernel/lib/bug.h>

bool linux_load(uintptr_t va, uint64_t *value);
bool linux_store(uintptr_t va, uint64_t value);

/* The instructions, and where they go on after a fault; provided below. */
extern const char linux_load_here[], linux_store_here[], linux_faulted[];

__asm__(".text\n"
	".globl linux_load\n"
	"linux_load:\n"
	"linux_load_here:\n"
	"	movq (%rdi), %rax\n"
	"	movq %rax, (%rsi)\n"
	"	movl $1, %eax\n"
	"	ret\n"
	".globl linux_store\n"
	"linux_store:\n"
	"linux_store_here:\n"
	"	movq %rsi, (%rdi)\n"
	"	movl $1, %eax\n"
	"	ret\n"
	"linux_faulted:\n"
	"	xorl %eax, %eax\n"
	"	ret\n");

static void on_fault(int number, siginfo_t *info, void *context)
{
	ucontext_t *at = context;
	greg_t *rip = &at->uc_mcontext.gregs[REG_RIP];

	if (*rip != (greg_t)(uintptr_t)linux_load_here &&
	    *rip != (greg_t)(uintptr_t)linux_store_here)
		panic("signal %d at %lx, about %lx", number, (unsigned long)*rip,
		      (unsigned long)(uintptr_t)info->si_addr);
	*rip = (greg_t)(uintptr_t)linux_faulted;
}

void user_init(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_fault;
	action.sa_flags = SA_SIGINFO | SA_NODEFER;
	if (sigaction(SIGSEGV, &action, NULL) || sigaction(SIGBUS, &action, NULL))
		panic("no handler for faults");
}

bool user_load(uintptr_t va, uint64_t *value)
{
	return linux_load(va, value);
}

bool user_store(uintptr_t va, uint64_t value)
{
	return linux_store(va, value);
}
