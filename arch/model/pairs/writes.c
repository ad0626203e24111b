/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See writes.h.
 *
 * A write is either *firm*, or it may take effect at any time after its call, or never: a lazily
 * freed page is {kept, zero} until a store (madvise(2)), and a page whose device changes may be
 * read again at any time.  Once a reader has seen such a write, it has taken effect.
 */
#include <arch/model/pairs/writes.h>

_Static_assert(COPIED + SPEC_CALLS_MAX <= 64, "each object of a map register is a bit");

#define ANY_KIND NR_SPEC_KINDS

/* In place of a value for FILE_PAGE: it stays as it is. */
#define AS_IT_IS 64

/*
 * A call writes @page to the page, or @over to what was mapped over it, whichever is mapped; not
 * firmly if it is not certain which.
 */
static void put_memory(struct registers *m, uint64_t page, uint64_t over, int call, bool firm)
{
	uint64_t maps = find(m, map_of(call_at(m, call)), call) & ~BIT(NOTHING);

	firm &= !(maps & (maps - 1));
	for (unsigned int object = THE_PAGE; maps >> object; object++) {
		if (maps >> object & 1 && (object != THE_PAGE || page != AS_IT_IS))
			put(m, memory_of(m, object), object == THE_PAGE ? page : over, call, firm);
	}
}

static void put_initial(struct registers *m)
{
	put(m, MAP_X, THE_PAGE, INITIAL, true);
	put(m, MAP_Z, NOTHING, INITIAL, true);
	put(m, MAP_CHILD, NOTHING, INITIAL, true);
	put(m, RIGHTS_X, RIGHTS_RW, INITIAL, true);
	put(m, RIGHTS_Z, RIGHTS_RW, INITIAL, true);
	put(m, MEMORY, m->history->file ? AS_FILE : SPEC_FRESH, INITIAL, true);
	put(m, FILE_PAGE, SPEC_OLD, INITIAL, true);
	put(m, FILE_END, FILE_HAS_IT, INITIAL, true);
}

/* The writes of calls that do not depend on what was there before. */
static const struct {
	enum spec_kind kind;
	enum reg reg;
	uint64_t value;
} effects[] = {
	{ SPEC_MUNMAP, MAP_X, NOTHING },	{ SPEC_MMAP, RIGHTS_X, RIGHTS_RW },
	{ SPEC_PROTECT_R, RIGHTS_X, RIGHTS_R }, { SPEC_PROTECT_RW, RIGHTS_X, RIGHTS_RW },
	{ SPEC_MREMAP, MAP_X, NOTHING },	{ SPEC_REVOKE, FILE_END, FILE_IS_CUT },
};

static void put_effects(struct registers *m, int call)
{
	for (unsigned int i = 0; i < sizeof(effects) / sizeof(effects[0]); i++) {
		if (effects[i].kind == call_at(m, call)->kind)
			put(m, effects[i].reg, effects[i].value, call, true);
	}
}

static void put_over(struct registers *m, int call)
{
	put(m, MAP_X, MAPPED_OVER + (uint64_t)call, call, true);
	put(m, OVER + (unsigned int)call, SPEC_FRESH, call, true);
}

/* After a move, all that may have been at x is at z. */
static void put_move(struct registers *m, int call)
{
	uint64_t maps = find(m, MAP_X, call) & ~BIT(NOTHING);
	uint64_t rights = find(m, RIGHTS_X, call);

	for (unsigned int value = 0; maps >> value || rights >> value; value++) {
		if (maps >> value & 1)
			put(m, MAP_Z, value, call, true);
		if (rights >> value & 1)
			put(m, RIGHTS_Z, value, call, true);
	}
}

uint64_t find_copies(const struct registers *m, int reader)
{
	uint64_t found = 0;

	for (int i = 0; i < (int)m->history->nr; i++) {
		if (call_at(m, i)->kind == SPEC_STORE && !call_before(m, i, reader) &&
		    !call_before(m, reader, i))
			found |= find(m, FILE_PAGE, i);
	}
	return found;
}

/* The child's copy of @object, which the parent has when it calls @fork. */
static unsigned int copied(const struct registers *m, unsigned int object, int fork)
{
	if (object == NOTHING || (object == THE_PAGE && m->history->shared))
		return object;
	return (object == THE_PAGE ? COPIED : MAPPED_OVER) + (unsigned int)fork;
}

/* All that may be at x, and its rights, is at x in the child. */
static void put_child(struct registers *m, int fork)
{
	uint64_t maps = find(m, MAP_X, fork);
	uint64_t rights = find(m, RIGHTS_X, fork);

	for (unsigned int value = 0; maps >> value || rights >> value; value++) {
		if (maps >> value & 1)
			put(m, MAP_CHILD, copied(m, value, fork), fork, true);
		if (rights >> value & 1)
			put(m, RIGHTS_CHILD, value, fork, true);
	}
}

/* The copy gets all that may be in the original.  Later writes go to only one of them. */
static void put_copied(struct registers *m, int fork)
{
	uint64_t maps = find(m, MAP_X, fork);

	for (unsigned int object = THE_PAGE; maps >> object; object++) {
		unsigned int copy = copied(m, object, fork);
		uint64_t found = maps >> object & 1 ? find(m, memory_of(m, object), fork) : 0;

		if (copy == object)
			continue;
		if (found & BIT(AS_FILE))
			found |= find_copies(m, fork);
		for (unsigned int value = 0; value < 64; value++) {
			if (found >> value & 1)
				put(m, memory_of(m, copy), value, fork, true);
		}
	}
}

/*
 * A call that removes a private copy by reverse mapping may find it unmapped by another call that
 * has not flushed yet.  So its write overwrites only when that call has returned, too: until then
 * the old state may be seen (SDM vol. 3, 4.10.4.4; in Linux, too, the program must keep the two
 * apart). For a page of the file the call waits for that flush.
 */
static void put_by_rmap(struct registers *m, enum reg reg, uint64_t value, int call)
{
	bool firm = true;

	for (int i = 0; !m->history->shared && i < (int)m->history->nr; i++) {
		if (i == call || !spec_unmaps(call_at(m, i)) || call_before(m, i, call) ||
		    call_before(m, call, i))
			continue;
		put_with(m, reg, value, call, i);
		firm = false;
	}
	if (firm)
		put(m, reg, value, call, true);
}

static void put_cut(struct registers *m, int call)
{
	put_by_rmap(m, FILE_END, FILE_IS_CUT, call);
}

/* Did write @i certainly go to the page of the file, and not to another page at its address? */
static bool is_of_file(const struct registers *m, int i)
{
	const struct spec_call *call = call_at(m, i);

	return call->kind != SPEC_STORE || find(m, map_of(call), i) == BIT(THE_PAGE);
}

/*
 * An invalidation writes back what was stored, and drops the page.  So a change by the device is
 * seen if nobody can have stored after it.
 */
static void put_invalidated(struct registers *m, int call)
{
	uint64_t found = find(m, FILE_PAGE, call);
	unsigned int nr = m->nr;

	for (unsigned int i = 0; i < nr; i++) {
		const struct write write = m->writes[i];

		if (write.reg == FILE_PAGE && !write.firm && call_before(m, write.call, call) &&
		    is_of_file(m, write.call) && found == (BIT(SPEC_OLD) | BIT(write.value)))
			put_by_rmap(m, FILE_PAGE, write.value, call);
	}
}

/* The initial contents. */
static void put_contents(struct registers *m, int i)
{
	const struct spec_call *call = call_at(m, i);
	bool file = m->history->file;
	bool shared = m->history->shared;

	switch (call->kind) {
	case SPEC_STORE:
	case SPEC_DMA:
	case SPEC_REPLACE:
		put_memory(m, call->value, call->value, i, true);
		return;
	case SPEC_DONTNEED:
		put_memory(m, shared ? AS_IT_IS : file ? AS_FILE : SPEC_FRESH, SPEC_FRESH, i, true);
		return;
	case SPEC_FREE:
		put_memory(m, file ? AS_IT_IS : SPEC_FRESH, SPEC_FRESH, i, false);
		return;
	case SPEC_WRITE:
		put(m, FILE_PAGE, call->value, i, true);
		return;
	case SPEC_DEVICE_CHANGE:
		put(m, FILE_PAGE, call->value, i, false);
		return;
	case SPEC_TRUNCATE:
		if (!shared) /* private copies go, too */
			put_by_rmap(m, MEMORY, AS_FILE, i);
		return;
	default:
		return;
	}
}

/* Is it certain that @reader reads @reg? */
static bool reads(const struct registers *m, int reader, unsigned int reg)
{
	const struct spec_call *call = call_at(m, reader);
	uint64_t maps = find(m, map_of(call), reader) & ~BIT(NOTHING);

	if (call->kind == SPEC_READ || (m->history->file && maps && !(maps & ~OF_THE_PAGE)))
		return reg == FILE_PAGE;
	return maps && !(maps & (maps - 1)) &&
	       reg == memory_of(m, (unsigned int)__builtin_ctzll(maps));
}

/* @reader has found the value of a write that was not firm: it is firm from then on. */
static void confirm(struct registers *m, int reader)
{
	unsigned int nr = m->nr;

	for (unsigned int i = 0; i < nr; i++) {
		const struct write write = m->writes[i];

		if (!write.firm && write.value == call_at(m, reader)->value &&
		    call_before(m, write.call, reader) && reads(m, reader, write.reg))
			put(m, write.reg, write.value, reader, true);
	}
}

/* Call @put_of for each call of @kind, or of any kind, that was made. */
static void for_each_made(struct registers *m, void (*put_of)(struct registers *m, int call),
			  enum spec_kind kind)
{
	for (int i = 0; i < (int)m->history->nr; i++) {
		const struct spec_call *call = call_at(m, i);

		if (call->result == SPEC_DONE && (kind == ANY_KIND || kind == call->kind))
			put_of(m, i);
	}
}

void understand(struct registers *m, const struct spec_history *history)
{
	m->history = history;
	m->nr = 0;
	put_initial(m);
	for_each_made(m, put_effects, ANY_KIND);
	for_each_made(m, put_cut, SPEC_TRUNCATE);
	for_each_made(m, put_over, SPEC_MMAP);
	for_each_made(m, put_move, SPEC_MREMAP);
	for_each_made(m, put_child, SPEC_FORK);
	for_each_made(m, put_contents, ANY_KIND);
	for_each_made(m, put_invalidated, SPEC_INVALIDATE);
	for_each_made(m, confirm, SPEC_LOAD);
	for_each_made(m, confirm, SPEC_READ);
	for_each_made(m, put_copied, SPEC_FORK);
}
