/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The states that a few calls can bring a page to, each with the fewest calls.
 */
#ifndef ARCH_MODEL_PAIRS_STATES_H
#define ARCH_MODEL_PAIRS_STATES_H

#include <arch/model/pairs/calls.h>

#define STATES_MAX 1024

struct states {
	unsigned int nr;
	unsigned int tried; /* how many sequences of calls were tried; each led to one state */
	struct calls of[STATES_MAX];
};

/* The states of a page of @kind.  They are searched once. */
const struct states *states_of(enum page_kinds kind);

#endif
