/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that are about single pages: what swaps, moves and replaces them, who holds
 * them, and the frames of other owners.  A part of tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_PAGE_H
#define TESTS_LITMUS_PAGE_H

#include <stddef.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

struct file;
struct mm;
struct page;
struct run;

/*
 * map_swapped(), in setup: a private page at @va of mm 0 that may be stored to, holds @n, and is
 * swapped out.  populate() reads it in again: its PTE is then read-only and clean.
 */
void map_swapped(struct run *r, uintptr_t va, unsigned int n);
void populate(struct run *r, uintptr_t va);
/* Swap out the anonymous page at @va of mm 0 now, if there is one and nobody is busy with it. */
void swap_out(struct run *r, uintptr_t va);
/* swap_out() of @pages pages, at most RUN_SLOTS. */
void swap_out_pages(struct run *r, uintptr_t va, size_t pages);
#define RUN_SLOTS 16
uint64_t try_swap_out(struct run *r, uintptr_t va);

/* Move the page at @va of mm 0 to another frame now, if there is one and nobody is busy with it. */
void migrate(struct run *r, uintptr_t va);
uint64_t try_migrate(struct run *r, uintptr_t va);
/* replace_page() in mm 0: @va shows content @value from now on. */
void replace(struct run *r, uintptr_t va, enum value value);
uint64_t try_replace(struct run *r, uintptr_t va, enum value value);

/* Reclaim those of @pages pages that are lazily freeable and clean. */
void reclaim_lazyfree(struct mm *mm, uintptr_t va, size_t pages);

/*
 * stable_page(), in setup: a page for ksm() with the content that @va has; release_page() releases
 * it.  ksm() returns 1 if it has replaced the page at @va, 0 if that page differed or was in use.
 */
struct page *stable_page(struct mm *mm, uintptr_t va);
uint64_t ksm(struct mm *mm, uintptr_t va, struct page *stable);
/* Setup: give the page that is mapped at @va the content of @stable. */
void make_same(struct mm *mm, uintptr_t va, const struct page *stable);

/*
 * A device whose frames have no reference counts.  device_page(), in setup: its page @index has
 * content @value.  map_device() maps pages from @index on.  revoke_device() unmaps the page
 * everywhere and frees its frame.
 */
void device_page(struct run *r, uint64_t index, enum value value);
void map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags, uint64_t index);
void revoke_device(struct run *r, uint64_t index);

/* Take a reference to the page at @va of mm 0, which must be there; release_page() drops it. */
struct page *hold_page_at(struct run *r, uintptr_t va);

/* Take a reference to page @index of @file, which must be cached: reclaim cannot take it then. */
struct page *hold_page(struct run *r, struct file *file, uint64_t index);
void release_page(struct page *page);
/* NULL if nothing is there; release_page() accepts that. */
struct page *try_hold_page_at(struct run *r, uintptr_t va);
struct page *try_hold_page(struct run *r, struct file *file, uint64_t index);

/*
 * get_page(): a page for a user without a mapping, such as a device: gup() with the GUP_… of
 * kernel/mm/machinery/gup.h.  NULL if that fails, which breaks the test unless it is a try_…().
 * device_load(): what such a device reads there.  device_store(): it stores @n there.
 */
struct page *get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags);
struct page *try_get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags);
void put_page(struct page *page, unsigned int flags);
/* get_page() of mm 0 by gup_fast(), which is fast only if this CPU has mm 0 loaded. */
struct page *get_page_fast(struct run *r, uintptr_t va, unsigned int flags);
struct page *try_get_page_fast(struct run *r, uintptr_t va, unsigned int flags);
uint64_t device_load(struct run *r, const struct page *page);
void device_store(struct run *r, struct page *page, unsigned int n);

/* As another kind of owner: allocate a frame, write @value to it, and free it. */
void occupy_frame(struct run *r, enum value value);
uint64_t try_occupy_frame(struct run *r, enum value value);
/* With interrupts disabled, where no IPI can be sent.  DONE, or FAULT if there was no frame. */
uint64_t occupy_frame_atomic(struct run *r, enum value value);

#endif
