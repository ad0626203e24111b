/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting under a watch.  See watched.h.
 */
#include <kernel/mm/objects/watched.h>
#include <kernel/sync/wait.h>

static bool is_vain(const struct wait_watch *watch)
{
	return watch && watch->is_vain();
}

bool wait_watched(const struct wait_watch *watch, const int *flag, const char *what)
{
	bool may = !watch || watch->begin(flag);

	if (may)
		wait_until(smp_load_acquire(flag) || is_vain(watch), what, WAIT_FOR_NOBODY, NULL);
	if (may && watch)
		watch->end();
	return smp_load_acquire(flag);
}
