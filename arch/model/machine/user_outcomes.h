/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outcomes that a user access may have: by which translation it goes, or that it faults.
 */
#ifndef ARCH_MODEL_MACHINE_USER_OUTCOMES_H
#define ARCH_MODEL_MACHINE_USER_OUTCOMES_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/tlb_set.h>
#include <arch/model/machine/walk.h>

#define MAX_OUTCOMES 16

enum access { LOAD, STORE, EXEC };

/* The outcomes of an access. */
enum how {
	BY_WALK,  /* through the tables as they are now */
	BY_ENTRY, /* through an entry that was cached earlier */
	BY_TABLE, /* through a table that was linked earlier, as it is now */
	FAULTS,
};

struct outcome {
	enum how how;
	struct leaf leaf;
	struct walk walk; /* BY_WALK, BY_TABLE */
};

struct outcomes {
	unsigned int nr;
	struct outcome of[MAX_OUTCOMES];
};

/* Does @leaf allow @access? */
bool leaf_permits(const struct leaf *leaf, enum access access);

/* The bits that the walker sets in the entry for this access. */
uint64_t bits_to_set(const struct walk *walk, enum access access);

/* Does the translation that an access uses limit those of later accesses? */
bool sets_depend_on_accesses(void);

/* All outcomes that @access of the running CPU to @va may have; @walk: what the tables say now. */
void find_outcomes(struct outcomes *outcomes, uintptr_t va, enum access access,
		   const struct walk *walk);

#endif
