/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls for memory of a device that goes away, and for a device that translates.  A part of
 * tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_DAX_H
#define TESTS_LITMUS_DAX_H

#include <stdint.h>

struct page;
struct run;

/*
 * A device whose memory programs map, a file system on it, and a page of a file there: @value.
 * dax_come() in setup; map_dax() maps the page.  dax_unbind(): the device goes, memory and all.
 * dax_stop(): the file system is shut down, and the memory stays.  dax_give_away(): the file is
 * truncated, and its block becomes another's, with @value.  dax_content(): what is in the page's
 * frame now, whosever that is; and how often a struct page was looked at that had gone.
 */
void dax_come(struct run *r, enum value value);
void map_dax(struct run *r, uintptr_t va, unsigned int flags);
uint64_t try_map_dax(struct run *r, uintptr_t va, unsigned int flags);
void dax_unbind(struct run *r);
void dax_stop(struct run *r);
void dax_give_away(struct run *r, enum value value);
uint64_t dax_content(struct run *r);
uint64_t dax_strays(struct run *r);

/*
 * A device that translates, and keeps what it has translated: kernel/mm/machinery/dma.h.  A page
 * that was had with GUP_PIN is where it writes, as long as it is of that domain, 0 or 1: it begins
 * as one of domain 0.  dma_end_page() puts the page, too.  dma_write() is the device: it stores @n.
 * DONE, or FAULT where it has no page.
 */
void dma_begin_page(struct run *r, const struct page *page, unsigned int domain);
void dma_end_page(struct run *r, struct page *page, unsigned int flags);
void dma_change_domain(struct run *r, unsigned int domain);
uint64_t dma_write(struct run *r, unsigned int n);

#endif
