/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the search rests on: two neighbouring events that the trace does not order may change
 * places. In a random execution of each random program every such pair is made in the other order,
 * too, with all outcomes that its events may have then; one of these must lead to the same state.
 */
#include <stdio.h>
#include <arch/cpu.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/young.h>
#include <arch/model/suite/generate.h>
#include <kernel/lib/random.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

#define PROGRAMS       2048
#define STEPS_MAX      64
#define STATES_MAX     256
#define BUFFERED_SHARE 4

/* The events to be made: the thread of each, and its outcome. */
static struct plan {
	unsigned int nr;
	uint8_t thread[STEPS_MAX];
	uint8_t outcome[STEPS_MAX];
} plan;

static bool grows; /* at random, to the execution's end */
static bool is_stuck;
static unsigned int nr_outcomes[STEPS_MAX];
static struct random chance;

struct states {
	unsigned int nr;
	uint64_t of[STATES_MAX];
};

static void plan_begin(unsigned int bound, uint64_t seed)
{
	(void)bound;
	(void)seed;
}

static unsigned int one_of(threads_t set)
{
	for (uint64_t n = random_below(&chance, (uint64_t)__builtin_popcountll(set)); n; n--)
		set &= set - 1;
	return (unsigned int)__builtin_ctzll(set);
}

static unsigned int plan_pick(uint32_t index, threads_t enabled)
{
	if (grows && index < STEPS_MAX) {
		plan.thread[index] = (uint8_t)one_of(enabled);
		plan.outcome[index] = 0;
		plan.nr = index + 1;
		return plan.thread[index];
	}
	if (index >= plan.nr)
		return NOBODY;
	is_stuck = !(enabled >> plan.thread[index] & 1);
	return is_stuck ? NOBODY : plan.thread[index];
}

static unsigned int plan_choose(uint32_t index, unsigned int n)
{
	nr_outcomes[index] = n;
	if (grows)
		plan.outcome[index] = (uint8_t)random_below(&chance, n);
	return plan.outcome[index];
}

static void plan_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	(void)index;
	(void)races;
	(void)nr_races;
}

static bool plan_next(void)
{
	return false;
}

static uint32_t plan_repeated(void)
{
	return 0;
}

static const struct strategy strategy_plan = {
	.name = "plan",
	.begin = plan_begin,
	.pick = plan_pick,
	.choose = plan_choose,
	.event = plan_event,
	.next = plan_next,
	.repeated = plan_repeated,
};

static void follow_plan(void)
{
	for (unsigned int i = 0; i < STEPS_MAX; i++)
		nr_outcomes[i] = 1;
	is_stuck = false;
	stage_again();
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 29;
}

/* In any order. */
static uint64_t state_of_set(const struct tlb_set *set)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		const struct leaf *leaf = &set->leaves[i];
		uint64_t hash = mix(mix(1, leaf->page), leaf->frame);

		hash = mix(mix(hash, leaf->pcid), leaf->bits);
		sum += mix(mix(hash, leaf->doomed), leaf->owner);
	}
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		const struct branch *branch = &set->branches[i];
		uint64_t hash = mix(mix(2, branch->base), branch->table);

		hash = mix(mix(hash, branch->pcid), branch->bits);
		sum += mix(mix(hash, branch->doomed), branch->level);
	}
	return sum;
}

static uint64_t state_of_cpu(unsigned int cpu)
{
	const struct cpu *c = &cpus[cpu];
	uint64_t hash = mix(mix(3, c->root), c->pcid);

	hash = mix(hash, (uint64_t)c->irqs << 3 | (uint64_t)c->in_handler << 2 |
				 (uint64_t)c->ipi_pending << 1 | (uint64_t)c->mid_access);
	return mix(mix(hash, buffer_is_empty(cpu)), state_of_set(&c->tlb));
}

/* May a walk have set A in the entries of the program? */
static uint64_t state_of_young(void)
{
	uint64_t bits = 0;

	for (unsigned int page = 0; page < RAW_PAGES; page++) {
		bits = bits << 2 | (uint64_t)young_is_possible(raw_state.upper[page]) << 1 |
		       (uint64_t)young_is_possible(raw_state.top[page]);
		for (unsigned int frame = 0; frame < RAW_FRAMES; frame++)
			bits = bits << 1 | young_is_possible(raw_word(frame, page));
	}
	return bits;
}

static uint64_t state_now(void)
{
	const uint64_t *words = (const uint64_t *)(const void *)model_memory;
	uint64_t hash = mix(0, execution.ending == ENDING_VIOLATION);

	for (unsigned int i = 0; i < sizeof(model_memory) / sizeof(*words); i++)
		hash = mix(hash, words[i]);
	words = (const uint64_t *)(const void *)&raw_state;
	for (unsigned int i = 0; i < sizeof(raw_state) / sizeof(*words); i++)
		hash = mix(hash, words[i]);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		hash = mix(hash, state_of_cpu(cpu));
	return mix(hash, state_of_young());
}

static bool has(const struct states *states, uint64_t state)
{
	for (unsigned int i = 0; i < states->nr; i++) {
		if (states->of[i] == state)
			return true;
	}
	return false;
}

static void take_state(struct states *states)
{
	uint64_t state = state_now();

	if (has(states, state))
		return;
	EXPECT(states->nr < STATES_MAX);
	states->of[states->nr++] = state;
}

/* All states that the last two events of the plan may lead to; none: they cannot be made. */
static void find_states(struct states *states)
{
	uint8_t *last = &plan.outcome[plan.nr - 1];
	uint8_t *before = &plan.outcome[plan.nr - 2];

	states->nr = 0;
	*before = 0;
	do {
		*last = 0;
		do {
			follow_plan();
			if (!is_stuck)
				take_state(states);
		} while (++*last < nr_outcomes[plan.nr - 1]);
	} while (++*before < nr_outcomes[plan.nr - 2]);
}

/*
 * Can events @i and @i + 1 of the plan lead to the same state if they change places?  If they are
 * of one CPU, and one is a drain, that may not be possible.
 */
static bool may_change_places(const struct plan *whole, unsigned int i)
{
	static struct states others;
	uint64_t state;

	plan = *whole;
	plan.nr = i + 2;
	follow_plan();
	EXPECT(!is_stuck);
	state = state_now();
	plan.thread[i] = whole->thread[i + 1];
	plan.thread[i + 1] = whole->thread[i];
	find_states(&others);
	if (!others.nr)
		return cpu_of(whole->thread[i]) == cpu_of(whole->thread[i + 1]);
	return has(&others, state);
}

/* Whether the trace orders event @i before the next, by itself or by what is said of handlers. */
static bool is_ordered(uint32_t i)
{
	return event_before(i, i + 1) ||
	       same_cpu_handler(trace.events[i].thread, trace.events[i + 1].thread);
}

static void complain(const struct raw_program *program, uint64_t seed, const struct plan *whole,
		     unsigned int i)
{
	raw_program_print(program);
	printf("#   threads");
	for (unsigned int n = 0; n < i + 2; n++)
		printf(" %u!%u", whole->thread[n], whole->outcome[n]);
	printf("\n");
	unit_fail(__FILE__, __LINE__, "program %lu: the last two of these do not commute", seed);
}

static void try_program(uint64_t seed)
{
	struct stage stage = { .tso = seed % BUFFERED_SHARE == 0 };
	static bool ordered[STEPS_MAX];
	struct plan whole;

	generate(&stage.program, seed, stage.tso);
	stage_begin(&stage, &strategy_plan);
	chance = random_seeded(seed, 0);
	grows = true;
	follow_plan();
	grows = false;
	whole = plan;
	for (unsigned int i = 0; i + 1 < whole.nr; i++)
		ordered[i] = is_ordered(i);
	for (unsigned int i = 0; i + 1 < whole.nr; i++) {
		if (!ordered[i] && !may_change_places(&whole, i))
			complain(&stage.program, seed, &whole, i);
	}
}

TEST(commute, "model: two neighbours in a random execution commute, or the trace orders them")
{
	for (uint64_t seed = 1; seed <= unit_rounds(PROGRAMS); seed++)
		try_program(seed);
}
