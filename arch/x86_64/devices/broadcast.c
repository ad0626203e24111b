/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An invalidation that does not wait until CPUs enable interrupts.
 *
 *	issuer				each other CPU, in its NMI handler
 *	mine = ++newest
 *	NMI  ------------------------->	seen = newest
 *					drop everything
 *	wait: all served >= mine <-----	served = seen
 *
 * NMIs to one CPU may merge; the last of them comes after the newest number.
 */
#include <arch/atomic.h>
#include <arch/broadcast.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/x86_64/cpu/drop.h>
#include <arch/x86_64/devices/broadcast.h>
#include <kernel/race/patience.h>
#include <kernel/race/point.h>
#include <kernel/sync/panic.h>

static uint64_t newest;
static uint64_t served[MAX_CPUS];
static bool issued[MAX_CPUS]; /* and not done yet */

void tlb_broadcast_page(uintptr_t va)
{
	(void)va;
	point();
	issued[cpu_id()] = true;
}

void tlb_broadcast_all(void)
{
	point();
	issued[cpu_id()] = true;
}

bool broadcast_serve(void)
{
	uint64_t seen = READ_ONCE(newest);

	if (!seen)
		return false;
	tlb_drop_all();
	/* LOCKed: stores of this CPU through old translations are visible before. */
	(void)xchg(&served[cpu_id()], seen);
	return true;
}

static bool all_have(uint64_t number)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (cpu != cpu_id() && READ_ONCE(served[cpu]) < number)
			return false;
	}
	return true;
}

void tlb_broadcast_sync(void)
{
	struct patience patience = { 0 };
	uint64_t mine;

	point();
	if (!issued[cpu_id()])
		return;
	issued[cpu_id()] = false;
	tlb_drop_all();
	mine = atomic_add(&newest, 1);
	nmi_send_others();
	while (!all_have(mine)) {
		cpu_relax();
		if (patience_over(&patience, WAIT_LIMIT_US))
			panic("a CPU does not take NMIs");
	}
}
