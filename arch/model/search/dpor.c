/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014): of all executions
 * that differ only in the order of events that do not conflict, it runs one.
 *
 * It is a depth-first search over a stack of nodes, one for each event.  For a race between two
 * events, the node of the first must also explore a thread that begins a sequence in which the
 * second comes first.  A thread whose choice was explored sleeps from there on, until an event
 * conflicts with what it would do.
 *
 * Blocking needs two more rules.  The event that ended a wait is no race with it, the one that
 * began it is (see order_touch() in trace.c).  And if the reversal is not possible, because an
 * interrupt handler runs on the CPU that is needed, or that CPU has interrupts disabled, it is
 * asked for at the event that caused this.  A handler that delays its CPU's program orders nothing
 * by itself; handlers do not wait for other threads (kernel/sync/lock.h).
 */
#include <string.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>
#include <arch/model/search/reversal.h>

#define SLEEPERS_MAX   (64 * 1024)
#define FOOTPRINTS_MAX (512 * 1024)

/* What a sleeping thread would access. */
struct footprint {
	uint32_t object;
	uint8_t mode;
	bool sees_own;
};

struct sleeper {
	uint8_t thread;
	uint32_t first; /* footprint */
	uint32_t nr;
};

struct node {
	threads_t enabled;
	threads_t backtrack; /* threads to be explored from here */
	threads_t explored;
	threads_t asleep; /* the threads in sleepers[] */
	uint32_t first_sleeper;
	uint32_t nr_sleepers;
	uint32_t first_footprint;  /* the first free one when the node was made */
	uint32_t choice_footprint; /* the first one of the current choice */
	uint8_t thread;
	uint8_t outcome;
	uint8_t nr_outcomes;
};

/*
 * A shard explores a part of the tree.  Down to SPLIT_DEPTH every thread is tried, without asking
 * for races, so all shards agree on the prefixes of that length; they take the prefixes in turn.
 */
#define SPLIT_DEPTH 100

static unsigned int shard;
static unsigned int shards = 1;
static uint64_t nr_prefixes;

static struct node nodes[MAX_EVENTS];
static uint32_t nr_nodes;
static uint32_t nr_chosen; /* nodes whose thread is chosen for the next execution */

static struct sleeper sleepers[SLEEPERS_MAX];
static struct footprint footprints[FOOTPRINTS_MAX];

static void dpor_begin(unsigned int bound, uint64_t seed)
{
	(void)bound;
	(void)seed;
	nr_nodes = 0;
	nr_chosen = 0;
	nr_prefixes = 0;
}

void dpor_use_shard(unsigned int i, unsigned int n)
{
	shard = i;
	shards = n;
}

/* A load, and the drain of a store in its own CPU's buffer: it sees the store either way. */
static bool is_load_and_drain(const struct sleeper *sleeper, const struct footprint *footprint,
			      const struct event *event, const struct touch *touch)
{
	if (cpu_of(sleeper->thread) != cpu_of(event->thread))
		return false;
	return (footprint->sees_own && is_buffer(event->thread)) ||
	       (touch->sees_own && is_buffer(sleeper->thread));
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
			    modes_conflict(touch->mode, footprint->mode) &&
			    !is_load_and_drain(sleeper, footprint, event, touch))
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
		node->asleep |= 1ULL << sleeper->thread;
	}
}

#define HANDLERS (((1ULL << MODEL_CPUS) - 1) << MODEL_CPUS)

/* The running thread first, then programs, then buffers, and handlers last. */
static unsigned int preferred(threads_t candidates)
{
	if (candidates >> current_thread & 1)
		return current_thread;
	if (candidates & ~HANDLERS)
		candidates &= ~HANDLERS;
	return (unsigned int)__builtin_ctzll(candidates);
}

static unsigned int dpor_pick(uint32_t index, threads_t enabled)
{
	struct node *node = &nodes[index];
	threads_t candidates;

	if (index < nr_chosen)
		return node->thread;
	inherit_sleepers(node, index);
	candidates = enabled & ~node->asleep;
	if (!candidates)
		return NOBODY;
	if (shards > 1 && index == SPLIT_DEPTH && nr_prefixes++ % shards != shard)
		return NOBODY;
	node->enabled = enabled;
	node->thread = (uint8_t)preferred(candidates);
	node->backtrack = shards > 1 && index < SPLIT_DEPTH ? candidates : 1ULL << node->thread;
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

#define KEEPERS_MAX 16

static void reverse(uint32_t earlier, uint32_t later)
{
	struct reversal reversal;
	struct node *node;
	threads_t runnable;
	uint16_t keeper = reversal_plan(&reversal, earlier, later);

	for (unsigned int n = 0; keeper && n < KEEPERS_MAX; n++) {
		earlier = keeper - 1u;
		keeper = reversal_plan(&reversal, earlier, later);
	}
	node = &nodes[earlier];
	if (!keeper && reversal.may_begin & (node->backtrack | node->explored | node->asleep))
		return;
	runnable = reversal.may_begin & node->enabled;
	/* It waited for what @earlier made true. */
	if (!runnable && trace.events[later].kind == OP_AWAIT)
		return;
	node->backtrack |= runnable && !keeper ? 1ULL << __builtin_ctzll(runnable) : node->enabled;
}

static void dpor_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	for (unsigned int i = 0; i < nr_races; i++)
		reverse(races[i], index);
}

/* Keep what the event of @node accessed, since its thread may sleep later. */
static void keep_footprint(struct node *node, uint32_t index)
{
	const struct event *event = &trace.events[index];

	for (uint32_t i = 0; i < event->nr_touches; i++) {
		const struct touch *touch = &trace.touches[event->first_touch + i];

		if (node->choice_footprint == FOOTPRINTS_MAX)
			execution_too_large("accesses of sleeping threads");
		footprints[node->choice_footprint++] =
			(struct footprint){ touch->object, touch->mode, touch->sees_own };
	}
}

/* All executions that begin with the node's choice were explored: its thread sleeps. */
static void put_to_sleep(struct node *node)
{
	struct sleeper *sleeper = &sleepers[node->first_sleeper + node->nr_sleepers];

	*sleeper = (struct sleeper){
		.thread = node->thread,
		.first = node->first_footprint,
		.nr = node->choice_footprint - node->first_footprint,
	};
	node->nr_sleepers++;
	node->asleep |= 1ULL << node->thread;
	node->explored |= 1ULL << node->thread;
	node->first_footprint = node->choice_footprint;
}

/* Another choice at node @index? */
static bool advance(struct node *node, uint32_t index)
{
	threads_t left;

	keep_footprint(node, index);
	if (++node->outcome < node->nr_outcomes)
		return true;
	put_to_sleep(node);
	left = node->backtrack & ~node->asleep;
	if (!left)
		return false;
	node->thread = (uint8_t)__builtin_ctzll(left);
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
