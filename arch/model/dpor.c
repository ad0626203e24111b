/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014): of all
 * executions that differ only in the order of events that do not conflict, one is run.
 *
 * A depth-first search over a stack of nodes, one an event.  A race between two events
 * asks, at the node of the first, for some thread that begins a sequence in which the
 * second comes first.  A thread whose choice has been explored sleeps from there on
 * until something conflicts with what it would do.
 *
 * Blocking needs two rules more.  What made a wait end is no race, what made it begin is
 * (see order_touch() in trace.c).  And where the thread that is asked for cannot run,
 * because an interrupt handler has its CPU or the CPU has interrupts disabled, it is
 * asked for at the event that made it so.
 */
#include <string.h>
#include <arch/model/explore.h>
#include <arch/model/machine.h>
#include <arch/model/sched.h>

#define SLEEPERS_MAX   (64 * 1024)
#define FOOTPRINTS_MAX (512 * 1024)

/* What a sleeping thread would access. */
struct footprint {
	uint32_t object;
	uint8_t mode;
};

struct sleeper {
	uint8_t thread;
	uint32_t first; /* footprint */
	uint32_t nr;
};

struct node {
	uint32_t enabled;
	uint32_t backtrack; /* threads to be explored from here */
	uint32_t explored;
	uint32_t asleep; /* threads, those of sleepers[] */
	uint32_t first_sleeper;
	uint32_t nr_sleepers;
	uint32_t first_footprint;  /* free from here on when the node was made */
	uint32_t choice_footprint; /* where those of the choice under way begin */
	uint8_t thread;
	uint8_t outcome;
	uint8_t nr_outcomes;
};

static struct node nodes[MAX_EVENTS];
static uint32_t nr_nodes;
static uint32_t nr_chosen; /* nodes whose thread is settled for the next execution */

static struct sleeper sleepers[SLEEPERS_MAX];
static struct footprint footprints[FOOTPRINTS_MAX];

static void dpor_begin(unsigned int bound, uint64_t seed)
{
	(void)bound;
	(void)seed;
	nr_nodes = 0;
	nr_chosen = 0;
}

/* Does entering or leaving a handler lie between the two, so that they cannot change places? */
static bool same_cpu_handler(unsigned int a, unsigned int b)
{
	return a != b && cpu_of(a) == cpu_of(b) && !is_buffer(a) && !is_buffer(b);
}

/* Would @sleeper do the same after event @index as before it? */
static bool stays_asleep(const struct sleeper *sleeper, uint32_t index)
{
	const struct event *event = &trace.events[index];

	if (sleeper->thread == event->thread || same_cpu_handler(sleeper->thread, event->thread))
		return false;
	for (uint32_t i = 0; i < sleeper->nr; i++) {
		const struct footprint *footprint = &footprints[sleeper->first + i];

		for (uint32_t n = 0; n < event->nr_touches; n++) {
			const struct touch *touch = &trace.touches[event->first_touch + n];

			if (touch->object == footprint->object &&
			    modes_conflict(touch->mode, footprint->mode))
				return false;
		}
	}
	return true;
}

static void inherit_sleepers(struct node *node, uint32_t index)
{
	const struct node *parent = node - 1;

	node->first_sleeper = 0;
	node->nr_sleepers = 0;
	node->asleep = 0;
	if (!index)
		return;
	node->first_sleeper = parent->first_sleeper + parent->nr_sleepers;
	for (uint32_t i = 0; i < parent->nr_sleepers; i++) {
		const struct sleeper *sleeper = &sleepers[parent->first_sleeper + i];

		if (!stays_asleep(sleeper, index - 1))
			continue;
		if (node->first_sleeper + node->nr_sleepers >= SLEEPERS_MAX - MAX_THREADS)
			execution_too_large("sleeping threads");
		sleepers[node->first_sleeper + node->nr_sleepers++] = *sleeper;
		node->asleep |= 1u << sleeper->thread;
	}
}

/* Programs before handlers before buffers, and the running one before all. */
static unsigned int preferred(uint32_t candidates)
{
	if (candidates >> current_thread & 1)
		return current_thread;
	return (unsigned int)__builtin_ctz(candidates);
}

static unsigned int dpor_pick(uint32_t index, uint32_t enabled)
{
	struct node *node = &nodes[index];
	uint32_t candidates;

	if (index < nr_chosen)
		return node->thread;
	inherit_sleepers(node, index);
	candidates = enabled & ~node->asleep;
	if (!candidates)
		return NOBODY;
	node->enabled = enabled;
	node->thread = (uint8_t)preferred(candidates);
	node->backtrack = 1u << node->thread;
	node->explored = 0;
	node->outcome = 0;
	node->nr_outcomes = 1;
	node->first_footprint = index ? node[-1].choice_footprint : 0;
	node->choice_footprint = node->first_footprint;
	nr_nodes = index + 1;
	return node->thread;
}

static unsigned int dpor_choose(uint32_t index, unsigned int n)
{
	struct node *node = &nodes[index];

	node->nr_outcomes = (uint8_t)n;
	return node->outcome;
}

/* The event at or before @index at which @thread could have run, had it been picked. */
static uint32_t could_run_at(uint32_t index, unsigned int thread)
{
	const struct event *event = &trace.events[index];

	if (nodes[index].enabled >> thread & 1)
		return index;
	if (event->handler && is_program(thread) && event->thread == handler_of(cpu_of(thread)))
		return event->handler - 1u;
	if (event->section && is_handler(thread) && cpu_of(event->thread) == cpu_of(thread))
		return event->section - 1u;
	return index;
}

/*
 * Threads whose first event among those after @earlier that need not come after it, up
 * to @later, depends on none of the others.
 */
static uint32_t initials(uint32_t earlier, uint32_t later)
{
	uint16_t first[MAX_THREADS];
	uint32_t seen = 0;
	uint32_t result = 0;

	for (uint32_t i = earlier + 1; i <= later; i++) {
		unsigned int thread = trace.events[i].thread;
		bool initial = true;

		if (seen >> thread & 1 || (i != later && event_before(earlier, i)))
			continue;
		for (uint32_t others = seen; others; others &= others - 1) {
			unsigned int other = (unsigned int)__builtin_ctz(others);

			initial &= trace.clocks[i].seen[other] <= first[other];
		}
		seen |= 1u << thread;
		first[thread] = (uint16_t)i;
		result |= (uint32_t)initial << thread;
	}
	return result;
}

static void reverse(uint32_t earlier, uint32_t later)
{
	struct node *node = &nodes[earlier];
	uint32_t may_begin = initials(earlier, later);
	uint32_t runnable = may_begin & node->enabled;
	unsigned int thread;
	uint32_t before;

	if (may_begin & (node->backtrack | node->explored | node->asleep))
		return;
	if (runnable) {
		node->backtrack |= 1u << __builtin_ctz(runnable);
		return;
	}
	thread = (unsigned int)__builtin_ctz(may_begin);
	before = could_run_at(earlier, thread);
	if (before != earlier)
		reverse(before, later);
	else
		node->backtrack |= node->enabled;
}

static void dpor_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	for (unsigned int i = 0; i < nr_races; i++)
		reverse(races[i], index);
}

/* Keep what the event of @node accessed, for the thread may sleep. */
static void keep_footprint(struct node *node, uint32_t index)
{
	const struct event *event = &trace.events[index];

	for (uint32_t i = 0; i < event->nr_touches; i++) {
		const struct touch *touch = &trace.touches[event->first_touch + i];

		if (node->choice_footprint == FOOTPRINTS_MAX)
			execution_too_large("accesses of sleeping threads");
		footprints[node->choice_footprint++] =
			(struct footprint){ touch->object, touch->mode };
	}
}

/* All that begins with the node's choice has been seen: its thread goes to sleep. */
static void put_to_sleep(struct node *node)
{
	struct sleeper *sleeper = &sleepers[node->first_sleeper + node->nr_sleepers];

	*sleeper = (struct sleeper){
		.thread = node->thread,
		.first = node->first_footprint,
		.nr = node->choice_footprint - node->first_footprint,
	};
	node->nr_sleepers++;
	node->asleep |= 1u << node->thread;
	node->explored |= 1u << node->thread;
	node->first_footprint = node->choice_footprint;
}

/* Another choice at node @index? */
static bool advance(struct node *node, uint32_t index)
{
	uint32_t left;

	keep_footprint(node, index);
	if (++node->outcome < node->nr_outcomes)
		return true;
	put_to_sleep(node);
	left = node->backtrack & ~node->asleep;
	if (!left)
		return false;
	node->thread = (uint8_t)__builtin_ctz(left);
	node->outcome = 0;
	node->nr_outcomes = 1;
	return true;
}

static bool dpor_next(void)
{
	while (nr_nodes) {
		if (nr_nodes <= trace.nr_events && advance(&nodes[nr_nodes - 1], nr_nodes - 1)) {
			nr_chosen = nr_nodes;
			return true;
		}
		nr_nodes--;
	}
	return false;
}

static uint32_t dpor_repeated(void)
{
	return nr_chosen ? nr_chosen - 1 : 0;
}

const struct strategy strategy_dpor = {
	.name = "dpor",
	.begin = dpor_begin,
	.pick = dpor_pick,
	.choose = dpor_choose,
	.event = dpor_event,
	.next = dpor_next,
	.repeated = dpor_repeated,
};
