/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device, and the flushes of its cache.  See dma.h.
 */
#include <kernel/mm/machinery/dma.h>
#include <kernel/mm/machinery/gup.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf_debug.h>

void dma_begin(struct dma_domain *domain, unsigned int slot, const struct page *page)
{
	luf_debug(device_maps, page_to_pfn(page));
	WRITE_ONCE(domain->table[slot], page_to_pfn(page));
}

/* Flush @slot from the device's cache.  On return accesses translated before have landed. */
static void flush_slot(struct dma_engine *engine, unsigned int slot)
{
	/* Why: an access that is already translated would land in the frame's next owner, or be
	 * cached after the flush.  Litmus dax/dma. */
	bool drain = !mutant(DMA_SKIP_DRAIN);

	if (drain)
		spin_lock(&engine->lock);
	WRITE_ONCE(engine->cache[slot], 0);
	if (drain)
		spin_unlock(&engine->lock);
}

static void unmap_slot(struct dma_engine *engine, unsigned int slot, uint64_t pfn)
{
	/* Why after: the device would read and cache the entry again.  Litmus dax/dma. */
	bool early = mutant(DMA_FLUSHES_FIRST);

	if (early)
		flush_slot(engine, slot);
	WRITE_ONCE(engine->domain->table[slot], 0);
	/* Why: the frame may be freed next.  Litmus dax/dma, dax/dma-unbind. */
	if (early || mutant(DMA_SKIP_FLUSH))
		return;
	flush_slot(engine, slot);
	luf_debug(device_drops, pfn);
}

void dma_end(struct dma_engine *engine, unsigned int slot, struct page *page, unsigned int flags)
{
	uint64_t pfn = page_to_pfn(page);

	/* Why last: without the pin the frame may be freed.  Litmus dax/dma. */
	if (mutant(DMA_UNPINS_FIRST))
		gup_put(page, flags);
	unmap_slot(engine, slot, pfn);
	if (!mutant(DMA_UNPINS_FIRST))
		gup_put(page, flags);
}

void dma_attach(struct dma_engine *engine, struct dma_domain *domain)
{
	WRITE_ONCE(engine->domain, domain);
	/* Why: it would go on using translations of its last domain.  Litmus dax/dma-attach. */
	if (mutant(DMA_ATTACH_SKIP_FLUSH))
		return;
	for (unsigned int slot = 0; slot < DMA_SLOTS; slot++)
		flush_slot(engine, slot);
}

bool dma_store(struct dma_engine *engine, unsigned int slot, uint64_t word)
{
	uint64_t pfn;

	spin_lock(&engine->lock);
	pfn = READ_ONCE(engine->cache[slot]);
	if (!pfn) {
		const struct dma_domain *domain = READ_ONCE(engine->domain);

		pfn = READ_ONCE(domain->table[slot]);
		WRITE_ONCE(engine->cache[slot], pfn);
	}
	if (pfn) {
		uint64_t *at = phys_to_virt(pfn << PAGE_SHIFT);

		WRITE_ONCE(*at, word);
	}
	spin_unlock(&engine->lock);
	return pfn;
}
