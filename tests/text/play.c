/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Playing the steps of a litmus that is text: see program.h.
 *
 * This is the only file of tests/text/ that runs in a race.  In the model it is built like tests in
 * C, so that its stores to struct run are restored and watched in the same way.
 */
#include <tests/text/program.h>

/* A word of struct run, of any type there. */
typedef uint64_t __attribute__((may_alias)) run_word;

static uint64_t word_of(const struct text_arg *arg, struct run *r)
{
	char *field = (char *)r + arg->offset;

	switch (arg->from) {
	case FROM_FIELD:
		return *(const run_word *)field + arg->add;
	case FROM_ADDRESS:
		return (uintptr_t)field;
	case FROM_WINDOW:
		return window_pages(arg->add);
	default:
		return arg->add;
	}
}

static void play_step(struct run *r, const struct text_step *step)
{
	uint64_t words[TEXT_ARGS];
	uint64_t value;

	for (unsigned int i = 0; i < step->nr_args; i++)
		words[i] = word_of(&step->args[i], r);
	value = step->call(words);
	if (step->into < LITMUS_REGS)
		r->reg[step->into] = value;
	else if (step->into == TEXT_INTO_HELD)
		r->device = (struct page *)(uintptr_t)value;
}

static void play(struct run *r, const struct text_block *block)
{
	for (size_t i = 0; i < block->nr; i++)
		play_step(r, &block->steps[i]);
}

/* A litmus_fn gets only its run, so there is one for each block. */
#define PLAYS(function, block)                                                                     \
	static void function(struct run *r)                                                        \
	{                                                                                          \
		play(r, &r->program->block);                                                       \
	}

#define PLAYS_ACTOR(n)                                                                             \
	PLAYS(warm_##n, warm[n])                                                                   \
	PLAYS(cpu_##n, cpu[n])

PLAYS(setup, setup)
PLAYS(finish, finish)
PLAYS_ACTOR(0)
PLAYS_ACTOR(1)
PLAYS_ACTOR(2)
PLAYS_ACTOR(3)
PLAYS_ACTOR(4)
PLAYS_ACTOR(5)
PLAYS_ACTOR(6)
PLAYS_ACTOR(7)

#define EACH_ACTOR(name)                                                                           \
	{                                                                                          \
		name##_0, name##_1, name##_2, name##_3, name##_4, name##_5, name##_6, name##_7     \
	}

litmus_fn *const text_setup = setup;
litmus_fn *const text_warm[LITMUS_CPUS] = EACH_ACTOR(warm);
litmus_fn *const text_cpu[LITMUS_CPUS] = EACH_ACTOR(cpu);
litmus_fn *const text_finish = finish;
