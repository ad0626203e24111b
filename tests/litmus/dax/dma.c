/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device writes, by a translation that it keeps, to a page that nobody else has any more.  The
 * page is taken from it; its frame becomes another page's.
 *
 *	CPU 0				CPU 1, the device
 *	end its access			store 3
 *	store(z, 2)
 *	finally: r0 = load(z)
 */
#include <tests/litmus.h>

static void begin(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	populate(r, r->x);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	r->device = get_page(r, r->mm, r->x, GUP_WRITE | GUP_PIN);
	dma_begin_page(r, r->device, 0);
	unmap(r, r->x);
}

static void translate(struct run *r)
{
	(void)dma_write(r, 1);
}

static void end_and_reuse(struct run *r)
{
	dma_end_page(r, r->device, GUP_WRITE | GUP_PIN);
	(void)store(r, r->z, 2);
}

static void write(struct run *r)
{
	(void)dma_write(r, 3);
}

static void look(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->z);
	become(NULL);
}

LITMUS(dax_dma) = {
	.name = "dax/dma",
	.asks = "does a frame go only when no device has a translation to it, nor a write under way?",
	.source = "catalogue: iommu-deferred-flush-free, caching-mode-flush-queue",
	.setup = begin,
	.warm = { NULL, translate },
	.cpu = { end_and_reuse, write },
	.finish = look,
	.regs = { "z" },
	.sees = { 2 },
	.outcomes = {
		SOMETIMES("z has its own store", 2),
		NEVER("the device wrote into the frame's next owner", 3),
	},
	.teeth = {
		TOOTH(DMA_SKIP_FLUSH),
		TOOTH(DMA_FLUSHES_FIRST),
		TOOTH(DMA_SKIP_DRAIN),
		TOOTH(DMA_UNPINS_FIRST),
	},
};
