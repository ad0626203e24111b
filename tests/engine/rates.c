/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables.
 */
#include <stddef.h>
#include <kernel/string.h>
#include <tests/engine/rates.h>

#define TOOTH_RATE(platform, litmus, mutant, hits, runs) { platform, litmus, mutant, hits, runs },
static const struct tooth_rate rates[] = {
#include <tests/engine/rates-bochs.def>
#include <tests/engine/rates-tcg.def>
	{ .platform = NULL },
};
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
