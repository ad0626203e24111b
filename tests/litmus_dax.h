/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about memory of a device that goes away, and about a device that
 * translates.  A part of tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_DAX_H
#define TESTS_LITMUS_DAX_H

#include <stdint.h>

struct page;
struct run;

/*
 * dax_come(), in setup: a device whose memory programs map, a file system on it, and a page of a
 * file there with content @value.  map_dax() maps the page.  dax_unbind(): the device goes, and its
 * memory with it.  dax_stop(): the file system shuts down, and the memory stays.  dax_give_away():
 * the file is truncated, and its block goes to another file, with @value.  dax_content(): what the
 * page's frame holds now, whoever owns it.  dax_strays(): how often the kernel looked at a struct
 * page that had gone.
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
 * A device that translates, and caches translations: kernel/mm/machinery/dma.h.  dma_begin_page()
 * lets it write to a page taken with GUP_PIN, as long as the device is in @domain, 0 or 1; it
 * starts in 0.  dma_end_page() ends that, and puts the page.  dma_write(): the device stores @n.
 * Returns DONE, or FAULT if it has no page.
 */
void dma_begin_page(struct run *r, const struct page *page, unsigned int domain);
void dma_end_page(struct run *r, struct page *page, unsigned int flags);
void dma_change_domain(struct run *r, unsigned int domain);
uint64_t dma_write(struct run *r, unsigned int n);

#endif
