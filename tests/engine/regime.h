/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Regimes, under which tests run in turn: each flush policy and, if it defers flushes past the
 * free, each design of luf_track= with each rule of luf_owner=.
 */
#ifndef TESTS_ENGINE_REGIME_H
#define TESTS_ENGINE_REGIME_H

#include <kernel/options/cmdline.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/tlb/policy.h>
#include <tests/litmus.h>

#define NR_REGIMES 6

struct regime {
	const struct flush_policy *policy;
	enum luf_track track; /* LUF_TRACK_VMA where it makes no difference */
	enum luf_owner owner; /* LUF_OWNER_SAME where it makes no difference */
};

/* Some of them: a bit for each, by its number. */
struct regimes {
	unsigned int set;
};

/* The regimes that the user wants and under which @tooth, unless NULL, bites; perhaps none. */
struct regimes regimes_wanted(const struct options *options, const struct tooth *tooth);
struct regimes regimes_only(const struct regime *regime);

unsigned int regimes_count(const struct regimes *regimes);
/* What each of them has of @runs that they share, rounded up. */
uint64_t regimes_share(const struct regimes *regimes, uint64_t runs);
/* The @n-th of them, from 0.  There is one. */
struct regime regime_at(const struct regimes *regimes, unsigned int n);

/* Its number, below NR_REGIMES, and the name of a number: "luf-vma-same". */
unsigned int regime_number(const struct regime *regime);
const char *regime_name(unsigned int number);

/* Put @regime in force; only while no test runs. */
void regime_choose(const struct regime *regime);
/* The regime in force, read back from the kernel. */
struct regime regime_in_force(void);

/*
 * Print what a result covers if of @wanted only @regimes ran: "eager,luf, track vma, owner any".  A
 * policy, track or rule is named if every wanted regime that has it ran.
 */
void regimes_print(const struct regimes *regimes, const struct regimes *wanted);

#endif
