/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A litmus that is text, ready to run: for each function that a litmus in C would have, an array of
 * steps.  A step is one call whose arguments were turned into words, or into places in struct run,
 * so that nothing is parsed, looked up or decided in a race:
 *
 *	1:x = load x		call load(r, r->x), then r->reg[1] is what it yields
 *
 * Programs are made by load.c, and do not change while a test runs.
 */
#ifndef TESTS_TEXT_PROGRAM_H
#define TESTS_TEXT_PROGRAM_H

#include <tests/litmus.h>

#define TEXT_ARGS  6
#define TEXT_STEPS 96 /* of one test */

/* Where an argument of a step comes from: see word_of() in play.c. */
enum text_from {
	FROM_NUMBER,  /* it is @add */
	FROM_FIELD,   /* what struct run has at @offset, and @add */
	FROM_ADDRESS, /* the place in struct run at @offset */
	FROM_WINDOW,  /* window_pages(@add) */
};

struct text_arg {
	uint8_t from;
	uint16_t offset;
	uint32_t add;
};

/* Where the result of a step goes: one of these, or the number of a register. */
enum { TEXT_INTO_NOTHING = LITMUS_REGS, TEXT_INTO_HELD };

/* One of the calls of verbs.def, with its arguments as words. */
typedef uint64_t text_call(const uint64_t words[TEXT_ARGS]);

struct text_step {
	text_call *call;
	uint8_t into;
	uint8_t nr_args;
	struct text_arg args[TEXT_ARGS];
};

struct text_block {
	const struct text_step *steps;
	size_t nr;
};

struct text_program {
	struct text_block setup;
	struct text_block warm[LITMUS_CPUS];
	struct text_block cpu[LITMUS_CPUS];
	struct text_block finish;
	struct text_step steps[TEXT_STEPS];
	size_t nr_steps;
};

/* The functions of such a litmus: each plays its block of r->program. */
extern litmus_fn *const text_setup;
extern litmus_fn *const text_warm[LITMUS_CPUS];
extern litmus_fn *const text_cpu[LITMUS_CPUS];
extern litmus_fn *const text_finish;

#endif
