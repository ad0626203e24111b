/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checking addresses and pages.  See bounds.h.
 */
#include <arch/phys.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>

static bool lies_in(uintptr_t va, size_t pages, uintptr_t start, size_t room)
{
	return va >= start && (va - start) / PAGE_SIZE < room &&
	       pages <= room - (va - start) / PAGE_SIZE;
}

bool bounds_allow(const struct run *run, const char *call, uintptr_t va, size_t pages)
{
	/* lone and other are neighbours, in any order, and each has a table of its own. */
	uintptr_t both = run->lone & ~(TABLE_PAGES * PAGE_SIZE);

	if (lies_in(va, pages, run->x, RUN_PAGES) || lies_in(va, pages, run->z, RUN_PAGES) ||
	    lies_in(va, pages, both, 2 * TABLE_PAGES))
		return true;
	broken(call, va,
	       "not within 64 pages from x or z on, or the 2 MiB of lone or of other, "
	       "which are what a run has");
	return false;
}

bool bounds_have_page(const char *call, uint64_t index)
{
	if (index < LITMUS_FILE_PAGES)
		return true;
	broken(call, index, "a file has 64 pages, from 0 on");
	return false;
}
