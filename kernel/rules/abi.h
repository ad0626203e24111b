/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of calls: flags and choices that programs and tests name.  They use no type of the
 * memory manager, so a litmus test needs no other header of it.
 */
#ifndef KERNEL_RULES_ABI_H
#define KERNEL_RULES_ABI_H

/* Flags of VMAs. */
#define VM_READ	  (1u << 0)
#define VM_WRITE  (1u << 1)
#define VM_EXEC	  (1u << 2)
#define VM_SHARED (1u << 3) /* stores reach the file; else they are private to the mm */
#define VM_PFNMAP (1u << 4) /* maps a device's frames, without references: see pfnmap.h */
/* It shares its page table with all VMAs like it: see ptshare.h. */
#define VM_SHARE_TABLE (1u << 5)

/* See mm/calls/madvise.h. */
enum madvice { MADV_DONTNEED, MADV_FREE };

/* See mm/machinery/gup.h. */
enum gup_flags {
	GUP_WRITE = 1, /* the holder stores into the page */
	GUP_PIN = 2,
	GUP_LONGTERM = 4, /* a pin for as long as the holder likes */
};

/* See mm/machinery/cow.h. */
enum cow_rule { COW_EXCLUSIVE, COW_COUNT, COW_MAPCOUNT, NR_COW_RULES };

/* See mm/machinery/cow.h, too. */
enum pin_ro { PIN_RO_UNSHARE, PIN_RO_REFUSE, PIN_RO_WAIT, NR_PIN_ROS };

/* See mm/tables/held.h. */
enum wp_pinned { WP_PINNED_ALLOW, WP_PINNED_REFUSE, WP_PINNED_COUNT, NR_WP_PINNEDS };

/* See mm/objects/uffd_lock.h. */
enum uffd_lock { UFFD_LOCK_READ, UFFD_LOCK_GROUP, UFFD_LOCK_WRITE, NR_UFFD_LOCKS };

/* See tlb/broadcast.h. */
enum tlb_flush { TLB_FLUSH_IPI, TLB_FLUSH_BROADCAST, NR_TLB_FLUSHES };

/* The designs in force where there are several.  Zeros: Linux's. */
struct mm_rules {
	enum cow_rule cow;
	enum pin_ro pin_ro;
	enum wp_pinned wp_pinned;
	enum uffd_lock uffd_lock;
	enum tlb_flush tlb_flush;
};

#endif
