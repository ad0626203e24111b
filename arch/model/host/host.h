/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program that the model is: memory, time and a way out.
 */
#ifndef ARCH_MODEL_HOST_HOST_H
#define ARCH_MODEL_HOST_HOST_H

#include <stddef.h>

/* Zeroed memory that is never freed.  Without memory: one line, and exit status 2. */
void *host_alloc(size_t size);

/* Seconds on a clock that only goes forward. */
double host_seconds(void);

/* From now on every line on stdout is a JSON object: see kernel/lib/json.h. */
void host_use_json(void);

/* Print why what was asked for is too much; exit status 2. */
_Noreturn void host_refuse(const char *why);

/* Print what is wrong with the model itself, and abort. */
_Noreturn void host_bug(const char *file, int line, const char *what);

#define HOST_BUG_ON(condition)                                                                     \
	do {                                                                                       \
		if (__builtin_expect(!!(condition), 0))                                            \
			host_bug(__FILE__, __LINE__, #condition);                                  \
	} while (0)

#endif
