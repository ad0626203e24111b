/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a user access may do, once more, the slow way (closure=on): from what the second account
 * of closure.h says that the CPU may hold, and from the manual, not from user.c and walk.c.
 */
#ifndef ARCH_MODEL_JUDGE_EFFECTS_H
#define ARCH_MODEL_JUDGE_EFFECTS_H

#include <stdbool.h>
#include <stdint.h>

/* It faults, or it goes to @frame after the walker has set @bits at @entry, if any. */
struct effect {
	bool faults;
	uint32_t frame;
	const void *entry;
	uint64_t bits;
};

/* What is accessed, and how. */
struct user_access {
	unsigned int cpu;
	uint64_t va;
	bool stores;
	bool fetches;
};

/*
 * @some of @nr are the effects that user.c has found.  If they are not what it may do the
 * execution is in violation.
 */
void effects_compare(const struct user_access *access, const struct effect *some, unsigned int nr);

#endif
