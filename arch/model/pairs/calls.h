/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the actors of a pair do, and what they record of it.
 *
 *	before the race, on CPU 1, in its .warm		prefix
 *	CPU 0						cpu[0]
 *	CPU 1						cpu[1]
 *	after it					a last look by each CPU, and at the file
 */
#ifndef ARCH_MODEL_PAIRS_CALLS_H
#define ARCH_MODEL_PAIRS_CALLS_H

#include <stdint.h>
#include <arch/model/pairs/history.h>

struct run;

enum page_kinds {
	KIND_ANON = 1,
	KIND_PRIVATE = 2, /* a private mapping of a file */
	KIND_SHARED = 4,
	KIND_DEVICE = 8, /* a frame without references */
	KIND_LONE = 16,	 /* as anon, in a table that comes and goes with it */
	KIND_TABLE = 32, /* as shared, in a VMA that has a table of its own */
	KIND_DAX = 64,	 /* memory of a device that may go with its struct pages */
	NR_PAGE_KINDS_OF_PAIRS = 7,
	KINDS_ANON = KIND_ANON | KIND_LONE,
	KINDS_SHARED = KIND_SHARED | KIND_TABLE,
	KINDS_FILE = KIND_PRIVATE | KINDS_SHARED,
	KINDS_DEVICE = KIND_DEVICE | KIND_DAX,
	KINDS_ALL = KINDS_ANON | KINDS_FILE | KINDS_DEVICE,
};

/* clang-format off */
enum pair_call {
#define PAIR_CALL(id, name, spec, kinds, call) CALL_##id,
#include <arch/model/pairs/calls.def>
#undef PAIR_CALL
	NR_PAIR_CALLS,
};
/* clang-format on */

struct pair_call_info {
	const char *name;
	const char *text; /* in C */
	uint8_t spec;
	uint8_t kinds;
};
extern const struct pair_call_info pair_calls[NR_PAIR_CALLS];

/* Calls that one CPU makes in a row. */
#define CALLS_IN_A_ROW 3
struct calls {
	uint8_t nr;
	uint8_t of[CALLS_IN_A_ROW];
};

struct pair {
	enum page_kinds kind;
	struct calls prefix;
	struct calls cpu[SPEC_CPUS];
};

/* Where the page lies. */
uintptr_t pair_address(const struct pair *pair, const struct run *r);

/* Is @call one of the calls of @pair? */
bool pair_has(const struct pair *pair, enum pair_call call);

/* The value that the @i-th call of @cpu stores; @cpu -1: of the prefix. */
unsigned int pair_value(int cpu, unsigned int i);

/* The pair that the functions below are about; set by the model. */
extern const struct pair *actors_pair;

void actors_setup(struct run *r);
void actors_prefix(struct run *r);
void actors_run_0(struct run *r);
void actors_run_1(struct run *r);
void actors_look(struct run *r);

/* Set @history to what they did in the execution that has just ended. */
void actors_tell(struct spec_history *history);

/* Is @object one that only orders the records of the two CPUs? */
bool actors_own(uint32_t object);

#endif
