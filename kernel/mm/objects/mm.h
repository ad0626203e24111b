/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces and their areas.
 *
 *	mm --- vmas, sorted by address
 *	 |       |
 *	 |       +-- file, page offset	(none: anonymous memory)
 *	 +-- pgd, 4 levels (pgtable.h)
 *	 +-- tlb: generation, CPUs (kernel/tlb/mm_tlb.h)
 */
#ifndef KERNEL_MM_OBJECTS_MM_H
#define KERNEL_MM_OBJECTS_MM_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/pte.h>
#include <kernel/lib/list.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/areas.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/mm_tlb.h>

struct mm {
	struct mm_tlb tlb;
	unsigned int id;       /* for stamps and reports; small, unique among living mms */
	rwlock_t mmap_lock;    /* write: the list of vmas and their fields; read: they are stable */
	spinlock_t table_lock; /* linking of page-table pages into upper levels; retired ones */
	struct page *pgd;
	struct list_head vmas;
	struct areas *anon; /* its private areas; see page->anon */
	/* Gathers under way: PTEs may have changed that are not flushed; see gather.h. */
	int tlb_flush_pending;
	struct list_head retired; /* tables to be freed: see pte_table_retire() */
	unsigned int nr_retired;
};

#define VM_READ	  (1u << 0)
#define VM_WRITE  (1u << 1)
#define VM_EXEC	  (1u << 2)
#define VM_SHARED (1u << 3) /* stores reach the file; else they are private to the mm */
#define VM_PFNMAP (1u << 4) /* maps a device's frames, which nobody counts: see pfnmap.h */
/* All areas like it have one page table: see ptshare.h. */
#define VM_SHARE_TABLE (1u << 5)

struct vma {
	struct mm *mm;
	uintptr_t start; /* both page-aligned, end exclusive */
	uintptr_t end;
	unsigned int flags;
	struct file *file;	    /* NULL: anonymous */
	struct pfn_device *device;  /* VM_PFNMAP: whose frames */
	uint64_t pgoff;		    /* page->index of the page at start */
	struct list_head link;	    /* mm->vmas */
	struct area_link file_link; /* file->areas, device->areas */
	struct area_link anon_link; /* mm->anon */
	/*
	 * luf_track=vma: the newest tick at which LUF deferred a flush of some page here;
	 * raised under page-table locks, never lowered (threads/001).  See luf_track.h.
	 */
	uint64_t luf_ugen;
	/* VM_SHARE_TABLE: the table that it shares, NULL: none any more; see ptshare.h. */
	struct page *table;
	struct list_head share_link;
	bool arriving; /* mremap() fills it: its tables stay; areas locks */
};

/* The owner of anonymous memory of @mm. */
static inline owner_t mm_owner(const struct mm *mm)
{
	return 2 * mm->tlb.ctx_id;
}

/* A new, empty address space; NULL when memory is out. */
struct mm *mm_create(void);

/* Unmap everything and free @mm.  No CPU may be about to use it. */
void mm_destroy(struct mm *mm);

/* Load @mm on this CPU for user accesses, or none with NULL. */
void mm_use(struct mm *mm);
/* The mm loaded on this CPU, or NULL. */
struct mm *mm_current(void);

/* The area that contains @va, or NULL.  Caller holds mmap_lock. */
struct vma *vma_find(struct mm *mm, uintptr_t va);
/* The first area that ends above @va, or NULL.  Caller holds mmap_lock. */
struct vma *vma_first_after(struct mm *mm, uintptr_t va);
/* The area behind @vma in its mm, or NULL; and the one before. */
struct vma *vma_next(const struct vma *vma);
struct vma *vma_prev(const struct vma *vma);

/*
 * A new area, linked into @mm and its file; NULL when memory is out.  The range must
 * be unmapped.  Caller holds mmap_lock for writing.
 */
struct vma *vma_insert(struct mm *mm, const struct vma *like);
/*
 * Split @vma at @va, which lies inside it; 0 or -ENOMEM.  Both halves keep the LUF
 * tick.  Caller holds mmap_lock for writing.
 */
int vma_split(struct vma *vma, uintptr_t va);
/* Unlink and free @vma.  No rmap walk may find it.  Caller holds mmap_lock for writing. */
void vma_free(struct vma *vma);
/* After this no rmap walk finds @vma. */
void vma_unlink_rmap(struct vma *vma);
/* Keep every rmap walk out of @vma; see kernel/sync/lock.h for the order. */
void vma_lock_rmap(const struct vma *vma);
void vma_unlock_rmap(const struct vma *vma);

#define for_each_vma(vma, mm, from, to)                                                            \
	for (vma = vma_first_after((mm), (from)); vma && vma->start < (to); vma = vma_next(vma))

/*
 * The address at which @vma maps the page with @index, 0 if it does not.  Anonymous
 * memory has its first address, in pages, for an index, and keeps it when it moves.
 */
uintptr_t vma_address(const struct vma *vma, uint64_t index);

/*
 * The calls that a program makes.  @va and @len are multiples of PAGE_SIZE, the range
 * lies below USER_VA_END, else -EINVAL; -ENOMEM when memory is out.
 */

/*
 * Map @len bytes at exactly @va, not 0, replacing what is there.  @file NULL: anonymous.
 * VM_SHARE_TABLE for what ptshare_is_possible() says no to, flags that are no program's, page
 * numbers that wrap: -EINVAL.
 */
int do_mmap(struct mm *mm, uintptr_t va, size_t len, unsigned int flags, struct file *file,
	    uint64_t pgoff);
/* On return no CPU can reach the old pages through the range. */
int do_munmap(struct mm *mm, uintptr_t va, size_t len);
/*
 * Change VM_READ, VM_WRITE and VM_EXEC of the range to @flags.  On return no CPU can
 * make an access there that the new flags forbid.  Holes: -ENOMEM, changing nothing.
 */
int do_mprotect(struct mm *mm, uintptr_t va, size_t len, unsigned int flags);

/*
 * Move the pages at @va, all in one area, else -EFAULT, to @new_va, where nothing may be
 * mapped, else -EINVAL.  On return no CPU can reach them through the old range.
 */
int do_mremap(struct mm *mm, uintptr_t va, size_t len, uintptr_t new_va);

/*
 * Discard the content of the range now, or, of private anonymous memory, whenever memory
 * is short, unless it is stored to before that.  On return a later access finds the memory
 * anew, or makes itself known to reclaim.  Holes: -ENOMEM, changing what comes before; areas
 * that share their table: -EINVAL, likewise.
 */
enum madvice { MADV_DONTNEED, MADV_FREE };
int do_madvise(struct mm *mm, uintptr_t va, size_t len, enum madvice advice);

/*
 * Resolve a fault of a user access at @va.  0: make the access again.  -EFAULT: it is
 * not allowed.  -ENOMEM.  -EIO: the device failed.
 */
enum fault_flags { FAULT_WRITE = 1, FAULT_EXEC = 2 };
int handle_mm_fault(struct mm *mm, uintptr_t va, unsigned int fault_flags);

/* Page faults that this CPU has taken, ever. */
uint64_t mm_faults_here(void);

#endif
