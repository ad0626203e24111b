/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device that writes to memory by addresses of its own, which a table of its domain
 * translates, and which it caches: an IOMMU and an IOTLB, with slots for addresses.
 *
 *	dma_begin()	the page, pinned, is in the table
 *	dma_store()	the device: its cache, or else the table, which it caches; then the word
 *	dma_end()	out of the table; out of the cache, when what is under way has landed;
 *			then the pin goes, and the frame may
 */
#ifndef KERNEL_MM_MACHINERY_DMA_H
#define KERNEL_MM_MACHINERY_DMA_H

#include <kernel/mm/frames/page.h>

#define DMA_SLOTS 2

/* Which frames a domain gives its devices; 0: none. */
struct dma_domain {
	uint64_t table[DMA_SLOTS];
};

struct dma_engine {
	spinlock_t lock; /* one access of the device, from its translation until it has landed */
	struct dma_domain *domain;
	uint64_t cache[DMA_SLOTS]; /* what it has read in the table */
};

/* Let the devices of @domain reach @page, which the caller has pinned, at @slot. */
void dma_begin(struct dma_domain *domain, unsigned int slot, const struct page *page);
/* The devices, of which @engine is the only one, reach it no more; drop the pin of gup @flags. */
void dma_end(struct dma_engine *engine, unsigned int slot, struct page *page, unsigned int flags);
/* From now on @engine is one of @domain's, and nothing of its last one's. */
void dma_attach(struct dma_engine *engine, struct dma_domain *domain);

/* As the device: store @word at @slot; false: nothing is there. */
bool dma_store(struct dma_engine *engine, unsigned int slot, uint64_t word);

#endif
