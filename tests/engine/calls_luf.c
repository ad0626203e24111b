/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about LUF's bounds: see tests/litmus.h.
 */
#include <arch/cpu.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/race/point.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

/* What the user wants. */
static struct deferred_limits usual;

void world_luf_usual(const struct deferred_limits *wanted, enum luf_refill refill)
{
	usual = *wanted;
	luf_refill_choose(refill);
	world_luf_reset();
}

void world_luf_reset(void)
{
	deferred_limit(&usual);
	luf_limit_keys(NR_LUF_KEYS);
}

void use_up_ticks(void)
{
	luf_skip_ticks(ENTRY_VALUE_MASK);
}

void few_luf_keys(unsigned int keys)
{
	if (keys && keys <= NR_LUF_KEYS)
		luf_limit_keys(keys);
	else
		broken("few_luf_keys", keys, "there are 1 to NR_LUF_KEYS of them");
}

uint64_t occupy_frame_atomic(struct run *r, enum value value)
{
	unsigned long flags;
	struct page *page;

	if (!world_is_content("occupy_frame_atomic", value))
		return FAULT;
	flags = point_irq_save();
	page = page_alloc_atomic(PAGE_KERNEL);
	if (page)
		world_occupy(r, page, value);
	irq_restore(flags);
	return page ? DONE : FAULT;
}
