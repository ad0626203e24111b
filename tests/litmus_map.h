/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that a program would make about its memory, and those that begin and end
 * address spaces.  A part of tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_MAP_H
#define TESTS_LITMUS_MAP_H

#include <stddef.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

struct file;
struct mm;
struct run;

/*
 * The calls of kernel/mm/calls/, for a page of mm 0.
 *
 * Calls that map, unmap and change pages work at x, z, lone and other only.  Anywhere else they do
 * nothing and mark the test as broken, since it would leave something to later runs.  A call that
 * fails breaks the test, too, unless it is a try_…(): that one returns DONE, or the error as a
 * value, such as E_NOMEM.  E_AGAIN: somebody is busy with the page, or it is not there.
 */
void map(struct run *r, uintptr_t va, unsigned int flags, struct file *file, uint64_t index);
void unmap(struct run *r, uintptr_t va);
/* The same for @pages pages, and in any mm. */
void map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags, struct file *file,
	       uint64_t index);
void unmap_pages(struct mm *mm, uintptr_t va, size_t pages);
void protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags);
void protect(struct run *r, uintptr_t va, unsigned int flags);

uint64_t try_map(struct run *r, uintptr_t va, unsigned int flags, struct file *file,
		 uint64_t index);
uint64_t try_unmap(struct run *r, uintptr_t va);
uint64_t try_protect(struct run *r, uintptr_t va, unsigned int flags);
uint64_t try_map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags,
		       struct file *file, uint64_t index);
uint64_t try_unmap_pages(struct mm *mm, uintptr_t va, size_t pages);
uint64_t try_protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags);
uint64_t try_move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va);
uint64_t try_advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice);
uint64_t try_clear_refs(struct mm *mm, uintptr_t va, size_t pages);
uint64_t try_fault_in(struct mm *mm, uintptr_t va);
uint64_t try_map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags,
			uint64_t index);

/* Setup: map the page of @va as an access would; writable if the VMA is. */
void fault_in(struct mm *mm, uintptr_t va);
/* In .finish: what the page tables map at @va, read by the kernel; FAULT if nothing. */
uint64_t mapped_content(struct run *r, uintptr_t va);
/* mremap() of @pages pages. */
void move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va);
/* The pages that one page table maps. */
#define TABLE_PAGES 512
/* madvise(). */
void advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice);
/*
 * A CPU that takes no part in the race is in the middle of madvise(FREE) of the page at @va: it has
 * cleared D.  end_madvise_free() lets it flush; without a call in progress it does nothing.
 */
void begin_madvise_free(struct mm *mm, uintptr_t va);
void end_madvise_free(void);

/* clear_refs: the next store to each page is noticed. */
void clear_refs(struct mm *mm, uintptr_t va, size_t pages);
/* pagemap: has the page of @va been stored to since clear_refs()?  1 or 0. */
uint64_t soft_dirty(struct mm *mm, uintptr_t va);

/*
 * begin_guest(), in setup: an empty address space, r->guest.  end_guest(), which some actor must
 * call, ends it: no CPU may use it then, but one may idle in it.
 */
void begin_guest(struct run *r);
void end_guest(struct run *r);

/*
 * begin_child(), in setup: @mm, which is mms[1] or mms[2], will be a child, so nothing at all is
 * mapped there.  fork_mm(): make @child a copy of @parent.
 */
void begin_child(struct run *r, struct mm *mm);
void fork_mm(struct run *r, struct mm *parent, struct mm *child);
uint64_t try_fork_mm(struct run *r, struct mm *parent, struct mm *child);
/* One access as a user of the child @mm, then go back to mm 0.  FRESH may be the child's, too. */
uint64_t load_in(struct run *r, struct mm *mm, uintptr_t va);
uint64_t store_in(struct run *r, struct mm *mm, uintptr_t va, unsigned int n);

#endif
