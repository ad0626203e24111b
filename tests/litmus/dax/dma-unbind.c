/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Direct I/O to memory of a device that goes.  A second device, which translates, has the memory
 * pinned, writes to it, and is told to end.  Then it writes once more, by a translation that it
 * may have kept.
 *
 *	CPU 0				CPU 1, the device
 *	the memory goes			get x, fast; begin
 *	r0 = what its frame has		store 3; end
 *	finally: store 4
 *	r1 = what its frame has
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	dax_come(r, OLD);
	map_dax(r, r->x, VM_READ | VM_WRITE);
	populate(r, r->x);
}

static void unbind_and_look(struct run *r)
{
	dax_unbind(r);
	r->reg[0] = dax_content(r);
}

static void write(struct run *r)
{
	struct page *page = try_get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);

	if (!page)
		return;
	dma_begin_page(r, page, 0);
	(void)dma_write(r, 3);
	dma_end_page(r, page, GUP_WRITE | GUP_PIN);
}

static void write_again(struct run *r)
{
	(void)dma_write(r, 4);
	r->reg[1] = dax_content(r);
}

LITMUS(dax_dma_unbind) = {
	.name = "dax/dma-unbind",
	.asks = "does no DMA land in memory after its removal has returned?",
	.source = "threads/004: direct I/O with a DAX mapping as its buffer, and unbind",
	.setup = map_it,
	.cpu = { unbind_and_look, write },
	.finish = write_again,
	.regs = { "0:frame", "frame" },
	.sees = { FREED, OLD, 3, 4 },
	.outcomes = {
		SOMETIMES("it has gone", FREED, FREED),
		NEVER("a write landed in what it has become", FREED, ANY),
		NEVER("the device has it yet, when it should have gone", ANY, ANY),
	},
	.teeth = {
		TOOTH(DAX_SKIP_PIN_WAIT),
		TOOTH(DMA_SKIP_FLUSH),
	},
};
