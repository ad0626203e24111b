/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See spec.h.  writes.c has what calls write; this file has what an access may find.
 */
#include <stdio.h>
#include <arch/model/pairs/spec.h>
#include <arch/model/pairs/writes.h>

static const char *const promises[NR_SPEC_KINDS] = {
#define PROMISE(kind, text) [SPEC_##kind] = (text),
#include <arch/model/pairs/promises.def>
#undef PROMISE
};

/* The values that @reader may find in @object. */
static uint64_t find_memory(const struct registers *m, unsigned int object, int reader)
{
	uint64_t found = find(m, memory_of(m, object), reader);

	if (found & BIT(AS_FILE))
		found = (found & ~BIT(AS_FILE)) | find(m, FILE_PAGE, reader) |
			find_copies(m, reader);
	return found;
}

/* Does @call make x soft-dirty, for sure? */
static bool dirties(const struct spec_call *call)
{
	if (call->result != SPEC_DONE || call->in_child)
		return false;
	return call->kind == SPEC_STORE || call->kind == SPEC_DONTNEED || call->kind == SPEC_MMAP ||
	       call->kind == SPEC_MUNMAP || call->kind == SPEC_MREMAP;
}

/* Did each clear_refs end before call @i began? */
static bool is_after_clear_refs(const struct registers *m, int i)
{
	for (int j = 0; j < (int)m->history->nr; j++) {
		if (call_at(m, j)->kind == SPEC_CLEAR_REFS && !call_before(m, j, i))
			return false;
	}
	return true;
}

/* What pagemap may say of x at the end: what was not stored to may be soft-dirty, too. */
static uint64_t allowed_of_pagemap(const struct registers *m)
{
	for (int i = 0; i < (int)m->history->nr; i++) {
		if (dirties(call_at(m, i)) && is_after_clear_refs(m, i))
			return BIT(1);
	}
	return BIT(0) | BIT(1);
}

/* What access @i may find, SPEC_FAULT among it; a store finds SPEC_DONE. */
static uint64_t allowed(const struct registers *m, int i)
{
	const struct spec_call *call = call_at(m, i);
	uint64_t maps = find(m, map_of(call), i);
	uint64_t rights = call->kind == SPEC_STORE ? find(m, rights_of(call), i) : BIT(RIGHTS_RW);
	uint64_t end = m->history->file ? find(m, FILE_END, i) : BIT(FILE_HAS_IT);
	uint64_t may = 0;

	if (call->kind == SPEC_PAGEMAP)
		return allowed_of_pagemap(m);
	if (call->kind == SPEC_FSYNC) /* nothing is promised of pages that were cut off */
		return end & BIT(FILE_IS_CUT) ? UINT64_MAX : find(m, FILE_PAGE, i);
	if (call->kind == SPEC_READ)
		return (end & BIT(FILE_IS_CUT) ? BIT(SPEC_FAULT) : 0) |
		       (end & BIT(FILE_HAS_IT) ? find(m, FILE_PAGE, i) : 0);
	if (maps & BIT(NOTHING) || rights & BIT(RIGHTS_R) ||
	    (maps & OF_THE_PAGE && end & BIT(FILE_IS_CUT)))
		may = BIT(SPEC_FAULT);
	if (!(end & BIT(FILE_HAS_IT)))
		maps &= ~OF_THE_PAGE;
	for (unsigned int object = THE_PAGE; rights & BIT(RIGHTS_RW) && maps >> object; object++) {
		if (maps >> object & 1)
			may |= call->kind == SPEC_STORE ? BIT(SPEC_DONE) :
							  find_memory(m, object, i);
	}
	return may;
}

static uint64_t found_by(const struct spec_call *call)
{
	if (call->result == SPEC_FAULT || call->kind == SPEC_STORE)
		return call->result;
	return call->value;
}

/*
 * May another store, or a page that was mapped anew, have been noticed between @clear and @store? A
 * new page is dirty from the start (Linux, do_anonymous_page()).
 */
static bool another_was_noticed(const struct registers *m, int clear, int store)
{
	for (int i = 0; i < (int)m->history->nr; i++) {
		const struct spec_call *call = call_at(m, i);

		if (i != store && !call->in_child &&
		    (call->kind == SPEC_STORE || call->kind == SPEC_DMA || call->noticed) &&
		    !call_before(m, i, clear) && !call_before(m, store, i))
			return true;
	}
	return false;
}

/* Is it the first store after clear_refs, and was it not noticed? */
static bool is_unnoticed(const struct registers *m, int store)
{
	const struct spec_call *call = call_at(m, store);

	if (!m->history->asks_noticed || call->kind != SPEC_STORE || call->result != SPEC_DONE ||
	    call->noticed || call->at_z || call->in_child)
		return false;
	for (int i = 0; i < (int)m->history->nr; i++) {
		if (call_at(m, i)->kind == SPEC_CLEAR_REFS && call_at(m, i)->result == SPEC_DONE &&
		    call_before(m, i, store) && !another_was_noticed(m, i, store))
			return true;
	}
	return false;
}

/* Does @write matter to @call?  A child and its parent share the file's content. */
static bool concerns(const struct registers *m, const struct write *write,
		     const struct spec_call *call)
{
	bool rights = write->reg >= RIGHTS_X && write->reg <= RIGHTS_CHILD;

	if (write->call == INITIAL || !write->firm || (rights && call->kind != SPEC_STORE))
		return false;
	return write->reg == FILE_PAGE || write->reg == FILE_END ||
	       is_of_child(m, write) == call->in_child;
}

/* The call whose promise @reader found broken: the last one that certainly ended before it. */
static const char *promise_to(const struct registers *m, int reader)
{
	const struct spec_call *call = call_at(m, reader);
	int last = INITIAL;

	for (unsigned int i = 0; i < m->nr; i++) {
		const struct write *write = &m->writes[i];

		if (concerns(m, write, call) && call_before(m, write->call, reader) &&
		    !call_before(m, write->call, last))
			last = write->call;
	}
	if (call->kind == SPEC_FSYNC || call->kind == SPEC_PAGEMAP)
		return promises[call->kind];
	return promises[last == INITIAL ? SPEC_INVISIBLE : call_at(m, last)->kind];
}

int spec_judge(const struct spec_history *history, char *text, size_t size)
{
	static struct registers machine;

	understand(&machine, history);
	for (int i = 0; i < (int)history->nr; i++) {
		const struct spec_call *call = &history->calls[i];

		bool unnoticed = is_unnoticed(&machine, i);

		if (!unnoticed && ((!spec_is_read(call->kind) && call->kind != SPEC_STORE) ||
				   allowed(&machine, i) >> found_by(call) & 1))
			continue;
		snprintf(text, size, "%s",
			 unnoticed ? promises[SPEC_CLEAR_REFS] : promise_to(&machine, i));
		return i;
	}
	return -1;
}

uint64_t spec_allows(const struct spec_history *history, unsigned int call)
{
	static struct registers machine;

	understand(&machine, history);
	return allowed(&machine, (int)call);
}
