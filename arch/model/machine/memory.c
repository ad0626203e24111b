/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shared range, and restoring it line by line.
 */
#include <stdlib.h>
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/memory.h>

#define LINE 64

__attribute__((section("kernel_state"),
	       aligned(4096))) unsigned char model_memory[NR_FRAMES * PAGE_SIZE];

uint8_t *memory_line_dirty;

static unsigned char *pristine;
static unsigned char *saved;
static uint32_t *dirty;
static size_t nr_dirty;

static size_t shared_size(void)
{
	return (size_t)(__stop_kernel_state - __start_kernel_state);
}

static size_t nr_lines(void)
{
	return (shared_size() + LINE - 1) / LINE;
}

__attribute__((constructor)) static void memory_init(void)
{
	pristine = host_alloc(nr_lines() * LINE);
	memcpy(pristine, __start_kernel_state, shared_size());
	saved = host_alloc(nr_lines() * LINE);
	dirty = host_alloc(nr_lines() * sizeof(*dirty));
	memory_line_dirty = host_alloc(nr_lines());
	/* Until the first snapshot all lines are marked. */
	memset(memory_line_dirty, 1, nr_lines());
}

void memory_line_mark(size_t line)
{
	memory_line_dirty[line] = 1;
	dirty[nr_dirty++] = (uint32_t)line;
}

void memory_mark_range(const void *at, size_t size)
{
	const unsigned char *from = at;

	for (const unsigned char *line = from; line < from + size; line += LINE)
		memory_mark(line);
	if (size)
		memory_mark(from + size - 1);
}

void memory_reset(void)
{
	memcpy(__start_kernel_state, pristine, shared_size());
	memset(memory_line_dirty, 1, nr_lines());
	nr_dirty = 0;
}

void memory_snapshot(void)
{
	memcpy(saved, __start_kernel_state, shared_size());
	memset(memory_line_dirty, 0, nr_lines());
	nr_dirty = 0;
}

static void restore_line(size_t line)
{
	unsigned char *at = __start_kernel_state + line * LINE;
	size_t left = shared_size() - line * LINE;

	memcpy(at, saved + line * LINE, left < LINE ? left : LINE);
	memory_line_dirty[line] = 0;
	if (memory_frame(at) != NO_FRAME)
		memory_line_restored(memory_frame(at),
				     (unsigned int)(((uintptr_t)at % PAGE_SIZE) / LINE));
}

size_t memory_restore(void)
{
	size_t n = nr_dirty;

	for (size_t i = 0; i < n; i++)
		restore_line(dirty[i]);
	nr_dirty = 0;
	return n;
}
