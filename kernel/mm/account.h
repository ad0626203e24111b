/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounts: when no address space is left, every frame is free or the kernel's own.
 */
#ifndef KERNEL_MM_ACCOUNT_H
#define KERNEL_MM_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/mm/page.h>

struct account {
	size_t frames;		      /* that were ever used */
	size_t in_use[NR_PAGE_KINDS]; /* of them now, by kind; PAGE_FREE: free */
	size_t wrong;		      /* frames whose own counts contradict each other */
	const struct page *first_wrong;
};

/* Count every frame.  Called while nobody else uses the memory manager. */
void account_take(struct account *account);

/*
 * With no mm left and no file cached: is every frame, mapping and reference accounted
 * for?  False: a line or two on the console say what is not.
 */
bool account_balances(const struct account *account);

#endif
