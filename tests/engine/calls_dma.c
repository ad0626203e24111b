/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus for a device that translates, and for its accesses: see tests/litmus.h.
 */
#include <kernel/lib/string.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/dma.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

/* The only slot that tests use. */
#define SLOT 0

static struct dma_domain domains[2];
static struct dma_engine engine = { .domain = &domains[0] };

void world_reset_dma(void)
{
	memset(domains, 0, sizeof(domains));
	memset(&engine, 0, sizeof(engine));
	engine.domain = &domains[0];
	luf_debug(devices_reset);
}

void dma_begin_page(struct run *r, const struct page *page, unsigned int domain)
{
	(void)r;
	if (!page || domain >= 2)
		broken("dma_begin_page", domain, "no page, or none of the domains, 0 and 1");
	else
		dma_begin(&domains[domain], SLOT, page);
}

void dma_end_page(struct run *r, struct page *page, unsigned int flags)
{
	(void)r;
	if (world_let_go(page, flags))
		dma_end(&engine, SLOT, page, flags);
	else
		broken("dma_end_page", 0, HELD_OTHERWISE);
}

void dma_change_domain(struct run *r, unsigned int domain)
{
	(void)r;
	if (domain < 2)
		dma_attach(&engine, &domains[domain]);
	else
		broken("dma_change_domain", domain, "the domains are 0 and 1");
}

uint64_t dma_write(struct run *r, unsigned int n)
{
	return dma_store(&engine, SLOT, stamp_make(STAMP_STORE, 0, 0, r->number << 4 | n)) ? DONE :
											     FAULT;
}
