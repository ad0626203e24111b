/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mutants: every flush, barrier, order and check whose loss is a bug can be taken away at run
 * time, to prove that a litmus notices.
 *
 *	if (!mutant(MUNMAP_SKIP_FLUSH))
 *		flush_tlb_mm_range(…);
 *
 * kernel/rules/mutants.def lists them all.  With none active a site costs one load and a branch
 * that is never taken.
 */
#ifndef KERNEL_RULES_MUTANTS_H
#define KERNEL_RULES_MUTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/atomic.h>

enum mutant {
#define MUTANT(id, name, meaning, origin) MUTANT_##id,
#include <kernel/rules/mutants.def>
#undef MUTANT
	NR_MUTANTS,
};

struct mutant_info {
	const char *name;
	const char *meaning;
	const char *origin; /* catalogue id, CVE, thread, or "rule": the manual's own */
};

extern const struct mutant_info mutant_info[NR_MUTANTS];
extern bool mutant_active[NR_MUTANTS];

/* Where a mutant last acted, for the report of a caught access. */
struct mutant_site {
	const char *file;
	const char *function;
	int line;
};

/* Note that the active mutant @id acted at this place.  Always true. */
bool mutant_acts(enum mutant id, const struct mutant_site *site);
const struct mutant_site *mutant_last_site(enum mutant id);

/* Is the mutant @id active here? */
#define mutant(id) (__builtin_expect(mutant_active[MUTANT_##id], 0) && mutant_here(MUTANT_##id))
#define mutant_here(id)                                                                            \
	__extension__({                                                                            \
		static const struct mutant_site mutant_site_ = { __FILE__, __func__, __LINE__ };   \
		mutant_acts((id), &mutant_site_);                                                  \
	})

/* Is any mutant active? */
bool mutant_any(void);

/* Turn @id on or off.  Only while no test runs. */
void mutant_set(enum mutant id, bool active);

/* The mutant called @name, of @len characters; NR_MUTANTS if there is none. */
enum mutant mutant_find(const char *name, size_t len);

#endif
