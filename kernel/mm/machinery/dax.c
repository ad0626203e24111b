/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Adding a device, and removing it in steps.  See dax.h.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/dax.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/machinery/unmap_mapping.h>
#include <kernel/rules/mutants.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/tlb.h>

/* The devices that are there. */
#define DAX_DEVICES 2
static struct dax_device *devices[DAX_DEVICES];

static void list_device(struct dax_device *dax)
{
	unsigned int i = 0;

	while (i < DAX_DEVICES && devices[i] && devices[i] != dax)
		i++;
	BUG_ON(i == DAX_DEVICES);
	devices[i] = dax;
}

int dax_add(struct dax_device *dax)
{
	*dax = (struct dax_device){ .live = 1 };
	for (unsigned int i = 0; i < DAX_FILES; i++) {
		pfn_device_init(&dax->files[i]);
		dax->files[i].dax = dax;
	}
	for (unsigned int i = 0; i < DAX_PAGES; i++) {
		dax->pages[i] = page_alloc_zeroed(PAGE_DEVICE);
		dax->there[i] = dax->pages[i];
	}
	list_device(dax);
	if (dax->there[DAX_PAGES - 1])
		return 0;
	dax_remove(dax);
	return -ENOMEM;
}

void dax_give(struct dax_device *dax, unsigned int index, unsigned int file, uint64_t page)
{
	pfn_device_give(&dax->files[file], page, dax->pages[index]);
}

static unsigned int index_of(const struct dax_device *dax, uint64_t pfn)
{
	unsigned int i = 0;

	while (i < DAX_PAGES && !(dax->pages[i] && page_to_pfn(dax->pages[i]) == pfn))
		i++;
	return i;
}

struct dax_device *dax_find(uint64_t pfn)
{
	for (unsigned int i = 0; i < DAX_DEVICES; i++) {
		if (devices[i] && index_of(devices[i], pfn) < DAX_PAGES)
			return devices[i];
	}
	return NULL;
}

bool dax_try_get(struct dax_device *dax)
{
	int32_t seen = READ_ONCE(dax->live);

	while (seen > 0) {
		if (try_cmpxchg(&dax->live, &seen, seen + 1))
			return true;
	}
	return false;
}

void dax_put(struct dax_device *dax)
{
	atomic_sub(&dax->live, 1);
}

bool dax_looks(struct dax_device *dax, uint64_t pfn)
{
	bool there = READ_ONCE(dax->there[index_of(dax, pfn)]);

	BUG_ON(!there && !mutant_any());
	if (!there)
		atomic_add(&dax->strays, 1);
	return there;
}

/* Faults find no page from now on. */
static void forbid_all(struct dax_device *dax)
{
	for (unsigned int i = 0; i < DAX_FILES; i++)
		pfn_device_take_all(&dax->files[i]);
}

static void zap_all(struct dax_device *dax)
{
	/* Why: programs would go on storing to memory that has another owner (threads/004, the bug
	 * of filesystem-dax).  Litmus dax/unbind, dax/shutdown. */
	if (mutant(DAX_SKIP_ZAP))
		return;
	for (unsigned int i = 0; i < DAX_FILES; i++)
		unmap_mapping_range(&dax->files[i].areas, 0, PFN_DEVICE_PAGES);
}

static void kill(struct dax_device *dax)
{
	dax_put(dax);
	/* Why: fast GUP on a lazy CPU, which no flush interrupts, may be about to use a struct
	 * page.  Litmus dax/gup-lazy. */
	if (!mutant(DAX_SKIP_LIVE_WAIT))
		wait_until(!READ_ONCE(dax->live), "users of a device that goes", WAIT_FOR_NOBODY,
			   NULL);
}

/* Wait until only the device has a reference to @page.  Nobody can get a new one. */
static void wait_for_pins(const struct page *page)
{
	wait_until(READ_ONCE(page->refcount) == 1, "pins of a device's page", WAIT_FOR_NOBODY,
		   NULL);
}

void dax_shutdown(struct dax_device *dax)
{
	/* Why first: a fault would map a page again after the zap.  Litmus dax/unbind. */
	if (!mutant(DAX_ZAPS_FIRST))
		forbid_all(dax);
	zap_all(dax);
	if (mutant(DAX_ZAPS_FIRST))
		forbid_all(dax);
	kill(dax);
	for (unsigned int i = 0; i < DAX_PAGES; i++) {
		/* Why: DMA in progress would land in another owner's memory.  Litmus dax/gup. */
		if (dax->there[i] && !mutant(DAX_SKIP_PIN_WAIT))
			wait_for_pins(dax->pages[i]);
	}
}

static void remove_pages(struct dax_device *dax)
{
	for (unsigned int i = 0; i < DAX_PAGES; i++) {
		if (!dax->there[i])
			continue;
		WRITE_ONCE(dax->there[i], false);
		page_put(dax->pages[i]);
	}
}

void dax_remove(struct dax_device *dax)
{
	/* Why last: until here programs and devices may use the pages.  Litmus dax/unbind. */
	if (mutant(DAX_FRAMES_FIRST))
		remove_pages(dax);
	if (READ_ONCE(dax->live))
		dax_shutdown(dax);
	remove_pages(dax);
}

struct page *dax_truncate(struct dax_device *dax, unsigned int file, uint64_t page)
{
	struct page *was = pfn_device_take(&dax->files[file], page);

	if (!was)
		return NULL;
	unmap_mapping_range(&dax->files[file].areas, page, page + 1);
	/* Why: fast GUP that found the entry, and that no flush interrupted, may take a reference
	 * before it looks again.  None may be taken after the wait for the last one.  Litmus
	 * dax/truncate. */
	if (!mutant(DAX_TRUNCATE_SKIP_SYNC))
		tlb_sync_walkers();
	/* Why: a device would write for this file into the next file that gets the block.
	 * Litmus dax/truncate. */
	if (!mutant(DAX_TRUNCATE_SKIP_WAIT))
		wait_for_pins(was);
	return was;
}
