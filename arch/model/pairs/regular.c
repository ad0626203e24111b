/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See regular.h.
 */
#include <stddef.h>
#include <arch/model/pairs/regular.h>

/* Did @a end before @b began? */
static bool spec_before(const struct spec_call *a, const struct spec_call *b)
{
	if (a->phase != b->phase)
		return a->phase < b->phase;
	/* Outside the race calls do not overlap. */
	if (a->phase != SPEC_RACE || a->cpu == b->cpu)
		return a->nr < b->nr;
	return b->seen[a->cpu] >= a->nr;
}

bool call_before(const struct registers *r, int a, int b)
{
	if (a == INITIAL || b == INITIAL)
		return a == INITIAL && b != INITIAL;
	return spec_before(call_at(r, a), call_at(r, b));
}

void put_with(struct registers *r, unsigned int reg, uint64_t value, int call, int with)
{
	if (r->nr == WRITES_MAX)
		__builtin_trap(); /* a write that was lost would be taken as allowed */
	r->writes[r->nr++] = (struct write){ reg, value, call, with, true };
}

void put(struct registers *r, unsigned int reg, uint64_t value, int call, bool firm)
{
	put_with(r, reg, value, call, INITIAL);
	r->writes[r->nr - 1].firm = firm;
}

/* A firm write that has certainly come between @write and @reader, or NULL. */
static const struct write *overwritten_by(const struct registers *r, const struct write *write,
					  int reader)
{
	for (unsigned int i = 0; i < r->nr; i++) {
		const struct write *later = &r->writes[i];

		if (later->reg == write->reg && later->firm &&
		    call_before(r, write->call, later->call) &&
		    call_before(r, later->call, reader) && call_before(r, later->with, reader))
			return later;
	}
	return NULL;
}

/* What @reader may find in @reg. */
uint64_t find(const struct registers *r, unsigned int reg, int reader)
{
	uint64_t found = 0;

	for (unsigned int i = 0; i < r->nr; i++) {
		const struct write *write = &r->writes[i];

		if (write->reg != reg || write->call == reader ||
		    call_before(r, reader, write->call) || overwritten_by(r, write, reader))
			continue;
		found |= BIT(write->value);
	}
	return found;
}
