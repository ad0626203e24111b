/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often each tooth is caught, by platform: measured by tools/rates.sh, which writes
 * rates-PLATFORM.def.
 */
#ifndef TESTS_ENGINE_RATES_H
#define TESTS_ENGINE_RATES_H

#include <stdint.h>

struct tooth_rate {
	const char *platform;
	const char *litmus;
	const char *mutant;
	uint32_t hits; /* how often it was caught: 50, or tools/seldom.txt says why fewer ... */
	uint32_t runs; /* ... in so many runs */
	const char *hidden; /* why it could not show where that was measured; NULL: it could */
};

/* What is known of the tooth @mutant of @litmus on @platform; NULL: nothing. */
const struct tooth_rate *tooth_rate(const char *platform, const char *litmus, const char *mutant);

#endif
