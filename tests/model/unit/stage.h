/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For unit tests of the model: a few CPUs with a few operations each (raw.h, acts.h), which run in
 * every order, or in the one that a script gives.  Letter N of a script makes event N of the trace:
 *
 *	a b c	CPU 0, 1, 2: the next event of its program
 *	A B C	… of its interrupt handler
 *	0 1 2	the oldest store in its buffer, one of the program's, becomes visible
 *	5 6 7	… one of the handler's
 *
 * Of an event that may have several outcomes a script takes the first.
 */
#ifndef TESTS_MODEL_UNIT_STAGE_H
#define TESTS_MODEL_UNIT_STAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/tlb_set.h>
#include <arch/model/suite/raw.h>
#include <tests/litmus.h>

struct stage {
	struct raw_program program;
	litmus_fn *act[RAW_CPUS];  /* of a CPU, in place of its operations in @program */
	litmus_fn *warm[RAW_CPUS]; /* in place of loading root 0 */
	litmus_fn *setup;	   /* when the tables are made, or NULL */
	bool tso;
	bool oracles; /* those that need no reader speak up */
	enum tlb_kind tlb;
};

/* Operation RAW_@name, whose result is not kept; or is, in register @r. */
#define DO(name, ...)                                                                              \
	{                                                                                          \
		.kind = RAW_##name, .reg = RAW_NONE, __VA_ARGS__                                   \
	}
#define KEEP(name, r, ...)                                                                         \
	{                                                                                          \
		.kind = RAW_##name, .reg = (r), __VA_ARGS__                                        \
	}
#define OPS(...)                                                                                   \
	{                                                                                          \
		.nr = sizeof((struct raw_op[]){ __VA_ARGS__ }) / sizeof(struct raw_op),            \
		.op = { __VA_ARGS__ }                                                              \
	}

/* One execution, which stops at the end of @script.  The test fails if a letter is not possible. */
void stage_play(const struct stage *stage, const char *script);

/* Did event @later come after event @earlier for a reason, so that it does in any execution? */
bool stage_ordered(uint32_t earlier, uint32_t later);
/* Was the explorer told that @later could have come before @earlier? */
bool stage_raced(uint32_t earlier, uint32_t later);
/* Could the thread that @letter stands for have made event @index? */
bool stage_could(uint32_t index, char letter);
/* Has oracle @oracle ended the execution?  Has none? */
bool stage_violates(const char *oracle);
bool stage_holds(void);

/* Make it ready for executions by @strategy; run one of them. */
void stage_begin(const struct stage *stage, const struct strategy *strategy);
void stage_again(void);

/* All executions that @strategy makes; @look is called at the end of each. */
void stage_explore(const struct stage *stage, const struct strategy *strategy, void (*look)(void));

#endif
