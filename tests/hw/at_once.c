/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two CPUs pass a token to and fro, and spin while they wait for it.  If they run at the same
 * time it comes back within a microsecond; if they take turns, only after the turn of the
 * waiting CPU.  A busy host takes CPUs away now and then, so one good rally is enough.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <kernel/smp/smp.h>
#include <tests/hw/at_once.h>

#define RALLY	    16	   /* throws each way */
#define GOOD_US	    1000   /* for a rally */
#define PATIENCE_US 300000 /* for a good one */

static bool at_once;
static uint32_t ball; /* odd: on its way to the other CPU */
static bool over;

static void throw_back(void *arg)
{
	(void)arg;
	while (!READ_ONCE(over)) {
		uint32_t seen = smp_load_acquire(&ball);

		if (seen & 1)
			smp_store_release(&ball, seen + 1);
	}
}

/* Pass the token, and wait for it.  False: the time is up. */
static bool throw(uint64_t start)
{
	smp_store_release(&ball, ball + 1);
	while (smp_load_acquire(&ball) & 1) {
		if (cpu_cycles() - start > PATIENCE_US * cpu_cycles_per_us())
			return false;
	}
	return true;
}

static bool good_rally(uint64_t start)
{
	uint64_t begun = cpu_cycles();

	for (unsigned int i = 0; i < RALLY; i++) {
		if (!throw(start))
			return false;
	}
	return cpu_cycles() - begun < GOOD_US * cpu_cycles_per_us();
}

void at_once_find_out(void)
{
	unsigned int other = cpu_id() == 0 ? 1 : 0;
	uint64_t start = cpu_cycles();

	if (nr_cpus < 2)
		return;
	smp_call(other, throw_back, NULL);
	while (!at_once && cpu_cycles() - start < PATIENCE_US * cpu_cycles_per_us())
		at_once = good_rally(start);
	WRITE_ONCE(over, true);
	smp_wait(other);
	printk("# two CPUs at the same time: %s\n",
	       at_once ? "yes" : "not seen, they take turns or the host is busy");
}

bool cpus_run_at_once(void)
{
	return at_once;
}
