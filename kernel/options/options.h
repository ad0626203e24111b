/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run was asked to do.
 */
#ifndef KERNEL_OPTIONS_OPTIONS_H
#define KERNEL_OPTIONS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/rules/abi.h>
#include <kernel/rules/mutants.h>
#include <kernel/rules/tlb_rules.h>

struct flush_policy;

enum mutate { MUTATE_DEFAULT, MUTATE_TEETH, MUTATE_NONE, MUTATE_NAMED };
enum switch3 { SWITCH_RANDOM, SWITCH_ON, SWITCH_OFF };

/* Are stores buffered?  Auto: the model decides. */
enum tso { TSO_AUTO, TSO_ON, TSO_OFF };

/* How the model explores; see arch/model/. */
enum engine {
	ENGINE_DPOR,
	ENGINE_BOUND,
	ENGINE_PCT,
	ENGINE_RANDOM,
	ENGINE_NAIVE,
	ENGINE_EAGER,
	NR_ENGINES,
};

/* As engine= has it. */
const char *engine_name(enum engine engine);

#define PERTURB_RANDOM	UINT64_MAX
#define ITERS_UNLIMITED UINT64_MAX
#define ITERS_ENOUGH	0     /* as many as tests/engine/enough.h says, and at most ... */
#define ITERS_USUAL	10000 /* ... so many, as where seconds= says for how long */
#define SCHEDULE_MAX	4000

struct options {
	const char *run; /* globs with commas between */
	bool list;	 /* name the tests instead of running them */
	bool list_mutants;
	uint64_t iters;			   /* runs of each test; the model's: executions */
	uint64_t seconds;		   /* and its time, whichever ends first */
	uint64_t stop;			   /* run no more once so many tests have failed; 0: all */
	uint64_t seed;			   /* 0: from the clock */
	const struct flush_policy *policy; /* NULL: all of them in turn */
	unsigned int luf_tracks;	   /* a bit for each enum luf_track, taken in turn */
	unsigned int luf_owners;	   /* a bit for each enum luf_owner, taken in turn */
	struct deferred_limits luf_limits;
	enum luf_refill luf_refill;
	struct mm_rules rules;
	enum mutate mutate;
	bool mutants[NR_MUTANTS]; /* MUTATE_NAMED: which */
	bool json;
	uint64_t asids;	      /* slots per CPU */
	enum switch3 warm;    /* fill TLBs before the race: in most runs, always, never */
	bool luf_debug;	      /* keep a second account of what CPUs may still translate */
	const char *schedule; /* the choices of one execution, to repeat it; NULL: none */
	const char *bench;    /* globs: benchmarks to run instead of tests; NULL: none */

	/* Metal only. */
	uint64_t catches;    /* how often to catch each tooth */
	bool shell;	     /* talk instead of running: tests/shell/ */
	bool on_screen;	     /* console=: somebody may be looking at a screen */
	bool soak;	     /* mix the tests, for seconds= in all */
	bool access_kernel;  /* test accesses at CPL 0 instead of 3 */
	uint64_t perturb_us; /* longest delay of a step; PERTURB_RANDOM: in some runs */
	void (*crash)(void); /* go wrong on purpose; NULL: do not */

	/* Model only. */
	enum engine engine;
	uint64_t bound; /* preemptions at most, for ENGINE_BOUND */
	uint64_t jobs;	/* processes at a time */
	uint64_t shard; /* explore part 1 … shards of so many */
	uint64_t shards;
	enum tso tso;
	unsigned int without; /* a bit for each enum tlb_rule */
	bool closure;	      /* recompute the set-TLBs after every event, and compare */
	bool trace;	      /* print every step of the first violation */
	uint64_t programs;    /* compare the engines on so many random ones instead; 0: do not */
	bool pairs;	      /* explore pairs of calls instead of the tests */
	uint64_t sample;      /* so many of them, drawn by seed; 0: all */
	const char *emit;     /* the directory for tests that show what was found; NULL: none */
	const char *litmus;   /* files with tests, with commas between; NULL: none */
};

#endif
