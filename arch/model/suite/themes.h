/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The themes of random programs, and how often each kind of operation is drawn for them.
 */
#ifndef ARCH_MODEL_SUITE_THEMES_H
#define ARCH_MODEL_SUITE_THEMES_H

#include <stdbool.h>
#include <arch/model/suite/raw.h>

#define NR_THEMES    10
#define LATER_THEMES 7 /* from here on: see generate.c */

/*
 * Programs are small, so each has one theme, in order that related operations come together.  A
 * theme has a weight for each kind of operation; kinds of weight 0 come only with others.
 */
struct theme {
	const char *about;
	unsigned int weight[NR_RAW_KINDS];
	unsigned int handler_weight[NR_RAW_KINDS]; /* without user accesses and waits */
	bool large;				   /* leaves of 2 MiB, or tables */
	bool tables;				   /* that are freed, and used as pages */
	bool rights;				   /* U, NX, and reserved bits */
	bool globals;
	bool words; /* no pages: for SPIN, see tests/model/spin.sh */
};

extern const struct theme themes[NR_THEMES];

#endif
