/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus for memory of a device that goes away: see tests/litmus.h.
 */
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/dax.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>
#include <tests/engine/world.h>

static struct dax_device dax;
static bool has_come;

void world_reset_dax(void)
{
	if (has_come)
		dax_remove(&dax);
	has_come = false;
}

/* Does the run have the device, and the device a page @index? */
static bool has_page(const char *call, unsigned int index)
{
	if (has_come && index < DAX_PAGES)
		return true;
	broken(call, index, has_come ? "the device has 2 pages" : "dax_come() was not called");
	return false;
}

static void fill(struct run *r, const struct page *page, unsigned int file, enum value value)
{
	stamp_put(page_va(page), world_stamp(r, r->file[file], 0, value));
}

void dax_come(struct run *r, enum value value)
{
	if (!world_is_content("dax_come", value))
		return;
	if (has_come) {
		broken("dax_come", 0, "the device is there already");
		return;
	}
	if (dax_add(&dax)) {
		must(E_NOMEM, "dax_come", 0);
		return;
	}
	has_come = true;
	fill(r, dax.pages[0], 0, value);
	dax_give(&dax, 0, 0, 0);
}

uint64_t try_map_dax(struct run *r, uintptr_t va, unsigned int flags)
{
	const struct moves_call call = moves_begin();
	uint64_t result;

	if (!world_allows("map_dax", va, 1) || !has_page("map_dax", 0))
		return E_FAULT;
	result = world_result(pfnmap_mmap(r->mm, va, PAGE_SIZE, flags, &dax.files[0], 0));
	if (result == DONE)
		moves_gone(r->mm, va, 1, &call);
	return result;
}

void map_dax(struct run *r, uintptr_t va, unsigned int flags)
{
	must(try_map_dax(r, va, flags), "map_dax", va);
}

void dax_unbind(struct run *r)
{
	(void)r;
	if (has_page("dax_unbind", 0))
		dax_remove(&dax);
}

void dax_stop(struct run *r)
{
	(void)r;
	if (has_page("dax_stop", 0))
		dax_shutdown(&dax);
}

void dax_give_away(struct run *r, enum value value)
{
	struct page *page;

	if (!has_page("dax_give_away", 0) || !world_is_content("dax_give_away", value))
		return;
	page = dax_truncate(&dax, 0, 0);
	if (!page) {
		broken("dax_give_away", 0, "the file has no page any more");
		return;
	}
	dax_give(&dax, 0, 1, 0);
	fill(r, page, 1, value);
}

uint64_t dax_content(struct run *r)
{
	const uint64_t *word;

	if (!has_page("dax_content", 0))
		return FAULT;
	/* Not page_va(): the frame may have any owner by now. */
	word = phys_to_virt(page_to_pfn(dax.pages[0]) << PAGE_SHIFT);
	return world_meaning(r, READ_ONCE(*word));
}

uint64_t dax_strays(struct run *r)
{
	(void)r;
	return READ_ONCE(dax.strays);
}
