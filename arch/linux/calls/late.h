/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that a planted bug makes late: after this actor's next tell(), before its next call, or at
 * its end, whichever comes first.
 */
#ifndef ARCH_LINUX_CALLS_LATE_H
#define ARCH_LINUX_CALLS_LATE_H

#include <stdint.h>

struct late {
	void (*make)(const struct late *late);
	uint64_t a, b, c, d;
};

void late_add(const struct late *late);
void late_make_all(void);

#endif
