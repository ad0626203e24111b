/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of the specification, and what each call writes to them.
 *
 *	map	 of x, of z, and of x in the child: nothing, an object
 *	rights	 of the same
 *	memory	 of each object that is not a file's: the page, if it is private; what was
 *		 mapped over it; the copies that fork() made of either for the child
 *	file	 its page; and whether the file still has it
 */
#ifndef ARCH_MODEL_PAIRS_WRITES_H
#define ARCH_MODEL_PAIRS_WRITES_H

#include <arch/model/pairs/regular.h>

enum reg {
	MAP_X,
	MAP_Z,
	MAP_CHILD,
	RIGHTS_X,
	RIGHTS_Z,
	RIGHTS_CHILD,
	MEMORY,
	FILE_PAGE,
	FILE_END,
	OVER, /* and so on: one for each object from MAPPED_OVER */
};

/*
 * Values of a map register.  MAPPED_OVER + n: what the n-th call maps, or the copy of it that the
 * n-th call made for the child; COPIED + n: the copy of the private page that the n-th call made.
 */
enum { NOTHING, THE_PAGE, MAPPED_OVER, COPIED = MAPPED_OVER + SPEC_CALLS_MAX };
/* Objects that show the file's content until somebody stores to them, and end where it ends. */
#define OF_THE_PAGE (BIT(THE_PAGE) | ~(BIT(COPIED) - 1))

/* Values of other registers. */
enum { RIGHTS_R, RIGHTS_RW };
enum { FILE_HAS_IT, FILE_IS_CUT };

/* A memory register: nobody has stored to the private page, so it shows the file's. */
#define AS_FILE 63

static inline enum reg map_of(const struct spec_call *call)
{
	if (call->in_child)
		return MAP_CHILD;
	return call->at_z ? MAP_Z : MAP_X;
}

static inline enum reg rights_of(const struct spec_call *call)
{
	return (enum reg)(RIGHTS_X + (map_of(call) - MAP_X));
}

/* The register that has the content of @object, which is mapped. */
static inline unsigned int memory_of(const struct registers *m, unsigned int object)
{
	if (object != THE_PAGE)
		return OVER + object - MAPPED_OVER;
	return m->history->shared ? FILE_PAGE : MEMORY;
}

/* Is it a register of the child alone? */
static inline bool is_of_child(const struct registers *m, const struct write *write)
{
	return write->reg == MAP_CHILD || write->reg == RIGHTS_CHILD ||
	       (write->call != INITIAL && call_at(m, write->call)->in_child) ||
	       (write->call != INITIAL && write->reg >= OVER &&
		call_at(m, write->call)->kind == SPEC_FORK);
}

/* Set @m to what all calls of @history write. */
void understand(struct registers *m, const struct spec_history *history);

/*
 * While a store to a private page of a file is in progress, there may be a copy of the page without
 * the store, which later changes of the file do not reach (POSIX, MAP_PRIVATE).  Returns the values
 * that this copy may have for @reader, which overlaps the store.
 */
uint64_t find_copies(const struct registers *m, int reader);

#endif
