/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pauses: a user at the console looks at the machine in the middle of a run, and lets the run go on
 * or ends it.  The shell (tests/shell/) talks to the user, and registers here.
 *
 *	pause_look()	between two sessions: no test has memory mapped
 *	pause_caught()	a violation was just reported; the stage says how much is as it left it
 *
 * The time of a pause does not count: budgets and rates use pause_clock().
 */
#ifndef TESTS_ENGINE_PAUSE_H
#define TESTS_ENGINE_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

struct session;

/* When a violation was found. */
enum pause_stage {
	PAUSE_AFTER_RUN,     /* mms, tables and books are as it left them */
	PAUSE_AFTER_RESET,   /* the run is cleared away: the mms are ready for the next run */
	PAUSE_AFTER_DESTROY, /* the mms and files are gone, too: there is no session to look at */
};

struct pauser {
	/* Returns at once unless a key was pressed. */
	void (*look)(void);
	/* All actors but the caller wait, out of the mm.  @session: NULL after destroy. */
	void (*caught)(const struct session *session, enum pause_stage stage);
};

/* Register the pauser; NULL: none. */
void pause_by(const struct pauser *pauser);

/* Called on CPU 0; and by the leader of a session, on its CPU. */
void pause_look(void);
void pause_caught(const struct session *session, enum pause_stage stage);

/* cpu_cycles() without the cycles of pauses. */
uint64_t pause_clock(void);

/* Do not run the rest.  A run begins with pause_forget(). */
void pause_give_up(void);
bool pause_gave_up(void);
void pause_forget(void);

/* The note for tests that are not run then. */
#define PAUSE_GAVE_UP "given up by hand"

#endif
