/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Schedules: one execution of a test as a word, with which either world repeats it.
 *
 *	1.<build>.<test>.<mutants>.<policy>-<track>-<owner>-<warm>-<deferred>-<asids>-<flags>.<events>.<steps>
 *
 *	1.0a1b2c3d.unmap/unmap-flush-tell.none.luf-vma-same-3-0-6-0.-.a4b2A2a1
 *
 *	1.0a1b2c3d-89abcdef.text-a/b…	of a test that is text, whose bytes hash to 89abcdef
 *
 *	events	what the model repeats: every access that another thread can see
 *	steps	what metal repeats: gates, see gate.h; fewer, and the same in both worlds
 *
 * Each of the two is "-", for nothing, or runs: a letter for the thread, and how often
 * it goes on.  This file reads the word; it knows no test and repeats nothing.
 */
#ifndef KERNEL_OPTIONS_SCHEDULE_H
#define KERNEL_OPTIONS_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/race/schedule_runs.h>
#include <kernel/rules/mutants.h>

#define SCHEDULE_NAME_SIZE 64

struct flush_policy;

struct schedule {
	char test[SCHEDULE_NAME_SIZE];
	unsigned int text;	  /* the hash of its bytes, if it is text; else 0 */
	bool mutants[NR_MUTANTS]; /* taken away for this execution */
	const struct flush_policy *policy;
	enum luf_track track;
	enum luf_owner owner;
	unsigned int warm;   /* a bit for each actor that filled its TLB */
	bool deferred_first; /* page_reuse_deferred_first() */
	unsigned int asids;  /* slots per CPU */

	/* How the model's machine was; metal is as it is. */
	bool tso;	    /* stores were buffered */
	bool demand_filled; /* TLBs held only what was accessed */
	bool no_pcid;

	const char *events; /* in the text that was parsed: for schedule_next() */
	const char *steps;
	uint32_t nr_events; /* how often threads go on in each */
	uint32_t nr_steps;
	unsigned int nr_actors; /* one more than the highest that either names */
};

/*
 * Parse @text, which must stay, into @schedule.  False: something is wrong with it, or it
 * is of another build, and one line on the console has said what, and what would be right.
 */
bool schedule_parse(const char *text, struct schedule *schedule);

/* The id that this build's schedules have: 8 hexadecimal digits. */
const char *schedule_build(void);

#endif
