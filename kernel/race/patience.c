/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at the clock, and the roll call:
 *
 *	who waits			every CPU, its own word
 *	number = ++call
 *	NMI to all  -----------------> 	answers[me] = call
 *	later: have all answers
 *	  reached number?
 *
 * One roll call at a time; others who wait join it.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <kernel/race/patience.h>

#define ROLL_CALLS	8  /* a CPU that answered so many has run enough */
#define CALLS_PER_LIMIT 10 /* how many calls are made within the limit */
#define SILENCE		6  /* times the limit: then a CPU that takes no NMI counts as dead */

static uint32_t call;
static uint32_t answers[MAX_CPUS];

uint64_t patience_us(struct patience *patience)
{
	uint64_t per_us = cpu_cycles_per_us();
	uint64_t now = cpu_cycles();
	uint64_t gap = patience->last ? now - patience->last : 0;

	if (gap > PATIENCE_GAP_US * per_us) /* or less than 0 */
		gap = PATIENCE_GAP_US * per_us;
	patience->last = now;
	patience->lived += gap;
	return patience->lived / per_us;
}

static bool reached(uint32_t answer, uint32_t number)
{
	return (int32_t)(answer - number) >= 0;
}

static bool all_answered(uint32_t number)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (cpu != cpu_id() && !reached(READ_ONCE(answers[cpu]), number))
			return false;
	}
	return true;
}

/* Ask all CPUs whether they run, unless the last call is not over yet. */
static void begin_call(struct patience *patience)
{
	uint32_t last = READ_ONCE(call);

	if (!all_answered(last))
		return;
	if (!try_cmpxchg(&call, &last, last + 1)) {
		patience->call = last; /* another CPU has just begun this one */
		return;
	}
	patience->call = last + 1;
	WRITE_ONCE(answers[cpu_id()], last + 1);
	nmi_send_others();
}

static void hear_others(struct patience *patience)
{
	if (patience->call) {
		if (!all_answered(patience->call))
			return;
		patience->answered++;
		patience->call = 0;
	}
	begin_call(patience);
}

bool patience_over(struct patience *patience, uint64_t limit_us)
{
	uint64_t lived = patience_us(patience);

	if (lived - patience->asked_us > limit_us / CALLS_PER_LIMIT) {
		patience->asked_us = lived;
		hear_others(patience);
	}
	if (lived < limit_us)
		return false;
	return patience->answered >= ROLL_CALLS || lived > SILENCE * limit_us;
}

bool patience_missed(const struct patience *patience, unsigned int cpu)
{
	return patience->answered < ROLL_CALLS && cpu != cpu_id() &&
	       !reached(READ_ONCE(answers[cpu]), READ_ONCE(call));
}

bool patience_answer(void)
{
	unsigned int me = cpu_id();
	uint32_t number = READ_ONCE(call);

	if (answers[me] == number)
		return false;
	WRITE_ONCE(answers[me], number);
	return true;
}
