/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a run: the closing line and the status.  panic() (lib/bug.h) ends here, too, after
 * its message, the registers, a backtrace and the position of every other CPU.
 */
#ifndef KERNEL_SYNC_PANIC_H
#define KERNEL_SYNC_PANIC_H

#include <kernel/lib/bug.h>

/* Exit statuses of a run, the same in both worlds and in run-qemu.sh. */
enum exit_status {
	EXIT_HELD = 0,	    /* every litmus held */
	EXIT_CAUGHT = 1,    /* a litmus failed: a stale access was caught */
	EXIT_USAGE = 2,	    /* the arguments were wrong */
	EXIT_CRASH = 3,	    /* the kernel crashed or hung */
	EXIT_UNDECIDED = 5, /* nothing, or too little, could be judged; scripts use 4 */
};

/* Print the closing line and leave with @status. */
_Noreturn void kernel_leave(enum exit_status status);

#endif
