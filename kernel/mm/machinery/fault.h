/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fault in progress: what the files that resolve faults share.
 */
#ifndef KERNEL_MM_MACHINERY_FAULT_H
#define KERNEL_MM_MACHINERY_FAULT_H

#include <kernel/mm/tables/mm_types.h>

/* Caller of everything below holds mmap_lock for reading. */
struct fault {
	struct vma *vma;
	uintptr_t va; /* page-aligned */
	bool write;
	bool unshare; /* no store, but the page must become exclusive to this mapping */
	pte_t *ptep;
	pte_t seen;	      /* the entry as it was when the handling was chosen */
	uint64_t truncations; /* the file's count at that time */
	struct uffd *waits;   /* the fault is queued there, and waits without mmap_lock */
	bool waits_for_pins;  /* the same for pins: see pin_wait.h */
};

#define WRITABLE (PTE_WRITE | PTE_DIRTY)

/*
 * Did another CPU change the entry, unlink its table or truncate the file since?  Caller
 * holds the PTL.
 */
bool pte_changed(const struct fault *fault);

/* Map @page, whose reference passes to the mapping.  Caller holds the PTL. */
void set_mapping(const struct fault *fault, struct page *page, uint64_t more_bits);

/* Let the rmap and reclaim find @page at this address; only this mapping will have it. */
void make_anonymous(const struct fault *fault, struct page *page);

/*
 * Stores will go to a page that a CPU does not see through a stale translation of this VMA whose
 * flush LUF deferred: make that flush.  Caller holds the PTL, so reclaim cannot defer another
 * flush for the entry.
 */
void settle_private_luf(const struct fault *fault);

/* Stores will go to the file, of which some CPU may still see an older page: make the flush. */
void settle_shared(const struct fault *fault);

/* A copy of @from for the address of the fault; NULL if there is no memory. */
struct page *copy_page(const struct fault *fault, const struct page *from);

/* The page that the entry maps, present or PROTNONE, with a reference; NULL if it changed. */
struct page *get_mapped_page(const struct fault *fault);

/* The entry is present, and read-only or not exclusive, as needed.  0 or -ENOMEM. */
int wp_fault(struct fault *fault);

/* Must the store wait for userfaultfd's monitor now?  Caller may hold the PTL. */
bool is_uffd_fault(const struct fault *fault);
/*
 * Queue the fault for the monitor, then check again that it must wait.  The fault begins anew
 * either way, perhaps too soon: then it comes here again.
 */
void queue_uffd_fault(struct fault *fault);

/* Is it a fault on a hint of numa.h?  numa_fault() resolves it. */
bool is_numa_fault(const struct fault *fault);
int numa_fault(const struct fault *fault);

/* The entry says that the page is swapped out.  0, -EAGAIN, -ENOMEM or -EIO. */
int swap_fault(const struct fault *fault);

#endif
