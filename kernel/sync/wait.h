/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bounded waiting: the watchdog.
 *
 * Every spin in the kernel is a wait with a name.  A wait that lasts longer than WAIT_LIMIT_US is
 * a hang: the CPU reports which CPU waits for which and which acknowledgements are pending, and
 * stops with status 3.  It is no hang if the host stopped the machine or does not run a CPU: see
 * patience.h.  A CPU that waits serves the shootdowns that others ask of it, with interrupts
 * enabled or not: without that, two CPUs that shoot each other down would never finish.
 */
#ifndef KERNEL_SYNC_WAIT_H
#define KERNEL_SYNC_WAIT_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/cpu.h>
#include <kernel/lib/cpumask.h>
#include <kernel/race/patience.h>
#include <kernel/race/point.h>

#define WAIT_FOR_NOBODY (~0u)
#define WAITS_DEEP	4

struct wait {
	const char *what;	       /* "shootdown acknowledgement", … */
	unsigned int holder;	       /* the CPU that it depends on, or WAIT_FOR_NOBODY */
	const struct cpumask *pending; /* CPUs that have not answered yet, or NULL */
	uintptr_t caller;
	struct patience patience;
	unsigned int turns;
	bool is_long;
	uint32_t nap_us; /* the last nap */
};

/* The innermost wait of @cpu, or NULL. */
const struct wait *wait_current(unsigned int cpu);

/* Enter and leave a wait.  Waits nest, since a waiting CPU serves others. */
void wait_begin(struct wait *wait);
void wait_end(struct wait *wait);

/*
 * One turn: PAUSE, serve pending shootdowns, and look at the clock now and then.  A long wait
 * naps instead, so that a host with few CPUs can run the others.
 */
void wait_turn(struct wait *wait);

/*
 * Held: the shell is open, and one CPU waits for its user.  Meanwhile no wait of the other CPUs
 * is a hang.
 */
void wait_hold(bool held);

/*
 * Spin until @condition holds.  Once true it must stay true until this CPU acts: the model
 * evaluates it only when it may have become true.
 */
#define wait_until(condition, name, cpu, mask)                                                     \
	do {                                                                                       \
		point();                                                                           \
		wait_on(condition, name, cpu, mask);                                               \
	} while (0)

/* The same for a caller that has just passed a point and evaluated the condition. */
#define wait_on(condition, name, cpu, mask)                                                        \
	do {                                                                                       \
		cpu_await_begin();                                                                 \
		if (!(condition)) {                                                                \
			struct wait wait__ = { .what = (name),                                     \
					       .holder = (cpu),                                    \
					       .pending = (mask) };                                \
			wait_begin(&wait__);                                                       \
			while (!(condition))                                                       \
				wait_turn(&wait__);                                                \
			wait_end(&wait__);                                                         \
		}                                                                                  \
		cpu_await_end();                                                                   \
	} while (0)

#endif
