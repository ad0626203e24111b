/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Speculative fills, with TLB_EAGER: at any moment a CPU may fill a leaf that it can walk to, in
 * place of the leaf that it held of that page; or a table, in place of the one that it held there,
 * and later walk on from that.  Each fill is an event of a thread of its own, so it is explored
 * like all others.  An entry that vanishes needs no event: an access may always walk instead.
 *
 * A fill can be delayed unless the next event makes it impossible.  So only those executions are
 * run in which an event follows every fill after which it would be impossible, and in which several
 * fills come in a fixed order.  That event is the next one of some thread, so a fill that no
 * thread's next event can end is not even tried.
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
	bool from_root; /* the walk to it now starts at the root */
};

/*
 * May the next event of some thread make @fill impossible for @cpu?  @walks: what @cpu can walk to.
 */
bool filler_may_end(unsigned int cpu, const struct fill *fill, const struct tlb_set *walks);

/* Has the last event shown that a fill before it could come later, or be left out? */
bool filler_was_idle(void);

#endif
