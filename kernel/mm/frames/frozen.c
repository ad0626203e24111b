/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See frozen.h.
 */
#include <kernel/lib/string.h>
#include <kernel/mm/frames/frozen.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/race/point.h>
#include <kernel/tlb/luf_debug.h>

/* Not page_va(): that announces an access by the kernel, which luf_debug= would report. */
static void *bytes_of(const struct page *page)
{
	return phys_to_virt(page_to_pfn(page) << PAGE_SHIFT);
}

/* FNV-1a over words.  In the model it is one event: a store comes before or after all of it. */
static uint64_t digest(const struct page *page)
{
	size_t size = luf_debug_active ? PAGE_SIZE / sizeof(uint64_t) : STAMP_WORDS;
	const uint64_t *words = bytes_of(page);
	uint64_t hash = 0xcbf29ce484222325ULL;

	point();
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ words[i]) * 0x100000001b3ULL;
	return hash;
}

void frame_stamp(struct page *page)
{
	stamp_put(bytes_of(page), stamp_make(STAMP_FREE, 0, 0, 0));
}

void frame_freeze(struct page *page)
{
	page->digest = digest(page);
}

bool frame_is_untouched(const struct page *page)
{
	if (page->luf_key == LUF_KEY_NONE)
		return stamp_intact(bytes_of(page), stamp_make(STAMP_FREE, 0, 0, 0));
	return page->digest == digest(page);
}

bool frame_is_same(const struct page *left, const struct page *page)
{
	/* One event in the model, as in digest(). */
	point();
	return memcmp(bytes_of(left), bytes_of(page), PAGE_SIZE) == 0;
}

uint64_t frame_first_word(const struct page *page)
{
	const uint64_t *word = bytes_of(page);

	return READ_ONCE(*word);
}
