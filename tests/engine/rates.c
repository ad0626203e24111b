/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables.
 */
#include <stddef.h>
#include <kernel/lib/string.h>
#include <tests/engine/rates.h>

#define TOOTH_RATE(platform, litmus, mutant, hits, runs)                                           \
	{ platform, litmus, mutant, hits, runs, NULL },
/* The platform kept nothing that would show it; if it does now, no number of runs decides. */
#define TOOTH_HIDDEN(platform, litmus, mutant, why) { platform, litmus, mutant, 0, 1, why },
static const struct tooth_rate rates[] = {
#include <tests/engine/rates-bochs.def>
#include <tests/engine/rates-tcg.def>
	{ .platform = NULL },
};
#undef TOOTH_HIDDEN
#undef TOOTH_RATE

const struct tooth_rate *tooth_rate(const char *platform, const char *litmus, const char *mutant)
{
	for (const struct tooth_rate *rate = rates; rate->platform; rate++) {
		if (strcmp(rate->mutant, mutant) == 0 && strcmp(rate->litmus, litmus) == 0 &&
		    strcmp(rate->platform, platform) == 0)
			return rate;
	}
	return NULL;
}
