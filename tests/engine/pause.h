/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pauses: somebody at the console looks at the machine in the middle of a run, and has it go on or
 * give up.  Who talks to that person is above (tests/shell/), and registers here.
 *
 *	pause_look()	between two sessions: no test has memory mapped
 *	pause_caught()	a violation was just told: how much is still as it left it, the stage says
 *
 * What a pause takes is nobody's time: budgets and rates count by pause_clock().
 */
#ifndef TESTS_ENGINE_PAUSE_H
#define TESTS_ENGINE_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

struct session;

/* When a violation was found. */
enum pause_stage {
	PAUSE_AFTER_RUN,   /* mms, tables and books are as it left them */
	PAUSE_AFTER_RESET, /* the run is cleared away: the mms are there, and are the next run's */
	PAUSE_AFTER_DESTROY, /* the mms and files, too, are gone: no session is to be looked at */
};

struct pauser {
	/* May return at once, and does so unless a key asks for more. */
	void (*look)(void);
	/* All actors but the caller wait, out of the mm.  @session: NULL after destroy. */
	void (*caught)(const struct session *session, enum pause_stage stage);
};

/* NULL: nobody pauses anything. */
void pause_by(const struct pauser *pauser);

/* Called on CPU 0; and by the leader of a session, on its CPU. */
void pause_look(void);
void pause_caught(const struct session *session, enum pause_stage stage);

/* cpu_cycles(), without those that pauses took. */
uint64_t pause_clock(void);

/* Do not run the rest of what was asked for.  A run begins with pause_forget(). */
void pause_give_up(void);
bool pause_gave_up(void);
void pause_forget(void);

/* What is said of what was not run then. */
#define PAUSE_GAVE_UP "given up by hand"

#endif
