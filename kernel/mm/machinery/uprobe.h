/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Breakpoints in a program (uprobes): wherever a page of a file is mapped to be run, a
 * private copy with other bytes takes its place, in every mm.
 */
#ifndef KERNEL_MM_MACHINERY_UPROBE_H
#define KERNEL_MM_MACHINERY_UPROBE_H

#include <stdint.h>
#include <kernel/mm/objects/filemap.h>

/* As many areas as one may be in. */
#define UPROBE_MAX_AREAS 16

struct uprobe {
	struct file *file;
	uint64_t index; /* of the page in @file */
	size_t offset;	/* in the page */
	size_t len;
	const void *bytes; /* the breakpoint: @len of them, which no CPU changes */
};

/*
 * Set @probe in every area that maps its page privately, to be run and not to be stored to.
 * On success no CPU runs the old bytes in any of them.  An area that comes to map the page
 * later shows the file's own.  No mm that maps the file ends meanwhile.
 * 0; -ENOSPC: more areas than UPROBE_MAX_AREAS; -ENOMEM, -EIO: it is set nowhere, unless
 * taking it out failed likewise.
 */
int uprobe_register(const struct uprobe *probe);

/*
 * Take @probe out wherever it still is, whatever mprotect() has made of the area; a page with
 * other bytes in its place stays as it is, and so does one that is swapped out where no access
 * is permitted.  On success no CPU runs the breakpoint.  Errors as above: it may be left in
 * some areas.
 */
int uprobe_unregister(const struct uprobe *probe);

#endif
