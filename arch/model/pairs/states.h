/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The states that a page can be brought to by a few calls, each by the fewest.
 */
#ifndef ARCH_MODEL_PAIRS_STATES_H
#define ARCH_MODEL_PAIRS_STATES_H

#include <arch/model/pairs/calls.h>

#define STATES_MAX 1024

struct states {
	unsigned int nr;
	unsigned int tried; /* rows of calls, of which each led to one of them */
	struct calls of[STATES_MAX];
};

/* Those of a page of @kind.  They are found once. */
const struct states *states_of(enum page_kinds kind);

#endif
