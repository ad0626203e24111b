/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VMAs that may map a page: those of its file, or those that share its anonymous
 * memory.  Reverse mapping begins here.
 *
 *	file->areas  ---+	vma->file_link		of every VMA of the file
 *	mm->anon     ---+	vma->anon_link		of every private VMA, of the mm and of
 *						its children: see fork.h
 */
#ifndef KERNEL_MM_TABLES_AREAS_H
#define KERNEL_MM_TABLES_AREAS_H

#include <stdbool.h>
#include <kernel/lib/list.h>
#include <kernel/sync/lock.h>

struct vma;

struct areas {
	rwlock_t lock; /* protects the list, and the ranges of the VMAs on it */
	struct list_head links;
	uint64_t added; /* VMAs added so far: tells a walk that paused whether one was; lock */
	bool ended;	/* areas_end() was called: the last VMA to leave frees the list; lock */
};

/* The place of one VMA on one such list. */
struct area_link {
	struct list_head list;
	struct areas *areas; /* NULL: on none */
	struct vma *vma;
};

void areas_init(struct areas *areas);

/*
 * A list for the anonymous memory of a new mm; NULL if there is no memory.  It is freed by
 * areas_end(), or, if VMAs of children are still on it, with the last of these.  Its lock and
 * its list stay valid for ever: page->anon outlives the page's mappings by a moment, and a
 * walk that follows it then finds VMAs that do not map the page.
 */
struct areas *areas_alloc(void);
void areas_end(struct areas *areas);

/* Put @vma at the end of @areas; take it off.  Both take the lock. */
void areas_add(struct areas *areas, struct area_link *link, struct vma *vma);
void areas_del(struct area_link *link);

/* Put @vma on @areas, behind @link if that is on it.  Caller holds the lock for writing. */
void area_link_add(struct area_link *link, struct areas *areas, struct vma *vma,
		   struct area_link *behind);
/* Caller holds the lock for writing. */
void area_link_del(struct area_link *link);

#endif
