/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a memory manager promises about one page, and whether a history of calls and accesses keeps
 * these promises.  It knows nothing of how ours works.
 *
 * The page is at x, and may move to z.  A call or access has a begin and an end.  If one ends
 * before another begins, they are ordered, else they overlap.  The page is a *regular* register: an
 * access that overlaps a call sees the state before or after the call, independently of other
 * accesses (SDM vol. 3, 4.10.4.4: old, new, old again, until the call returns).  An access that
 * begins after the return sees the state after the call.
 */
#ifndef ARCH_MODEL_PAIRS_SPEC_H
#define ARCH_MODEL_PAIRS_SPEC_H

#include <stddef.h>
#include <arch/model/pairs/history.h>

/*
 * The first call of @history that breaks a promise; @text says which promise, and who makes it. -1:
 * all are kept.
 */
int spec_judge(const struct spec_history *history, char *text, size_t size);

/* The values that the access @call may find, a bit for each, SPEC_FAULT included. */
uint64_t spec_allows(const struct spec_history *history, unsigned int call);

#endif
