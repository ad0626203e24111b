/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The idle loop of the other CPUs, and giving them work.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <kernel/lib/bug.h>
#include <kernel/race/gate.h>
#include <kernel/race/serve.h>
#include <kernel/smp/smp.h>
#include <kernel/tlb/shootdown.h>
#include <kernel/tlb/tlb.h>

/* smp_call() sets fn, and the CPU clears it when it is done. */
static struct {
	smp_fn *fn;
	void *arg;
	unsigned int giver;
} work_of[MAX_CPUS];

/* Written by each CPU's own handler. */
static uint64_t taken[MAX_CPUS];

void ipi_handler(void)
{
	unsigned int me = cpu_id();

	WRITE_ONCE(taken[me], taken[me] + 1);
	if (!gate_keeps_ipi())
		shootdown_serve();
}

uint64_t ipis_taken(unsigned int cpu)
{
	return READ_ONCE(taken[cpu]);
}

/* Sleep until *@fn is set, or unset, as @set says.  An IPI follows every change. */
static void sleep_until(smp_fn *const *fn, bool set)
{
	for (;;) {
		irq_disable();
		if ((READ_ONCE(*fn) != NULL) == set)
			break;
		cpu_wait_for_interrupt();
	}
	irq_enable();
}

_Noreturn void secondary_main(void)
{
	unsigned int me = cpu_id();
	unsigned int giver;
	smp_fn *fn;

	tlb_init_cpu();
	for (;;) {
		enter_lazy_tlb();
		sleep_until(&work_of[me].fn, true);
		fn = smp_load_acquire(&work_of[me].fn);
		giver = work_of[me].giver;
		fn(work_of[me].arg);
		/* From here on another CPU may give work. */
		smp_store_release(&work_of[me].fn, NULL);
		ipi_send(giver);
	}
}

void smp_call(unsigned int cpu, smp_fn *fn, void *arg)
{
	BUG_ON(cpu == cpu_id() || READ_ONCE(work_of[cpu].fn));
	work_of[cpu].arg = arg;
	work_of[cpu].giver = cpu_id();
	smp_store_release(&work_of[cpu].fn, fn);
	ipi_send(cpu);
}

void smp_wait(unsigned int cpu)
{
	sleep_until(&work_of[cpu].fn, false);
}
