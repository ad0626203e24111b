/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See broken.h.  In the model the record is part of the kernel's state, so what setup has broken is
 * found after every execution; recording is no event there.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <tests/engine/broken.h>

static struct {
	uint32_t claimed;
	const char *call;
	uint64_t where;
	const char *why;
} first;

void broken(const char *call, uint64_t where, const char *why)
{
	cpu_watch_begin();
	if (!xchg(&first.claimed, 1)) {
		first.call = call;
		first.where = where;
		first.why = why;
	}
	cpu_watch_end();
}

bool broken_take(char *text)
{
	if (!first.claimed)
		return false;
	snformat(text, BROKEN_TEXT_MAX, "%s(%lx): %s", first.call, first.where, first.why);
	first.claimed = 0;
	return true;
}
