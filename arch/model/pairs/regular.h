/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers that calls write and read, each call with a begin and an end.  They are regular
 * (Lamport 1986): a read finds what some write before it has put there that no other has certainly
 * overwritten, or what one has that overlaps it.
 */
#ifndef ARCH_MODEL_PAIRS_REGULAR_H
#define ARCH_MODEL_PAIRS_REGULAR_H

#include <arch/model/pairs/history.h>

#define WRITES_MAX (8 * SPEC_CALLS_MAX)

/* A write by none of the calls, and before all of them. */
#define INITIAL (-1)

struct write {
	unsigned int reg;
	uint64_t value;
	int call; /* of the history, or INITIAL */
	int with; /* it overwrites when this one has ended, too; INITIAL: when its call has */
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
 * Call @call writes @value, below 64, to @reg; not @firm: at any time after it, or never, so that
 * it overwrites nothing.
 */
void put(struct registers *r, unsigned int reg, uint64_t value, int call, bool firm);
/* The same, firmly, but it overwrites only when call @with, which overlaps it, has ended, too. */
void put_with(struct registers *r, unsigned int reg, uint64_t value, int call, int with);

/* What call @reader may find in @reg: a bit for each value. */
uint64_t find(const struct registers *r, unsigned int reg, int reader);

#endif
