/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Regimes: what tests take turns under, each flush policy and, where flushes are deferred
 * past the free, each design of luf_track=.
 */
#ifndef TESTS_ENGINE_REGIME_H
#define TESTS_ENGINE_REGIME_H

#include <kernel/cmdline.h>
#include <kernel/mm/luf_track.h>
#include <kernel/tlb/policy.h>
#include <tests/litmus.h>

struct regime {
	const struct flush_policy *policy;
	enum luf_track track; /* LUF_TRACK_VMA where it makes no difference */
};

/* Some of them. */
struct regimes {
	unsigned int policies; /* ON_… */
	unsigned int tracks;   /* TRACK_…; matters if policies has ON_LUF */
};

/* Those that the user wants and @tooth, unless it is NULL, bites under; maybe none. */
struct regimes regimes_wanted(const struct options *options, const struct tooth *tooth);
struct regimes regimes_only(const struct regime *regime);

unsigned int regimes_count(const struct regimes *regimes);
/* The @turn-th of them, round and round.  There is one. */
struct regime regime_at(const struct regimes *regimes, uint64_t turn);

/* Have the kernel work so; only while no test runs. */
void regime_choose(const struct regime *regime);

/* Print their names: "eager,luf, track vma,pte". */
void regimes_print(const struct regimes *regimes);

#endif
