/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state of the dialogue, shared by shell.c and commands.c.
 */
#ifndef TESTS_SHELL_STATE_H
#define TESTS_SHELL_STATE_H

#include <stdbool.h>
#include <kernel/sync/panic.h>

struct session;

/* Bits, so that a set of them is a mask. */
enum shell_mode { SHELL_IDLE = 1, SHELL_PAUSED = 2, SHELL_HELD = 4 };

struct shell {
	enum shell_mode mode;
	const struct session *held; /* SHELL_HELD: by whose violation; NULL: it is over, too */
	bool cleared;		    /* SHELL_HELD: its run is cleared away already */
	bool over;		    /* this conversation: the run, or the machine, goes on */
	bool leaves;		    /* and no other is to follow */
	bool resets;		    /* the machine, once it has left */
	bool running;		    /* a run that was begun from here */
	bool holds;		    /* violations of the present run open the shell */
	bool judged;		    /* something has come to a status: the worst is ... */
	enum exit_status worst;
};

extern struct shell shell;

/* Note @status: the shell leaves with the worst of all. */
void shell_note(enum exit_status status);

#endif
