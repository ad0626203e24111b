/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine does not give what this program needs, or has taken it away.
 */
#ifndef ARCH_LINUX_HOST_LACKS_H
#define ARCH_LINUX_HOST_LACKS_H

/* Print what is missing in one line, and leave with the status undecided: it is no bug. */
__attribute__((format(printf, 1, 2))) _Noreturn void lacks(const char *fmt, ...);

#endif
