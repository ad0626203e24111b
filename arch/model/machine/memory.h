/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the CPUs of the model share: simulated physical memory, and the variables of the
 * kernel and the tests.  Both are in one range, kernel_state (see kernel.ld), which can be
 * restored to an earlier state: every execution starts from the same one.
 *
 *	kernel_state = .data and .bss of the kernel's part | physical memory
 *
 * It is divided into units of 4 bytes, on which accesses conflict, and lines of 64, which are
 * restored.
 */
#ifndef ARCH_MODEL_MACHINE_MEMORY_H
#define ARCH_MODEL_MACHINE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/phys.h>

#define FIRST_PFN   256u /* physical memory begins at 1 MiB */
#define NR_FRAMES   512u
#define NO_FRAME    UINT32_MAX
#define FRAME_WORDS (PAGE_SIZE / sizeof(uint64_t))

extern unsigned char __start_kernel_state[];
extern unsigned char __stop_kernel_state[];
extern unsigned char model_memory[NR_FRAMES * PAGE_SIZE];

static inline bool memory_is_shared(const void *at)
{
	return (uintptr_t)at - (uintptr_t)__start_kernel_state <
	       (uintptr_t)(__stop_kernel_state - __start_kernel_state);
}

/* Index of the shared unit that @at begins in. */
static inline uint32_t memory_unit(const void *at)
{
	return (uint32_t)(((uintptr_t)at - (uintptr_t)__start_kernel_state) / sizeof(uint32_t));
}

/* How many units there are. */
static inline uint32_t memory_units(void)
{
	return (uint32_t)((uintptr_t)(__stop_kernel_state - __start_kernel_state) /
			  sizeof(uint32_t)) +
	       1;
}

/* The frame that @at lies in, counted from FIRST_PFN, or NO_FRAME. */
static inline uint32_t memory_frame(const void *at)
{
	uintptr_t offset = (uintptr_t)at - (uintptr_t)model_memory;

	return offset < sizeof(model_memory) ? (uint32_t)(offset >> PAGE_SHIFT) : NO_FRAME;
}

static inline uint64_t *frame_words(uint32_t frame)
{
	return (uint64_t *)(void *)(model_memory + frame * PAGE_SIZE);
}

extern uint8_t *memory_line_dirty;
void memory_line_mark(size_t line);

/* Shared memory at @at, at most a line, is about to be written. */
static inline void memory_mark(const void *at)
{
	size_t line = ((uintptr_t)at - (uintptr_t)__start_kernel_state) / 64;

	if (!memory_line_dirty[line])
		memory_line_mark(line);
}

/* The same for any size. */
void memory_mark_range(const void *at, size_t size);

/* Restore all shared memory to what it was when the program began. */
void memory_reset(void);

/* Save all shared memory. */
void memory_snapshot(void);
/* Restore what was marked since.  Returns how many lines. */
size_t memory_restore(void);

/* Called for each line of physical memory that is restored. */
void memory_line_restored(uint32_t frame, unsigned int line);

#endif
