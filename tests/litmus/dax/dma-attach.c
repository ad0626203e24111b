/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device that keeps what it has translated is given to another domain.
 *
 *	CPU 0				CPU 1, the device
 *	to domain 1, y = 1		r0 = y, store 3
 *	finally: r1 = load(x), which is domain 0's; r2 = load(z), which is domain 1's
 */
#include <tests/litmus.h>

static struct page *other;

static void begin(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	populate(r, r->x);
	populate(r, r->z);
	r->device = get_page(r, r->mm, r->x, GUP_WRITE | GUP_PIN);
	other = get_page(r, r->mm, r->z, GUP_WRITE | GUP_PIN);
	dma_begin_page(r, r->device, 0);
	dma_begin_page(r, other, 1);
}

static void translate(struct run *r)
{
	(void)dma_write(r, 1);
}

static void attach(struct run *r)
{
	dma_change_domain(r, 1);
	tell(&r->y);
}

static void write(struct run *r)
{
	r->reg[0] = (uint64_t)told(&r->y);
	(void)dma_write(r, 3);
}

static void look(struct run *r)
{
	r->reg[1] = mapped_content(r, r->x);
	r->reg[2] = mapped_content(r, r->z);
	dma_end_page(r, other, GUP_WRITE | GUP_PIN);
	dma_change_domain(r, 0);
	dma_end_page(r, r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(dax_dma_attach) = {
	.name = "dax/dma-attach",
	.asks = "does a device reach nothing of a domain that it has left?",
	.source = "XSA-442, CVE-2023-34326; catalogue: iommu-dte-change-no-iotlb",
	.setup = begin,
	.warm = { NULL, translate },
	.cpu = { attach, write },
	.finish = look,
	.regs = { "1:y", "x", "z" },
	.sees = { FRESH, 1, 3 },
	.outcomes = {
		NEVER("wrote where it was, after it had left", 1, 3, ANY),
		SOMETIMES("wrote where it is", 1, ANY, 3),
		SOMETIMES("wrote where it was, before", 0, 3, ANY),
		SOMETIMES("wrote where it is, before it was told", 0, ANY, 3),
	},
	.teeth = { TOOTH(DMA_ATTACH_SKIP_FLUSH) },
};
