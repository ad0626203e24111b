/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file that a server keeps, and that other clients change too: as a network file
 * system has it.  The server's copy is the blocks of the file; what is in our page cache
 * may be out of date at any time, with no write() of ours to tell.
 *
 * Two promises can be had from the server, as in NFS and AFS:
 *
 *	lock		close-to-open: under it we see all that others wrote before
 *	callback	the server tells of a page that another client has changed
 *
 * And one is kept without either: when any CPU has read the new content of a page into
 * our cache, no CPU reads an older one.
 */
#ifndef KERNEL_MM_CALLS_REMOTE_H
#define KERNEL_MM_CALLS_REMOTE_H

#include <kernel/mm/objects/filemap.h>

struct remote {
	struct file *file;
	spinlock_t grant; /* the server's lock on the file: ours, or another client's */
	uint64_t version; /* the server's change attribute; grant */
	uint64_t seen;	  /* the version that our cache was last checked against; grant */
};

/* From now on @file is @remote's.  Nothing of it is mapped or cached. */
void remote_attach(struct remote *remote, struct file *file);
/* And nobody's any more. */
void remote_detach(struct remote *remote);

/*
 * Another client writes @block, a page long, to page @index, by DMA: nothing of ours
 * runs.  0, or the device's error.
 */
int remote_update(struct remote *remote, uint64_t index, const void *block);

/*
 * The server calls: page @index has changed.  On return no CPU reads an older content.
 * 0, or as file_invalidate().
 */
int remote_callback(struct remote *remote, uint64_t index);

/*
 * Lock the file.  On return no CPU can read content through any mapping, or any
 * translation left behind, that is older than the last update.  0, or as
 * file_invalidate(): then it is not locked.  Caller holds no lock; the grant is
 * outermost.
 */
int remote_lock(struct remote *remote);
/* Write back what we changed, and unlock; 0 or the first error, unlocked all the same. */
int remote_unlock(struct remote *remote);

#endif
