/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * userfaultfd's calls, as far as write-protection needs them (userfaultfd(2),
 * ioctl_userfaultfd(2); threads/002).
 *
 * An entry of a registered area may have a marker (entry.h).  A store to it queues an event and
 * waits (uffd.h), whatever the area allows.  What becomes of the marker:
 *
 *	swapped out, moving	kept: "When a page is swapped out, or moves, it stays protected"
 *	nothing mapped		kept, file or anonymous, as with UFFD_FEATURE_WP_UNPOPULATED
 *	file page reclaimed	kept, in the entry that is left
 *	MADV_DONTNEED		of a file kept; of anonymous memory dropped, with what it was about
 *	mremap()		moves along, and the registration with it, as with
 *				UFFD_FEATURE_EVENT_REMAP, but that no event tells of it
 *	fork()			the parent keeps it; the child is not registered and has none, as
 *				without UFFD_FEATURE_EVENT_FORK
 *	munmap(), truncation	dropped
 *
 * Which lock the calls hold, flush included, is a choice: uffd_lock.h.
 */
#ifndef KERNEL_MM_CALLS_UFFD_H
#define KERNEL_MM_CALLS_UFFD_H

#include <stddef.h>
#include <kernel/mm/objects/uffd.h>
#include <kernel/mm/tables/mm_types.h>

/*
 * UFFDIO_REGISTER with UFFDIO_REGISTER_MODE_WP: faults of the range are @uffd's from now on.
 * 0; -ENOENT: nothing is mapped there; -EBUSY: some of it is another's; -EINVAL: addresses that
 * mm.h refuses, a device's frames, a table that areas share; -ENOMEM.
 */
int uffd_register(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

/* UFFDIO_UNREGISTER: and nobody's, with no marker left.  Whoever waits there goes on. */
int uffd_unregister(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

/*
 * UFFDIO_WRITEPROTECT with UFFDIO_WRITEPROTECT_MODE_WP.  On return no store reaches a page of
 * the range, by whatever translation, before its marker is cleared.  0; -ENOENT: some of it is
 * not registered with @uffd; -EINVAL; -ENOMEM: markers have no table to be in, and some may be
 * set; -EBUSY: unless wp_pinned=allow (held.h) pages that somebody holds have none.
 */
int uffd_protect(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

/*
 * Without that mode: the markers of the range go, and whoever waits there begins its fault
 * anew, even if it fails.  Entries stay read-only, so nothing is flushed.  As above.
 */
int uffd_unprotect(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len);

#endif
