/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tick, and the tick that each CPU has reached.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf_ticks.h>

/* Ticks at every deferral. */
static uint64_t luf_ugen = 1;

/* The tick up to which each CPU is up to date.  Written by that CPU; never decreases. */
static uint64_t ugen_done[MAX_CPUS];

uint64_t luf_new_ugen(void)
{
	return atomic_add(&luf_ugen, 1);
}

uint64_t luf_ugen_now(void)
{
	return READ_ONCE(luf_ugen);
}

void luf_skip_ticks(uint64_t mask)
{
	uint64_t now = READ_ONCE(luf_ugen);

	WRITE_ONCE(luf_ugen, now | mask);
}

void luf_publish_done(uint64_t ugen)
{
	if (mutant(UGEN_SKIP_PUBLISH))
		return;
	/* Release: the invalidation comes before the claim.  Partner: luf_ugen_done(). */
	smp_store_release(&ugen_done[cpu_id()], ugen);
}

uint64_t luf_ugen_done(unsigned int cpu)
{
	return smp_load_acquire(&ugen_done[cpu]);
}
