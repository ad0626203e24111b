/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calling CPU: its number, its interrupt flag, and its idle instructions.
 */
#include <arch/cpu.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/insn.h>
#include <kernel/race/point.h>

unsigned int nr_cpus = 1;

unsigned int cpu_id(void)
{
	unsigned int id;

	asm volatile("movl %%gs:%c1, %0" : "=r"(id) : "i"(offsetof(struct cpu_area, id)));
	return id;
}

static unsigned long read_flags(void)
{
	unsigned long flags;

	asm volatile("pushfq; popq %0" : "=r"(flags) : : "memory");
	return flags;
}

unsigned long irq_save(void)
{
	unsigned long flags = read_flags();

	irq_disable();
	return flags;
}

void irq_restore(unsigned long flags)
{
	if (flags & RFLAGS_IF)
		irq_enable();
	else
		irq_disable();
}

void irq_enable(void)
{
	asm volatile("sti" : : : "memory");
}

void irq_disable(void)
{
	asm volatile("cli" : : : "memory");
}

bool irqs_enabled(void)
{
	return read_flags() & RFLAGS_IF;
}

void cpu_relax(void)
{
	asm volatile("pause" : : : "memory");
}

void cpu_await_begin(void)
{
	point_mute();
}

void cpu_await_end(void)
{
	point_unmute();
}

void cpu_watch_begin(void)
{
	point_mute();
}

void cpu_watch_end(void)
{
	point_unmute();
}

/* STI takes effect after the next instruction, so no interrupt comes before HLT. */
void cpu_wait_for_interrupt(void)
{
	asm volatile("sti; hlt" : : : "memory");
}

uint64_t cpu_cycles(void)
{
	return rdtsc();
}
