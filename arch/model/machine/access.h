/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Marked accesses to shared memory, as part of an event or serially.
 */
#ifndef ARCH_MODEL_MACHINE_ACCESS_H
#define ARCH_MODEL_MACHINE_ACCESS_H

#include <stdint.h>

/*
 * The event in progress loads something of @frame, or of no frame, that conflicts on @object.  It
 * sees a store of its own CPU both before and after that has left the buffer; except for an entry,
 * in which a walk may set A in between.
 */
void access_touch_load(uint32_t object, uint32_t frame);

/* Load @size bytes, 1 to 8. */
uint64_t access_load(const void *at, unsigned int size);

/*
 * Store them, visible to all: walkers, and threads that wait for it.  While interleaved this is
 * part of the event in progress.
 */
void access_store(void *at, unsigned int size, uint64_t value);

/* The same for an instruction that does not read the old value. */
void access_overwrite(void *at, unsigned int size, uint64_t value);

#endif
