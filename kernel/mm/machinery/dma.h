/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device that writes to memory by addresses of its own.  A table of its domain translates them,
 * and the device caches translations: an IOMMU and an IOTLB, with slots for addresses.
 *
 *	dma_begin()	put the pinned page into the table
 *	dma_store()	the device: look into the cache, or read the table and cache that; store
 *	dma_end()	clear the table's entry; wait for accesses in progress, and flush the
 *			cache; then drop the pin, and the frame may be freed
 */
#ifndef KERNEL_MM_MACHINERY_DMA_H
#define KERNEL_MM_MACHINERY_DMA_H

#include <kernel/mm/frames/page.h>

#define DMA_SLOTS 2

/* The frames that the devices of a domain may reach; 0: none. */
struct dma_domain {
	uint64_t table[DMA_SLOTS];
};

struct dma_engine {
	spinlock_t lock; /* held by an access of the device from translation until it has landed */
	struct dma_domain *domain;
	uint64_t cache[DMA_SLOTS]; /* what the device has read in the table */
};

/* Let the devices of @domain reach @page, which the caller has pinned, at @slot. */
void dma_begin(struct dma_domain *domain, unsigned int slot, const struct page *page);
/* @engine, its domain's only device, reaches @page no more; drop the pin taken with @flags. */
void dma_end(struct dma_engine *engine, unsigned int slot, struct page *page, unsigned int flags);
/* Move @engine to @domain: it uses nothing of its last domain any more. */
void dma_attach(struct dma_engine *engine, struct dma_domain *domain);

/* The device stores @word at @slot; false: no frame is there. */
bool dma_store(struct dma_engine *engine, unsigned int slot, uint64_t word);

#endif
