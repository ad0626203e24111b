/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shell on the console: `shell` boots into it, and a key opens it in the middle of a run.
 *
 *	# stalehound>	nothing runs: run, hold, list, bench, …
 *	# paused>	between two sessions of a run: the CPUs, the books; continue, stop
 *	# held>		a violation was just printed: the mms and tables as it left them, too
 *
 * The shell itself prints no plan or result of KTAP, so the output of a run inside it can be parsed
 * as always.
 */
#ifndef TESTS_SHELL_SHELL_H
#define TESTS_SHELL_SHELL_H

#include <stdbool.h>
#include <kernel/sync/panic.h>
#include <tests/engine/pause.h>

/* What opens the shell in a run, by pause_by(). */
extern const struct pauser shell_pauser;

/*
 * Run the dialogue until the user leaves.  Returns the status to leave with: the worst of all runs,
 * or undecided if there were none.
 */
enum exit_status shell_main(void);

/* Must the machine be reset after it has printed its status? */
bool shell_wants_reset(void);

#endif
