/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our own bugs stop the machine, with a report: see sync/panic.c.
 */
#ifndef KERNEL_LIB_BUG_H
#define KERNEL_LIB_BUG_H

/* Print the message, every CPU's position and a backtrace, and leave with status 3. */
_Noreturn void panic(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (__builtin_expect(!!(condition), 0))                                            \
			panic("BUG at %s:%d: %s", __FILE__, __LINE__, #condition);                 \
	} while (0)

#endif
