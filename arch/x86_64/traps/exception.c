/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions.  A page fault of a user access is normal and goes to handle_page_fault(); any other
 * exception is a bug of ours or of the machine, and ends the run with a report.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/user.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/traps/stacks.h>
#include <arch/x86_64/traps/trap.h>
#include <arch/x86_64/traps/user_entry.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>

/* Error code of a page fault (SDM vol. 3, 4.7). */
#define PF_PRESENT  (1u << 0)
#define PF_WRITE    (1u << 1)
#define PF_RESERVED (1u << 3)
#define PF_FETCH    (1u << 4)

static const char *const exception_names[NR_EXCEPTIONS] = {
	[0] = "divide error",
	[1] = "debug exception",
	[3] = "breakpoint",
	[4] = "overflow",
	[5] = "bound range exceeded",
	[6] = "invalid opcode",
	[7] = "device not available",
	[8] = "double fault",
	[10] = "invalid TSS",
	[11] = "segment not present",
	[12] = "stack-segment fault",
	[13] = "general protection fault",
	[14] = "page fault",
	[16] = "x87 floating-point error",
	[17] = "alignment check",
	[18] = "machine check",
	[19] = "SIMD floating-point exception",
	[20] = "virtualization exception",
	[21] = "control protection exception",
	[28] = "hypervisor injection exception",
	[29] = "VMM communication exception",
	[30] = "security exception",
};

static struct page_fault decode_fault(uint64_t error, uintptr_t va)
{
	return (struct page_fault){
		.va = va,
		.present = error & PF_PRESENT,
		.write = error & PF_WRITE,
		.exec = error & PF_FETCH,
		.reserved = error & PF_RESERVED,
	};
}

static const char *fault_kind(const struct page_fault *fault)
{
	if (fault->exec)
		return "instruction fetch from";
	return fault->write ? "write to" : "read of";
}

static _Noreturn void die(struct trap_regs *regs)
{
	const char *mode = trap_from_user(regs) ? "user" : "kernel";
	const char *name = exception_names[regs->vector];
	uintptr_t cr2 = read_cr2();

	this_cpu_area()->interrupted = regs;
	if (regs->vector == VECTOR_PAGE_FAULT || regs->vector == VECTOR_DOUBLE_FAULT) {
		if (stack_guard_hit(cr2))
			panic("kernel stack overflow on CPU %u", cpu_id());
	}
	if (regs->vector == VECTOR_PAGE_FAULT) {
		struct page_fault fault = decode_fault(regs->error, cr2);

		panic("page fault in %s mode: %s 0x%016lx, %s", mode, fault_kind(&fault), fault.va,
		      fault.reserved ? "reserved bit set in an entry" :
		      fault.present  ? "not permitted" :
				       "not present");
	}
	panic("%s in %s mode (vector %u, error code 0x%lx)", name ? name : "reserved exception",
	      mode, (unsigned int)regs->vector, regs->error);
}

static void page_fault(struct trap_regs *regs)
{
	struct page_fault fault = decode_fault(regs->error, read_cr2());
	bool again;

	if (user_finish_syscall(regs))
		return;
	if (!user_access_faulted(regs))
		die(regs);
	irq_enable();
	again = handle_page_fault(&fault);
	irq_disable();
	if (!again)
		user_access_give_up(regs);
}

void exception_handle(struct trap_regs *regs)
{
	if (regs->vector == VECTOR_PAGE_FAULT)
		page_fault(regs);
	else
		die(regs);
}

void platform_print_registers(void)
{
	const struct trap_regs *regs = this_cpu_area()->interrupted;

	if (!regs)
		return;
	printk("# CPU %u %s, vector %u, error code 0x%lx\n", cpu_id(),
	       trap_from_user(regs) ? "in user mode" : "in kernel mode", (unsigned int)regs->vector,
	       regs->error);
	printk("# RIP %02lx:%016lx  RSP %02lx:%016lx  RFLAGS %08lx\n", regs->cs, regs->rip,
	       regs->ss, regs->rsp, regs->rflags);
	printk("# RAX %016lx  RBX %016lx  RCX %016lx\n", regs->rax, regs->rbx, regs->rcx);
	printk("# RDX %016lx  RSI %016lx  RDI %016lx\n", regs->rdx, regs->rsi, regs->rdi);
	printk("# RBP %016lx  R8  %016lx  R9  %016lx\n", regs->rbp, regs->r8, regs->r9);
	printk("# R10 %016lx  R11 %016lx  R12 %016lx\n", regs->r10, regs->r11, regs->r12);
	printk("# R13 %016lx  R14 %016lx  R15 %016lx\n", regs->r13, regs->r14, regs->r15);
	printk("# CR0 %08lx  CR2 %016lx  CR3 %016lx  CR4 %08lx\n", read_cr0(), read_cr2(),
	       read_cr3(), read_cr4());
}
