/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine does not give what this program needs, or has taken it away.
 */
#ifndef ARCH_LINUX_HOST_LACKS_H
#define ARCH_LINUX_HOST_LACKS_H

/* One line says what is not there; the program ends, undecided: that is nobody's bug. */
__attribute__((format(printf, 1, 2))) _Noreturn void lacks(const char *fmt, ...);

#endif
