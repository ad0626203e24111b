/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See rated.h.
 */
#include <tests/engine/rated.h>
#include <tests/engine/regime.h>

static bool same_limits(const struct deferred_limits *a, const struct deferred_limits *b)
{
	return a->frames == b->frames && a->age_us == b->age_us;
}

static bool same_rules(const struct mm_rules *a, const struct mm_rules *b)
{
	return a->cow == b->cow && a->pin_ro == b->pin_ro && a->wp_pinned == b->wp_pinned &&
	       a->uffd_lock == b->uffd_lock && a->tlb_flush == b->tlb_flush;
}

/* One may hide the other. */
static bool several_mutants(const struct options *options)
{
	unsigned int named = 0;

	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		named += options->mutants[i];
	return named > 1;
}

const char *unrated_word(const struct options *options, const struct tooth *tooth)
{
	const struct options usual = cmdline_default();
	const struct {
		bool holds;
		const char *word;
	} words[] = {
		{ regimes_wanted(options, tooth).set == regimes_wanted(&usual, tooth).set,
		  "policy= or luf_…=" },
		{ same_limits(&options->luf_limits, &usual.luf_limits), "luf_max= or luf_age=" },
		{ options->luf_refill == usual.luf_refill, "luf_refill=" },
		{ same_rules(&options->rules, &usual.rules), "another design than Linux's" },
		{ options->asids == usual.asids, "asids=" },
		{ options->warm == usual.warm, "warm=" },
		{ options->luf_debug == usual.luf_debug, "luf_debug=" },
		{ options->access_kernel == usual.access_kernel, "access=" },
		{ options->perturb_us == usual.perturb_us, "perturb=" },
		{ !several_mutants(options), "several mutants at once" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!words[i].holds)
			return words[i].word;
	}
	return NULL;
}
