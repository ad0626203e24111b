/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pools of kernel objects of one size, in frames that stay with the pool.
 */
#ifndef KERNEL_MM_FRAMES_POOL_H
#define KERNEL_MM_FRAMES_POOL_H

#include <stddef.h>
#include <stdint.h>
#include <kernel/sync/lock.h>

struct pool {
	const char *name;
	size_t size; /* of one object, at least a pointer, at most a page */
	spinlock_t lock;
	void *free; /* chain of free objects through their first word */
	size_t used;
};

#define POOL(label, type)                                                                          \
	{                                                                                          \
		.name = (label), .size = sizeof(type)                                              \
	}

/* A zeroed object, or NULL if there is no memory. */
void *pool_alloc(struct pool *pool);
void pool_free(struct pool *pool, void *object);

#endif
