/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a schedule says which thread goes on when: a sequence of runs.
 *
 *	a3b1!1A2	three times actor 0's program, then actor 1's (the second of the
 *			outcomes that it might have), then twice CPU 0's handler
 *
 * Where the threads stop is decided by the code that follows the schedule: gate.h on metal.
 */
#ifndef KERNEL_RACE_SCHEDULE_RUNS_H
#define KERNEL_RACE_SCHEDULE_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_ACTORS	 8     /* the most that a litmus has */
#define SCHEDULE_ENTRIES 65536 /* the most entries of all threads together */

enum schedule_thread {
	SCHEDULE_PROGRAM, /* a … h */
	SCHEDULE_HANDLER, /* A … H: the IPI handler on that actor's CPU */
	SCHEDULE_BUFFER,  /* s … z, in events only: its store buffer */
};

/* One thread goes on a number of times. */
struct schedule_run {
	enum schedule_thread thread;
	unsigned int actor;
	uint32_t times;
	uint32_t choice; /* events: which outcome the last of them has, if there are several */
};

/* Read the run at *@at, in a text that was checked, and advance *@at.  False: no more. */
bool schedule_next(const char **at, struct schedule_run *run);

/* The same in a text that was not checked.  False: there is no run. */
bool schedule_read_run(const char **at, struct schedule_run *run);

#endif
