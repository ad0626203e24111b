/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * userfaultfd's calls, as far as write-protection needs them (userfaultfd(2),
 * ioctl_userfaultfd(2); threads/002).
 *
 * An entry of a registered VMA may have a marker (entry.h).  A store to it queues an event and
 * waits (uffd.h), whatever the VMA allows.  What happens to the marker:
 *
 *	swapped out, moving	kept: "When a page is swapped out, or moves, it stays protected"
 *	nothing mapped		kept, file or anonymous, as with UFFD_FEATURE_WP_UNPOPULATED
 *	file page reclaimed	kept, in the entry that is left
 *	MADV_DONTNEED		of a file: kept; of anonymous memory: dropped with the page
 *	dropped after MADV_FREE	kept, since nobody sees when reclaim drops a page; Linux drops it
 *	mremap()		moves along with the registration, as with
 *				UFFD_FEATURE_EVENT_REMAP, but without an event
 *	fork()			the parent keeps it; the child is not registered and has none, as
 *				without UFFD_FEATURE_EVENT_FORK
 *	munmap(), truncation	dropped
 *
 * uffd_lock.h chooses the lock that the calls hold until they have flushed.
 */
#ifndef KERNEL_MM_CALLS_UFFD_H
#define KERNEL_MM_CALLS_UFFD_H

#include <stddef.h>
#include <kernel/mm/objects/uffd.h>
#include <kernel/mm/tables/mm_types.h>

/*
 * UFFDIO_REGISTER with UFFDIO_REGISTER_MODE_WP: @uffd handles the faults of the range from now on.
 * 0; -ENOENT: nothing is mapped there; -EBUSY: another object has some of it; -EINVAL: a bad
 * address, frames of a device, or a table that VMAs share; -ENOMEM.
 */
int uffd_register(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

/* UFFDIO_UNREGISTER: undo that, drop all markers, and wake the faults that wait there. */
int uffd_unregister(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

/*
 * UFFDIO_WRITEPROTECT with UFFDIO_WRITEPROTECT_MODE_WP.  On return no store reaches a page of the
 * range, through any translation, before its marker is cleared.  0; -ENOENT: some of the range is
 * not registered with @uffd; -EINVAL; -ENOMEM: there was no memory for tables, and some markers may
 * be set; -EBUSY, unless wp_pinned=allow (held.h): pages that somebody holds have no marker.
 */
int uffd_protect(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

/*
 * Without that mode: clear the markers of the range, and wake the faults that wait there, even if
 * the call fails.  Entries stay read-only, so no flush is needed.  Errors as above.
 */
int uffd_unprotect(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

#endif
