/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatting values as text, as the C library's snprintf() does.
 */
#ifndef KERNEL_LIB_FORMAT_H
#define KERNEL_LIB_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * The conversions are %d %i %u %x %c %s %p %% with flags '-', '0', a width or '*',
 * a precision for %s, and lengths l, ll and z.  There is no floating point.
 */
int vsnformat(char *buf, size_t size, const char *fmt, va_list args);
int snformat(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
