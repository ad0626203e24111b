/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Circular doubly linked lists, as in Linux: a head and members embedded in objects.
 * A member that is on no list points to itself.
 */
#ifndef KERNEL_LIB_LIST_H
#define KERNEL_LIB_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

/* clang-format off */
#define LIST_HEAD_INIT(name) { &(name), &(name) }

#define container_of(ptr, type, member) ((type *)(void *)((char *)(ptr) - offsetof(type, member)))
/* clang-format on */

static inline void list_init(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void list_insert(struct list_head *item, struct list_head *before,
			       struct list_head *after)
{
	item->prev = before;
	item->next = after;
	before->next = item;
	after->prev = item;
}

static inline void list_add(struct list_head *item, struct list_head *head)
{
	list_insert(item, head, head->next);
}

static inline void list_add_tail(struct list_head *item, struct list_head *head)
{
	list_insert(item, head->prev, head);
}

static inline void list_del(struct list_head *item)
{
	item->prev->next = item->next;
	item->next->prev = item->prev;
	list_init(item);
}

#define list_entry(ptr, type, member)  container_of(ptr, type, member)
#define list_first(head, type, member) list_entry((head)->next, type, member)

#define list_for_each_entry(pos, head, member)                                                     \
	for (pos = list_first(head, __typeof__(*pos), member); &pos->member != (head);             \
	     pos = list_first(&pos->member, __typeof__(*pos), member))

/* @pos may be removed from the list in the body. */
#define list_for_each_entry_safe(pos, following, head, member)                                     \
	for (pos = list_first(head, __typeof__(*pos), member),                                     \
	    following = list_first(&pos->member, __typeof__(*pos), member);                        \
	     &pos->member != (head);                                                               \
	     pos = following, following = list_first(&pos->member, __typeof__(*pos), member))

#endif
