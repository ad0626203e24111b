/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run was asked to do: the words, which mean what they mean to the other worlds.
 */
#ifndef ARCH_LINUX_SUITE_WANTED_H
#define ARCH_LINUX_SUITE_WANTED_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/linux/calls/plants.h>

enum warm { WARM_RANDOM, WARM_ON, WARM_OFF };

struct wanted {
	const char *run;
	const char *disk;   /* the directory of files that can be reclaimed; NULL: none */
	const char *litmus; /* files with tests, with commas between; NULL: none */
	bool list;
	bool list_plants;
	bool json;
	bool sound; /* the tests as they are; else with a planted bug, or not at all */
	bool teeth; /* and with each planted bug in turn */
	enum plant plant;
	enum warm warm;
	uint64_t iters;
	uint64_t seconds;
	uint64_t stop; /* run no more once so many tests have failed; 0: all */
	uint64_t seed; /* 0: from the clock */
};

/* False: a word was wrong, and one line has said what, and what would be right. */
bool wanted_parse(int nr, char *const words[], struct wanted *wanted);
/* The words that repeat the run, on the line that has begun. */
void wanted_print(const struct wanted *wanted);
void wanted_help(void);

#endif
