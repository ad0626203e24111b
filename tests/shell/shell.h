/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shell on the console: `shell` boots into it, and a key opens it in the middle of a run.
 *
 *	# stalehound>	nothing runs: run, hold, list, bench, …
 *	# paused>	between two sessions of a run: the CPUs, the books; continue, stop
 *	# held>		a violation was just told: the mms and tables as it left them, too
 *
 * Nothing that it prints by itself is a plan or a result of KTAP, so what a run prints within it is
 * parsed as ever.
 */
#ifndef TESTS_SHELL_SHELL_H
#define TESTS_SHELL_SHELL_H

#include <stdbool.h>
#include <kernel/sync/panic.h>
#include <tests/engine/pause.h>

/* What opens the shell in a run, by pause_by(). */
extern const struct pauser shell_pauser;

/*
 * Talk until somebody wants to leave; the status to leave with: the worst of what was run, and
 * undecided if nothing was.
 */
enum exit_status shell_main(void);

/* Is the machine to be reset, once it has told its status? */
bool shell_wants_reset(void);

#endif
