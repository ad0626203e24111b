/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 goes idle with the mm loaded, so that flushes need not interrupt it, and wakes
 * up to the same mm.  It must catch up with those that skipped it.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			idle for a while
 *	y = 1				repeat: r0 = y
 *					        r1 = load(x)
 */
#include <tests/litmus.h>

#define NAP_US 3

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unmap_then_tell(struct run *r)
{
	unmap(r, r->x);
	tell(&r->y);
}

static void doze_then_touch(struct run *r)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		doze(NAP_US);
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = load(r, r->x);
	}
}

LITMUS(lazy_wakeup) = {
	.name = "switch/lazy-wakeup",
	.asks = "does a CPU that was idle make up for the flushes that skipped it?",
	.source = "Linux, lazy TLB mode: switch_mm_irqs_off() to the same mm",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { unmap_then_tell, doze_then_touch },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, OLD),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("touched before the unmap", 0, OLD),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(LAZY_SKIP_GEN_CHECK, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(LAZY_SKIP_BARRIER, .needs = KEEPS_UNMAPPED | KEEPS_BUFFERED | KEEPS_SPECULATED),
		TOOTH(GEN_SKIP_BARRIER, .needs = KEEPS_UNMAPPED | KEEPS_BUFFERED | KEEPS_SPECULATED),
	},
};
