/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checking one litmus in one configuration: all executions from one initial state.
 */
#ifndef ARCH_MODEL_SUITE_CHECK_H
#define ARCH_MODEL_SUITE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_set.h>
#include <arch/model/search/explore.h>
#include <kernel/mm/objects/refill.h>
#include <tests/engine/regime.h>
#include <tests/litmus.h>

/* How the executions begin. */
struct config {
	struct regime regime;
	unsigned int warm;   /* actors that fill their TLB before, as a mask */
	bool deferred_first; /* frames with a deferred flush are reused before others */
	unsigned int asids;
	bool tso;
	bool no_pcid;
	bool data_only;	      /* of the oracles */
	bool device_changes;  /* the test changes the device: a difference is no lost store */
	unsigned int without; /* a bit for each enum tlb_rule that is left out */
	enum tlb_kind tlb;
};

struct limits {
	uint64_t executions;
	double until; /* check_work() */
};

enum coverage {
	COVERED_ALL,	 /* every execution, or one like it */
	COVERED_SAMPLED, /* some */
	COVERED_STOPPED, /* by a limit, or at the first violation */
};

/* The result.  Counts add up over configurations. */
struct finding {
	uint64_t executions;
	uint64_t redundant; /* stopped because an equivalent one was run */
	uint64_t steps;	    /* events */
	uint32_t longest;   /* execution, in events */
	uint64_t seen[LITMUS_OUTCOMES];
	bool violated;
	bool too_large;
	bool broken; /* the test: see tests/engine/broken.h */
	const char *oracle;
	char what[256];
};

/* Set LUF's limits and its rule for refills for every configuration from now on. */
void check_with_limits(const struct deferred_limits *limits, enum luf_refill rule);
const struct deferred_limits *check_limits(void);
enum luf_refill check_refill(void);

/* The same for the designs in force. */
void check_with_rules(const struct mm_rules *rules);
const struct mm_rules *check_rules(void);

/*
 * Run @litmus in @config until all executions were run, a limit is hit, or there is a violation;
 * add to @finding.  After a violation the trace is that of its execution.
 */
enum coverage check(const struct litmus *litmus, const struct config *config,
		    const struct strategy *strategy, unsigned int bound, uint64_t seed,
		    const struct limits *limits, struct finding *finding);

/* Search the same litmus from the same initial state again. */
enum coverage check_again(const struct strategy *strategy, unsigned int bound, uint64_t seed,
			  const struct limits *limits, struct finding *finding);

/*
 * The cost of all executions since the search began, in seconds of a certain host.  Limits and
 * seconds= use these, so that an answer is the same on every host, however busy.  Each search
 * begins at 0, so its shares are rounded in the same way, whatever was searched before.
 */
double check_work(void);
void check_work_begin(void);

/* Whether to check with luf_debug=on from now on. */
void check_use_debug(bool use);

/*
 * Call @finished for each execution that ends, instead of judging it by the table; NULL: judge by
 * the table again.
 */
void check_watch(void (*finished)(void));

/* Go on after a violation with the next executions. */
enum coverage check_more(const struct limits *limits, struct finding *finding);

bool check_has(enum check_trait trait);
void check_forget_traits(void);

/* The registers and accesses of the last execution. */
const struct scene *check_scene(void);

#endif
