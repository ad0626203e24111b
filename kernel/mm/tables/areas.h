/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The areas that may map a page: those of its file, or those that share its anonymous
 * memory.  Reverse mapping begins here.
 *
 *	file->areas  ---+	vma->file_link		of every area of the file
 *	mm->anon     ---+	vma->anon_link		of every private area
 */
#ifndef KERNEL_MM_TABLES_AREAS_H
#define KERNEL_MM_TABLES_AREAS_H

#include <kernel/lib/list.h>
#include <kernel/sync/lock.h>

struct vma;

struct areas {
	rwlock_t lock; /* protects the list, and the ranges of the areas on it */
	struct list_head links;
};

/* One area's place on one such list. */
struct area_link {
	struct list_head list;
	struct areas *areas; /* NULL: on none */
	struct vma *vma;
};

void areas_init(struct areas *areas);

/*
 * A list for the anonymous memory of a new mm; NULL when memory is out.  It goes back
 * with areas_free(), but its lock and its list are valid for ever: a page keeps its
 * pointer for a moment longer than its mappings, and whoever follows it then finds
 * areas that do not map the page.
 */
struct areas *areas_alloc(void);
void areas_free(struct areas *areas);

/* Put @vma on @areas, behind @link if that is on it.  Caller holds the lock for writing. */
void area_link_add(struct area_link *link, struct areas *areas, struct vma *vma,
		   struct area_link *behind);
/* Caller holds the lock for writing. */
void area_link_del(struct area_link *link);

#endif
