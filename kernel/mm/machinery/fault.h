/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One fault under way: what the files that resolve faults share.
 */
#ifndef KERNEL_MM_MACHINERY_FAULT_H
#define KERNEL_MM_MACHINERY_FAULT_H

#include <kernel/mm/tables/mm_types.h>

/* Caller of everything below holds mmap_lock for reading. */
struct fault {
	struct vma *vma;
	uintptr_t va; /* page-aligned */
	bool write;
	bool unshare; /* no store, but the page must be this mapping's own */
	pte_t *ptep;
	pte_t seen;	      /* the entry as it was when the handling was chosen */
	uint64_t truncations; /* of the file, likewise */
	struct uffd *waits;   /* it is queued there, and waits when mmap_lock is released */
	bool waits_for_pins;  /* likewise: see pin_wait.h */
};

#define WRITABLE (PTE_WRITE | PTE_DIRTY)

/*
 * Did another CPU change the entry, unlink its table or truncate the file since?  Caller
 * holds the PTL.
 */
bool pte_changed(const struct fault *fault);

/* Map @page, whose reference passes to the mapping.  Caller holds the PTL. */
void set_mapping(const struct fault *fault, struct page *page, uint64_t more_bits);

/* Let rmap and reclaim find @page, which only this mapping will have, under the fault. */
void make_anonymous(const struct fault *fault, struct page *page);

/*
 * Stores are going to reach a page that a stale translation of this area, its flush
 * deferred by LUF, does not show: make it.  Caller holds the PTL, so reclaim can leave
 * nothing more pending for the entry.
 */
void settle_private_luf(const struct fault *fault);

/* Stores are going to reach the file, of which some CPU may still see an older page: settle that.
 */
void settle_shared(const struct fault *fault);

/* A copy of @from for the address of the fault; NULL when memory is out. */
struct page *copy_page(const struct fault *fault, const struct page *from);

/* The page that the entry maps, present or PROTNONE, with a reference; NULL if it changed. */
struct page *get_mapped_page(const struct fault *fault);

/* The entry is present, and allows no store, or must be this mapping's own.  0 or -ENOMEM. */
int wp_fault(struct fault *fault);

/* Does a store wait for userfaultfd's monitor, now?  Caller may hold the PTL. */
bool is_uffd_fault(const struct fault *fault);
/*
 * Be on the monitor's queue, then look whether there is a reason.  The fault begins anew either
 * way, and may do so too soon: then it comes here again.
 */
void queue_uffd_fault(struct fault *fault);

/* Does the entry map a page that nobody may access, so as to hear of who does?  Then this. */
bool is_numa_fault(const struct fault *fault);
int numa_fault(const struct fault *fault);

/* The entry says that the page is swapped out.  0, -EAGAIN, -ENOMEM or -EIO. */
int swap_fault(const struct fault *fault);

#endif
