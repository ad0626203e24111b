/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See late.h.
 */
#include <arch/linux/calls/late.h>
#include <kernel/lib/bug.h>

#define LATE_MAX 4

static _Thread_local struct late pending[LATE_MAX];
static _Thread_local unsigned int nr_pending;

void late_add(const struct late *late)
{
	BUG_ON(nr_pending == LATE_MAX);
	pending[nr_pending++] = *late;
}

void late_make_all(void)
{
	for (unsigned int i = 0; i < nr_pending; i++)
		pending[i].make(&pending[i]);
	nr_pending = 0;
}
