/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What free frames hold: the FREE stamp, or, if LUF has deferred their flush, their old
 * content.  The latter are frozen: a CPU may still read such a frame legally, so its bytes
 * stay; and no CPU can store to it, since LUF defers no flush of a writable page.
 *
 * The first cache line, which has the stamp, is compared; with luf_debug=on the whole page.
 */
#ifndef KERNEL_MM_FRAMES_FROZEN_H
#define KERNEL_MM_FRAMES_FROZEN_H

#include <kernel/mm/frames/page.h>

/* Give @page, which no program has any longer, the FREE stamp; or freeze it as it is. */
void frame_stamp(struct page *page);
void frame_freeze(struct page *page);

/* Does the free frame @page hold what it held when it was freed? */
bool frame_is_untouched(const struct page *page);

/*
 * Does @left hold the bytes of @page?  @left may be free; if it is handed out meanwhile, the
 * result is either.
 */
bool frame_is_same(const struct page *left, const struct page *page);

/* The first word of @page, which tells who stored into it. */
uint64_t frame_first_word(const struct page *page);

#endif
