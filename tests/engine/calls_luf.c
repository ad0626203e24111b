/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call about LUF's bounds: see tests/litmus.h.
 */
#include <arch/cpu.h>
#include <kernel/mm/entry.h>
#include <kernel/point.h>
#include <kernel/tlb/luf.h>
#include <tests/engine/world.h>

/* What the user wants. */
static struct deferred_limits usual;

void world_luf_usual(const struct deferred_limits *wanted)
{
	usual = *wanted;
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
	luf_limit_keys(keys);
}

uint64_t occupy_frame_atomic(struct run *r, enum value value)
{
	unsigned long flags = point_irq_save();
	struct page *page = page_alloc_atomic(PAGE_KERNEL);

	if (page)
		world_occupy(r, page, value);
	irq_restore(flags);
	return page ? DONE : FAULT;
}
