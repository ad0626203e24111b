/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Breakpoints in a program (uprobes): in every mm that maps a page of a file to execute it, a
 * private copy with other bytes replaces the page.
 */
#ifndef KERNEL_MM_MACHINERY_UPROBE_H
#define KERNEL_MM_MACHINERY_UPROBE_H

#include <stdint.h>
#include <kernel/mm/objects/filemap.h>

/* The most VMAs that a breakpoint may be in. */
#define UPROBE_MAX_AREAS 16

struct uprobe {
	struct file *file;
	uint64_t index; /* of the page in @file */
	size_t offset;	/* in the page */
	size_t len;
	const void *bytes; /* the breakpoint, @len bytes, which no CPU changes */
};

/*
 * Set @probe in every VMA that maps its page privately, executable and not writable.  On success no
 * CPU executes the old bytes in any of them.  A VMA that maps the page later has the file's bytes.
 * No mm that maps the file may end meanwhile.
 * 0; -ENOSPC: more VMAs than UPROBE_MAX_AREAS; -EAGAIN: a page that would be replaced is pinned;
 * -ENOMEM, -EIO.  After the last three it is set nowhere, unless removing it failed in the same
 * way.
 */
int uprobe_register(const struct uprobe *probe);

/*
 * Remove @probe wherever it still is, whatever mprotect() did to the VMA.  A page that has other
 * bytes there stays as it is, and so does a page that is swapped out where the VMA allows no
 * access.  On success no CPU executes the breakpoint.  Errors as above: it may be left in some
 * VMAs.
 */
int uprobe_unregister(const struct uprobe *probe);

#endif
