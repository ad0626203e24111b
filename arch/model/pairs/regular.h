/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers that calls write and read; each call has a begin and an end.  They are regular (Lamport
 * 1986): a read finds the value of a write before it that no other write has certainly overwritten,
 * or of a write that overlaps it.
 */
#ifndef ARCH_MODEL_PAIRS_REGULAR_H
#define ARCH_MODEL_PAIRS_REGULAR_H

#include <arch/model/pairs/history.h>

#define WRITES_MAX (8 * SPEC_CALLS_MAX)

/* A write before all calls. */
#define INITIAL (-1)

struct write {
	unsigned int reg;
	uint64_t value;
	int call; /* of the history, or INITIAL */
	int with; /* it overwrites only when this call has ended, too; INITIAL: no such call */
	bool firm;
};

struct registers {
	const struct spec_history *history;
	unsigned int nr;
	struct write writes[WRITES_MAX];
};

#define BIT(value) (1ULL << (value))

static inline const struct spec_call *call_at(const struct registers *r, int call)
{
	return &r->history->calls[call];
}

/* Did call @a end before call @b began? */
bool call_before(const struct registers *r, int a, int b);

/*
 * Call @call writes @value, below 64, to @reg.  If not @firm, it does so at any time after, or
 * never, so it overwrites nothing.
 */
void put(struct registers *r, unsigned int reg, uint64_t value, int call, bool firm);
/* A firm write that overwrites only when call @with, which overlaps @call, has ended, too. */
void put_with(struct registers *r, unsigned int reg, uint64_t value, int call, int with);

/* The values that call @reader may find in @reg, a bit for each. */
uint64_t find(const struct registers *r, unsigned int reg, int reader);

#endif
