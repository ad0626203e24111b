/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file of a network file system: a server keeps it, and other clients change it, too.  The
 * blocks of the file are the server's copy.  Our page cache may be out of date at any time,
 * without a write() of ours.
 *
 * The server can make two promises, as in NFS and AFS:
 *
 *	lock		close-to-open: under it we see all that others wrote before
 *	callback	the server tells us of a page that another client has changed
 *
 * One promise holds without either: once any CPU has read the new content of a page into
 * our cache, no CPU reads an older one.
 */
#ifndef KERNEL_MM_CALLS_REMOTE_H
#define KERNEL_MM_CALLS_REMOTE_H

#include <kernel/mm/objects/filemap.h>

struct remote {
	struct file *file;
	spinlock_t grant; /* the server's lock on the file; we or another client may hold it */
	uint64_t version; /* the server's change attribute; under grant */
	uint64_t seen;	  /* the version that our cache was last checked against; under grant */
};

/* Let @remote keep @file.  Nothing of it is mapped or cached. */
void remote_attach(struct remote *remote, struct file *file);
/* Make the file local again. */
void remote_detach(struct remote *remote);

/*
 * Another client writes @block, a page long, to page @index, by DMA: no code of ours runs.
 * 0, or the device's error.
 */
int remote_update(struct remote *remote, uint64_t index, const void *block);

/*
 * The server's callback: page @index has changed.  On return no CPU reads older content.
 * 0, or an error of file_invalidate().
 */
int remote_callback(struct remote *remote, uint64_t index);

/*
 * Lock the file.  On return no CPU can read content older than the last update, through any
 * mapping or any stale translation.  0, or an error of file_invalidate(): then it is not
 * locked.  Caller holds no lock; the grant is outermost.
 */
int remote_lock(struct remote *remote);
/* Write back what we changed, and unlock; 0 or the first error, unlocked all the same. */
int remote_unlock(struct remote *remote);

#endif
