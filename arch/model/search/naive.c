/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every interleaving with at most a given number of preemptions: a depth-first search without
 * reduction.  A preemption takes the turn from a thread that could go on.
 *
 * With bounds of 0, 1, 2 … it finds the simplest counterexample first (iterative context bounding:
 * Musuvathi and Qadeer, PLDI 2007).  strategy_gated preempts only where metal can: see gates.h.
 */
#include <arch/model/machine/choices.h>
#include <arch/model/machine/gates.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>

struct node {
	threads_t left; /* threads that are still to be explored from here */
	uint16_t preemptions;
	uint8_t thread;
	uint8_t outcome;
	uint8_t nr_outcomes;
};

static struct node nodes[MAX_EVENTS];
static uint32_t nr_nodes;
static uint32_t nr_chosen;
static unsigned int most_preemptions;
static bool steps_only;

static void naive_begin(unsigned int bound, uint64_t seed)
{
	(void)seed;
	most_preemptions = bound;
	steps_only = false;
	nr_nodes = 0;
	nr_chosen = 0;
}

static void steps_begin(unsigned int bound, uint64_t seed)
{
	naive_begin(bound, seed);
	steps_only = true;
}

static unsigned int naive_pick(uint32_t index, threads_t enabled)
{
	struct node *node = &nodes[index];
	unsigned int last = index ? node[-1].thread : NOBODY;
	bool can_go_on = last != NOBODY && enabled >> last & 1;
	unsigned int spent = index ? node[-1].preemptions : 0;

	if (index < nr_chosen)
		return node->thread;
	node->thread = (uint8_t)(can_go_on ? last : (unsigned int)__builtin_ctzll(enabled));
	node->left = enabled & ~(1ULL << node->thread);
	if (can_go_on && (spent == most_preemptions || (steps_only && !gates_at_step(last))))
		node->left = 0;
	node->preemptions = (uint16_t)spent;
	node->outcome = 0;
	node->nr_outcomes = 1;
	nr_nodes = index + 1;
	return node->thread;
}

static unsigned int naive_choose(uint32_t index, unsigned int n)
{
	nodes[index].nr_outcomes = (uint8_t)n;
	return nodes[index].outcome;
}

static void naive_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	(void)index;
	(void)races;
	(void)nr_races;
}

static bool advance(struct node *node, uint32_t index)
{
	unsigned int last = index ? node[-1].thread : NOBODY;

	if (++node->outcome < node->nr_outcomes)
		return true;
	if (!node->left)
		return false;
	/* If it was possible to go on, that was the first choice. */
	if (node->thread == last)
		node->preemptions++;
	node->thread = (uint8_t)__builtin_ctzll(node->left);
	node->left &= node->left - 1;
	node->outcome = 0;
	node->nr_outcomes = 1;
	return true;
}

static bool naive_next(void)
{
	for (; nr_nodes; nr_nodes--) {
		if (!advance(&nodes[nr_nodes - 1], nr_nodes - 1))
			continue;
		nr_chosen = nr_nodes;
		return true;
	}
	return false;
}

static uint32_t naive_repeated(void)
{
	return nr_chosen ? nr_chosen - 1 : 0;
}

const struct strategy strategy_steps = {
	.name = "steps",
	.begin = steps_begin,
	.pick = naive_pick,
	.choose = naive_choose,
	.event = naive_event,
	.next = naive_next,
	.repeated = naive_repeated,
};

const struct strategy strategy_naive = {
	.name = "naive",
	.begin = naive_begin,
	.pick = naive_pick,
	.choose = naive_choose,
	.event = naive_event,
	.next = naive_next,
	.repeated = naive_repeated,
};
