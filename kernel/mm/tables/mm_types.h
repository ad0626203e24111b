/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An address space and its VMAs.
 *
 *	mm --- vmas, sorted by address
 *	 |       |
 *	 |       +-- file, page offset	(none: anonymous memory)
 *	 +-- pgd, 4 levels (pgtable.h)
 *	 +-- tlb: generation, CPUs (kernel/tlb/mm_tlb.h)
 */
#ifndef KERNEL_MM_TABLES_MM_TYPES_H
#define KERNEL_MM_TABLES_MM_TYPES_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/pte.h>
#include <kernel/lib/list.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/areas.h>
#include <kernel/rules/abi.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/mm_tlb.h>

struct mm {
	struct mm_tlb tlb;
	unsigned int id;       /* for stamps and reports; small, unique among living mms */
	rwlock_t mmap_lock;    /* write: the list of vmas and their fields; read: they are stable */
	spinlock_t table_lock; /* links to page-table pages in upper levels; retired */
	struct page *pgd;
	struct list_head vmas;
	struct areas *anon; /* private VMAs, its own and its children's; see page->anon */
	/* Gathers in progress: PTEs may have changed that are not flushed; see gather.h. */
	int tlb_flush_pending;
	int ranges_changing; /* of these, how many are of change_range() */
	/* Odd: fork() is sharing pages, so fast GUP pins none; see gup_fast.h. */
	uint64_t write_protect_seq;
	struct list_head retired; /* tables to free: see pte_table_retire() */
	unsigned int nr_retired;
	bool soft_clean;     /* entries may have been marked soft-clean; see softdirty.h */
	rwlock_t uffd_group; /* read: markers are being set; write: cleared; see uffd_lock.h */
};

struct vma {
	struct mm *mm;
	uintptr_t start; /* both page-aligned, end exclusive */
	uintptr_t end;
	unsigned int flags;
	struct file *file;	    /* NULL: anonymous */
	struct pfn_device *device;  /* VM_PFNMAP: the device that has the frames */
	uint64_t pgoff;		    /* page->index of the page at start */
	struct list_head link;	    /* mm->vmas */
	struct area_link file_link; /* file->areas, device->areas */
	struct area_link anon_link; /* mm->anon, of its mm or of the parent it was forked from */
	/*
	 * luf_track=vma: the newest tick at which LUF deferred a flush of some page here;
	 * raised under page-table locks, never lowered (threads/001).  See luf_track.h.
	 */
	uint64_t luf_ugen;
	/* VM_SHARE_TABLE: the table that it shares; NULL: none any longer; see ptshare.h. */
	struct page *table;
	struct list_head share_link;
	bool arriving;	   /* mremap() fills it: its tables stay; areas locks */
	struct uffd *uffd; /* the userfaultfd that handles its faults, or NULL; see uffd.h */
};

/* The owner of anonymous memory of @mm. */
static inline owner_t mm_owner(const struct mm *mm)
{
	return 2 * mm->tlb.ctx_id;
}

#endif
