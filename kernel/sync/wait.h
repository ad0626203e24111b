/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bounded waiting: the watchdog.
 *
 * Every spin in the kernel is a wait with a name.  One that lasts longer than
 * WAIT_LIMIT_US is a hang: the CPU reports who waits for whom, which
 * acknowledgements are pending, and stops with status 3.  A machine that the host
 * stopped, or a CPU that it does not run, is none: see patience.h.  While it waits a
 * CPU serves the shootdowns that others ask of it, interrupts enabled or not:
 * without that, two CPUs that shoot each other down would never finish.
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
	unsigned int whom;	       /* the CPU it depends on, or WAIT_FOR_NOBODY */
	const struct cpumask *pending; /* CPUs that still owe an answer, or NULL */
	uintptr_t caller;
	struct patience patience;
	unsigned int turns;
	bool is_long;
	uint32_t nap_us; /* the last nap */
};

/* The wait that @cpu is in, innermost first, or NULL. */
const struct wait *wait_current(unsigned int cpu);

/* Enter and leave a wait; they nest, since a wait serves others. */
void wait_begin(struct wait *wait);
void wait_end(struct wait *wait);

/*
 * One turn: PAUSE, serve pending shootdowns, look at the clock now and then.  A wait
 * that has become long naps instead, so that a host with few CPUs can run the others.
 */
void wait_turn(struct wait *wait);

/*
 * Held: somebody at the console looks at the machine, and one CPU waits for that person.  No wait
 * of the others is a hang meanwhile.
 */
void wait_hold(bool held);

/*
 * Spin until @condition holds.  It must be one that, once true, stays so until this CPU
 * acts: the model looks at it only when it may have become true.
 */
#define wait_until(condition, name, cpu, mask)                                                     \
	do {                                                                                       \
		point();                                                                           \
		wait_on(condition, name, cpu, mask);                                               \
	} while (0)

/* The same for who has just passed a point and tried. */
#define wait_on(condition, name, cpu, mask)                                                        \
	do {                                                                                       \
		cpu_await_begin();                                                                 \
		if (!(condition)) {                                                                \
			struct wait wait__ = { .what = (name), .whom = (cpu), .pending = (mask) }; \
			wait_begin(&wait__);                                                       \
			while (!(condition))                                                       \
				wait_turn(&wait__);                                                \
			wait_end(&wait__);                                                         \
		}                                                                                  \
		cpu_await_end();                                                                   \
	} while (0)

#endif
