/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's arguments: key=value words, the same in both worlds.
 */
#ifndef KERNEL_CMDLINE_H
#define KERNEL_CMDLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/mutants.h>

struct flush_policy;

enum mutate { MUTATE_DEFAULT, MUTATE_TEETH, MUTATE_NONE, MUTATE_NAMED };
enum switch3 { SWITCH_RANDOM, SWITCH_ON, SWITCH_OFF };

#define PERTURB_RANDOM UINT64_MAX

struct options {
	const char *run; /* globs with commas between */
	bool list;	 /* name the tests instead of running them */
	bool list_mutants;
	uint64_t iters;			   /* runs of each test */
	uint64_t seconds;		   /* and its time, whichever ends first */
	uint64_t seed;			   /* 0: from the clock */
	const struct flush_policy *policy; /* NULL: all of them in turn */
	enum mutate mutate;
	bool mutants[NR_MUTANTS]; /* MUTATE_NAMED: which */
	bool access_kernel;	  /* test accesses at CPL 0 instead of 3 */
	bool json;
	uint64_t perturb_us; /* longest delay of a step; PERTURB_RANDOM: in some runs */
	uint64_t asids;	     /* slots per CPU */
	void (*crash)(void); /* go wrong on purpose; NULL: do not */
	enum switch3 warm;   /* fill TLBs before the race: in most runs, always, never */
};

/*
 * Parse @cmdline into @options, defaults included.  False: something was wrong, and
 * one line on the console has said what, and what would be right.
 */
bool cmdline_parse(const char *cmdline, struct options *options);

/* The options as words that repeat the run, those that have their default left out. */
void cmdline_print(const struct options *options);

#endif
