/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Speculative fills, with TLB_EAGER: at any moment a CPU may take in a leaf that it can
 * walk to, in place of what it held of that page; or a table, in place of the one that it held
 * there, and walk on from that later.  Each is an event of a thread of its own, so it is
 * explored like everything else.  That an entry vanishes needs no event: an
 * access may always walk instead of using it.
 *
 * A fill may as well come later, unless the next event makes it impossible.  So of all
 * executions only those are run in which every fill is followed by an event after which
 * it could not be made any more, and several fills come in a fixed order.  That event is what
 * some thread is about to do, so a fill that none of them can end is not even tried.
 */
#ifndef ARCH_MODEL_MACHINE_FILLER_H
#define ARCH_MODEL_MACHINE_FILLER_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/tlb_set.h>

static inline bool filler_in_use(void)
{
	return tlb_set_kind() == TLB_EAGER;
}

/* The tables or the root of @cpu may have changed: see what it can walk to now. */
void filler_look(const struct cpu *cpu);

/* The fillers that have something to fill, as a mask of threads. */
threads_t filler_enabled(void);

/* The event in which @cpu fills one of the leaves that it could. */
void filler_fill(unsigned int cpu);

/* A leaf, or else a table, that could be filled. */
struct fill {
	const struct leaf *leaf;
	const struct branch *branch;
	bool from_root; /* what leads there now begins at the root */
};

/*
 * May the next event of some thread be one after which @cpu could not make @fill any more?
 * @walks: what it can walk to.
 */
bool filler_may_end(unsigned int cpu, const struct fill *fill, const struct tlb_set *walks);

/* Has the last event shown that a fill before it may as well come later, or not at all? */
bool filler_was_idle(void);

#endif
