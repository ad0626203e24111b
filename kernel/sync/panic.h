/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our own bugs stop here, loudly: message, CPU, registers, backtrace, every other
 * CPU's position, exit status 3.
 */
#ifndef KERNEL_SYNC_PANIC_H
#define KERNEL_SYNC_PANIC_H

/* Exit statuses of a run, the same in both worlds and in run-qemu.sh. */
enum exit_status {
	EXIT_HELD = 0,	    /* every litmus held */
	EXIT_CAUGHT = 1,    /* a litmus failed: a stale access was caught */
	EXIT_USAGE = 2,	    /* the arguments were wrong */
	EXIT_CRASH = 3,	    /* the kernel crashed or hung */
	EXIT_UNDECIDED = 5, /* nothing could be judged, or too little of it; 4 is the scripts' */
};

/* Print the closing line and leave with @status. */
_Noreturn void kernel_leave(enum exit_status status);

_Noreturn void panic(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (__builtin_expect(!!(condition), 0))                                            \
			panic("BUG at %s:%d: %s", __FILE__, __LINE__, #condition);                 \
	} while (0)

#endif
