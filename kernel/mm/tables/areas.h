/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The areas that may map a page: those of its file, or those that share its anonymous
 * memory.  Reverse mapping begins here.
 *
 *	file->areas  ---+	vma->file_link		of every area of the file
 *	mm->anon     ---+	vma->anon_link		of every private area, of the mm and of
 *						its children: see fork.h
 */
#ifndef KERNEL_MM_TABLES_AREAS_H
#define KERNEL_MM_TABLES_AREAS_H

#include <stdbool.h>
#include <kernel/lib/list.h>
#include <kernel/sync/lock.h>

struct vma;

struct areas {
	rwlock_t lock; /* protects the list, and the ranges of the areas on it */
	struct list_head links;
	uint64_t added; /* areas so far, so that who left the list sees that one has come; lock */
	bool ended;	/* the mm that it was made for has: the last area takes it along; lock */
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
 * with areas_end(), or, where areas of children are on it, with the last of these; but its
 * lock and its list are valid for ever: a page keeps its pointer for a moment longer than
 * its mappings, and whoever follows it then finds areas that do not map the page.
 */
struct areas *areas_alloc(void);
void areas_end(struct areas *areas);

/* Put @vma on @areas, behind all others, and take it off.  Nobody holds the lock. */
void areas_add(struct areas *areas, struct area_link *link, struct vma *vma);
void areas_del(struct area_link *link);

/* Put @vma on @areas, behind @link if that is on it.  Caller holds the lock for writing. */
void area_link_add(struct area_link *link, struct areas *areas, struct vma *vma,
		   struct area_link *behind);
/* Caller holds the lock for writing. */
void area_link_del(struct area_link *link);

#endif
