/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page faults of user accesses.
 */
#ifndef KERNEL_MM_MACHINERY_MM_FAULT_H
#define KERNEL_MM_MACHINERY_MM_FAULT_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Resolve a fault of a user access at @va.  0: repeat the access.  -EFAULT: it is not allowed.
 * -ENOMEM.  -EIO: the device failed.
 */
enum fault_flags {
	FAULT_WRITE = 1,
	FAULT_EXEC = 2,
	FAULT_UNSHARE = 4, /* for a pin: make the page exclusive to this mapping, see gup.h */
};
int handle_mm_fault(struct mm *mm, uintptr_t va, unsigned int fault_flags);

#endif
