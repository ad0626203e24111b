/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What free frames hold: the FREE stamp, or, if LUF has deferred their flush, what they
 * held before.  The latter are frozen: a CPU may read on in one, legally, so its bytes stay;
 * and none may store there, for LUF defers no flush of a writable page.
 *
 * Compared is the first cache line, which has the stamp; with luf_debug=on all of the page.
 */
#ifndef KERNEL_MM_FRAMES_FROZEN_H
#define KERNEL_MM_FRAMES_FROZEN_H

#include <kernel/mm/frames/page.h>

/* @page, which no program has any longer, gets the FREE stamp; or is frozen as it is. */
void frame_stamp(struct page *page);
void frame_freeze(struct page *page);

/* Does the free frame @page hold what it was left with? */
bool frame_is_untouched(const struct page *page);

/*
 * Does @left, which may be free and may be handed out meanwhile, hold the bytes of @page?  True or
 * false, if it is handed out.
 */
bool frame_is_same(const struct page *left, const struct page *page);

/* What it begins with, to tell whose a store was. */
uint64_t frame_first_word(const struct page *page);

#endif
