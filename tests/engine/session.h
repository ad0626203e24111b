/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A session: some CPUs run one litmus many times in lock step.
 */
#ifndef TESTS_ENGINE_SESSION_H
#define TESTS_ENGINE_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/options/cmdline.h>
#include <kernel/lib/random.h>
#include <kernel/options/schedule.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/regime.h>
#include <tests/engine/sweep.h>
#include <tests/litmus.h>

#define ACCESSES_KEPT  6
#define OFFSET_BUCKETS 8

/* A user access of one actor in one run. */
struct access {
	const char *what; /* "load", "store" */
	uintptr_t va;
	uint64_t word;	/* what was read or written */
	uint64_t value; /* what that means */
	uint64_t cycles;
};

/* What one actor did in one run. */
struct actor {
	unsigned int index;
	unsigned int cpu;
	bool warmed;
	uint64_t delay; /* in cycles, before it started */
	uint64_t began; /* by the clock that all CPUs share */
	uint64_t took;	/* cycles; of them at most so many ... */
	uint64_t held;	/* ... in points, where we wanted it held up */
	unsigned int nr_accesses;
	struct access accesses[ACCESSES_KEPT]; /* the last of them */
};

/* Everything about a run that a judge may want to see. */
struct scene {
	const struct litmus *litmus;
	struct run run;
	unsigned int nr_actors;
	bool perturbed; /* steps were delayed at random */
	struct actor actors[LITMUS_CPUS];
};

/* The results of many runs. */
struct tally {
	uint64_t runs;
	uint64_t by_regime[NR_REGIMES]; /* of them, by the regime's number */
	uint64_t fair[NR_REGIMES];	/* of those, the ones that the host left alone: fair.h */
	uint64_t cycles;
	uint64_t seen[LITMUS_OUTCOMES]; /* by row of the table */
	uint64_t unlisted;		/* combinations that no row has */
	uint64_t corrupted;		/* stores found in free frames */
	uint64_t broken;		/* runs that the test broke: see broken.h */
	uint64_t unwatched;		/* entries that luf_debug=on had no room for */
	uint64_t unbalanced;		/* sessions after which the accounts did not balance */
	uint64_t debug_reports;		/* runs in which luf_debug=on found a rule broken */
	uint64_t first_debug;		/* 1-based run; 0: none */
	enum debug_rule debug_rule;	/* of the first */
	uint64_t violations;		/* runs with any of: NEVER, unlisted, corrupted, debug; and
					   unbalanced sessions */
	uint64_t fair_violations;	/* those of them in fair runs */
	uint64_t first_violation;	/* 1-based run; 0: none */
	uint64_t by_pair[2]; /* violations with the first actor on the lower, higher CPU */
	uint64_t by_warm[2]; /* unwarmed, warmed */
	uint64_t by_offset[OFFSET_BUCKETS]; /* by the first actor's delay, in parts of its window */
};

struct session {
	const struct litmus *litmus;
	const struct options *options;
	const struct schedule *schedule; /* to follow in its only run, actor i on CPU i; or NULL */
	struct tally *tally;
	struct sweep *sweep;
	struct random random;
	unsigned int regime;		/* the number of the one that must be in force */
	uint64_t first_run;		/* how many runs under it came before, for the sweep */
	uint64_t runs;			/* at most this many */
	uint64_t deadline;		/* by pause_clock(): no run starts later */
	uint64_t stop_after_violations; /* 0: never */
	unsigned int reports_left;	/* violations still to be printed whole */
	struct scene scene;

	/* Inside session.c */
	uint64_t step_seed;
	uint32_t arrived;
	uint32_t phase;
	uint32_t awake; /* actors at the rendezvous */
	bool over;
	bool violated; /* the last run */
	bool followed; /* the schedule, to its end */
};

/*
 * Run the session on the CPUs named in session->scene.actors[].cpu.  Results go to
 * the tally, violations to the console.  Called on CPU 0, with no session under way.
 */
void session_run(struct session *session);

#endif
