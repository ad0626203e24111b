/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The watchdog: waits say what they wait for, and report if it does not come.
 */
#include <arch/atomic.h>
#include <arch/platform.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/race/gate.h>
#include <kernel/race/serve.h>
#include <kernel/sync/wait.h>

#define TURNS_PER_CLOCK_LOOK 64
#define LONG_WAIT_US	     100
#define NAP_MOST_US	     1000 /* less than PATIENCE_GAP_US */

/* Written by the CPU itself; read by a CPU that reports a hang. */
static const struct wait *waits[MAX_CPUS][WAITS_DEEP];
static unsigned int waits_depth[MAX_CPUS];

static bool machine_held;

const struct wait *wait_current(unsigned int cpu)
{
	unsigned int depth = READ_ONCE(waits_depth[cpu]);

	return depth ? READ_ONCE(waits[cpu][depth - 1]) : NULL;
}

void wait_begin(struct wait *wait)
{
	unsigned int cpu = cpu_id();
	unsigned int depth = waits_depth[cpu];

	BUG_ON(depth == WAITS_DEEP);
	wait->caller = (uintptr_t)__builtin_return_address(0);
	WRITE_ONCE(waits[cpu][depth], wait);
	WRITE_ONCE(waits_depth[cpu], depth + 1);
}

void wait_end(struct wait *wait)
{
	unsigned int cpu = cpu_id();

	waits_depth[cpu]--;
	BUG_ON(waits[cpu][waits_depth[cpu]] != wait);
	if (gate_is_shut())
		gate_resumed();
}

static void print_wait(unsigned int cpu, const struct wait *wait)
{
	size_t offset;
	const char *name = symbol_lookup(wait->caller, &offset);

	printk("# CPU %u waits in %s+0x%zx for: %s", cpu, name, offset, wait->what);
	if (wait->holder != WAIT_FOR_NOBODY)
		printk(", held by CPU %u", wait->holder);
	if (wait->pending) {
		printk(", still owed by CPU");
		for_each_cpu (owing, wait->pending)
			printk(" %u", owing);
	}
	printk("\n");
}

static _Noreturn void report_hang(const struct wait *wait)
{
	printk_bust_lock();
	printk("# hang: a wait lasted longer than %llu s\n", WAIT_LIMIT_US / 1000000);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		const struct wait *theirs = wait_current(cpu);

		if (theirs)
			print_wait(cpu, theirs);
		if (patience_missed(&wait->patience, cpu))
			printk("# CPU %u does not even answer an NMI\n", cpu);
	}
	panic("hang: waiting for %s", wait->what);
}

void wait_hold(bool held)
{
	WRITE_ONCE(machine_held, held);
}

/* Twice as long each time, so that naps add little to the time of a wait that nobody ends. */
static void nap(struct wait *wait)
{
	wait->nap_us = wait->nap_us ? 2 * wait->nap_us : CPU_NAP_US;
	if (wait->nap_us > NAP_MOST_US)
		wait->nap_us = NAP_MOST_US;
	cpu_nap(wait->nap_us);
}

void wait_turn(struct wait *wait)
{
	if (gate_is_shut() && gate_blocked(wait->what)) {
		wait->patience = (struct patience){ 0 }; /* the gate has its own limit */
		return;
	}
	if (!irqs_enabled())
		shootdown_serve();
	else if (wait->is_long)
		nap(wait);
	cpu_relax();
	if (++wait->turns % TURNS_PER_CLOCK_LOOK && !wait->is_long)
		return;
	wait->is_long = patience_us(&wait->patience) > LONG_WAIT_US;
	if (READ_ONCE(machine_held))
		wait->patience = (struct patience){ 0 };
	else if (wait->is_long && patience_over(&wait->patience, WAIT_LIMIT_US))
		report_hang(wait);
}
