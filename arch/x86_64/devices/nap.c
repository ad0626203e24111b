/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Naps: HLT until the local APIC's timer expires, an IPI comes, or somebody wakes the nappers.  The
 * timer's rate differs by machine (1 GHz in QEMU, from 24 MHz up elsewhere), so it is measured
 * against the time-stamp counter; precision is not needed.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/x86_64/cpu/vectors.h>
#include <arch/x86_64/devices/apic.h>
#include <arch/x86_64/devices/nap.h>

#define MEASURED_US 100

static uint64_t ticks_per_us = 1000; /* until measured */
static bool napping[MAX_CPUS];	     /* each written by its own CPU */

void nap_init(void)
{
	uint64_t start = cpu_cycles();
	uint64_t ticks;

	apic_timer_start(UINT32_MAX);
	while (cpu_cycles() - start < MEASURED_US * cpu_cycles_per_us())
		cpu_relax();
	ticks = UINT32_MAX - apic_timer_left();
	apic_timer_start(0);
	ticks_per_us = ticks < MEASURED_US ? 1 : ticks / MEASURED_US;
}

void cpu_nap(uint32_t us)
{
	unsigned int cpu = cpu_id();
	uint64_t ticks = us * ticks_per_us;

	irq_disable();
	WRITE_ONCE(napping[cpu], true);
	apic_timer_start(ticks < UINT32_MAX ? (uint32_t)ticks : UINT32_MAX);
	cpu_wait_for_interrupt();
	apic_timer_start(0);
	WRITE_ONCE(napping[cpu], false);
}

void cpu_wake_nappers(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (READ_ONCE(napping[cpu]))
			apic_send(apic_id_of(cpu), APIC_FIXED, VECTOR_WAKE);
	}
}
