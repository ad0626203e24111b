/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a memory manager promises of one page, and whether a history of calls and accesses
 * keeps it.  It knows nothing of how ours works.
 *
 * The page lies at x, and may move to z.  A call or access has a begin and an end; where one
 * ends before another begins the order is known, else they overlap.  The page is a *regular*
 * register: an access that overlaps a call sees the state before it or after it, each access for
 * itself (SDM vol. 3, 4.10.4.4: old, new, old again, until the call returns); one that begins
 * after the return sees the state after.
 */
#ifndef ARCH_MODEL_PAIRS_SPEC_H
#define ARCH_MODEL_PAIRS_SPEC_H

#include <stddef.h>
#include <arch/model/pairs/history.h>

/*
 * The first call of @history that breaks a promise, or -1; @text then says which promise, and
 * who makes it.
 */
int spec_judge(const struct spec_history *history, char *text, size_t size);

/* What the access @call may find: a bit for each value, SPEC_FAULT among them. */
uint64_t spec_allows(const struct spec_history *history, unsigned int call);

#endif
