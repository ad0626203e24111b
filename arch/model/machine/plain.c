/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the compiler makes of plain accesses in code built with -fsanitize=thread: a call
 * before each of them (LLVM, compiler-rt/lib/tsan/rtl/tsan_interface.h).
 */
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/plain.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>

#define PC() ((uintptr_t)__builtin_return_address(0))

/* A plain store that the compiler is about to make to a table. */
static const void *unsettled;

void plain_settle(void)
{
	const void *at = unsettled;

	if (!at)
		return;
	unsettled = NULL;
	tlb_word_changed(at);
}

/* Was this thread's last event one on the content of @frame? */
static bool is_same_event(uint32_t frame, enum mode mode)
{
	const struct thread *thread = me();
	const struct event *last;

	if (!thread->last_event || thread->content_frame != frame)
		return false;
	last = &trace.events[thread->last_event - 1];
	return last->kind == OP_CONTENT && (mode == MODE_READ || last->value == mode);
}

/* The content of @frame, which user programs may see, is read or written. */
static void content_event(uint32_t frame, enum mode mode, const void *at, uintptr_t pc)
{
	struct event *event;
	bool table = frame_is_table(frame) && mode == MODE_WRITE;

	if (!table && is_same_event(frame, mode))
		return;
	sched_point(OP_CONTENT, at);
	event = event_begin(current_thread, OP_CONTENT, pc);
	event->va = frame;
	event->value = mode;
	event_touch(object_frame(frame), mode);
	if (mode == MODE_WRITE)
		oracle_frame_written(frame);
	if (table) {
		event_touch(object_word(at), MODE_WRITE);
		event_touch(object_tables(), MODE_ADD);
	}
	event_end();
	me()->content_frame = frame;
}

/*
 * Plain accesses do not use the store buffer.  A plain access to a place to which it has a marked
 * store waits until that is visible.
 */
static void leave_buffer(const void *at, size_t size)
{
	if (!buffer_overlaps(at, size))
		return;
	sched_point(OP_FENCE, NULL);
	event_begin(current_thread, OP_FENCE, 0)->note = "plain access to a buffered store";
	event_end();
}

/* Is @at where the kernel looks whether a mutant is active? */
static inline void note_mutant(const void *at)
{
	uintptr_t id = (uintptr_t)at - (uintptr_t)mutant_active;

	if (id < NR_MUTANTS)
		coverage_note((enum mutant)id);
}

static inline void plain_read(const void *at, uintptr_t pc)
{
	uint32_t frame;

	if (!interleaved)
		return;
	if (!memory_is_shared(at)) {
		note_mutant(at);
		return;
	}
	plain_settle();
	if (!buffer_is_empty(current_cpu))
		leave_buffer(at, sizeof(uint64_t));
	frame = memory_frame(at);
	if (frame != NO_FRAME && frame_flags[frame] & FRAME_IS_LEAF)
		content_event(frame, MODE_READ, at, pc);
	else
		race_read(at, pc);
}

static inline void plain_write(void *at, uintptr_t pc)
{
	uint32_t frame;

	if (!memory_is_shared(at))
		return;
	plain_settle();
	if (interleaved && !buffer_is_empty(current_cpu))
		leave_buffer(at, sizeof(uint64_t));
	memory_mark(at);
	frame = memory_frame(at);
	if (frame != NO_FRAME && frame_flags[frame]) {
		if (interleaved)
			content_event(frame, MODE_WRITE, at, pc);
		if (frame_flags[frame] & FRAME_IS_TABLE)
			unsettled = at;
	}
	if (interleaved && !(frame != NO_FRAME && frame_flags[frame]))
		race_write(at, pc);
}

#define PLAIN(read, write)                                                                         \
	void read(void *at);                                                                       \
	void read(void *at)                                                                        \
	{                                                                                          \
		plain_read(at, PC());                                                              \
	}                                                                                          \
                                                                                                   \
	void write(void *at);                                                                      \
	void write(void *at)                                                                       \
	{                                                                                          \
		plain_write(at, PC());                                                             \
	}

PLAIN(__tsan_read1, __tsan_write1)
PLAIN(__tsan_read2, __tsan_write2)
PLAIN(__tsan_read4, __tsan_write4)
PLAIN(__tsan_read8, __tsan_write8)

/* clang calls these if it is not sure, as for a struct argument.  No shared data is unaligned. */
PLAIN(__tsan_unaligned_read2, __tsan_unaligned_write2)
PLAIN(__tsan_unaligned_read4, __tsan_unaligned_write4)
PLAIN(__tsan_unaligned_read8, __tsan_unaligned_write8)

static void range_read(const void *at, size_t size, uintptr_t pc)
{
	for (size_t i = 0; i < size; i += 8)
		plain_read((const char *)at + i, pc);
}

static void range_write(void *at, size_t size, uintptr_t pc)
{
	for (size_t i = 0; i < size; i += 8)
		plain_write((char *)at + i, pc);
}

void __tsan_read16(void *at);
void __tsan_read16(void *at)
{
	range_read(at, 16, PC());
}

void __tsan_write16(void *at);
void __tsan_write16(void *at)
{
	range_write(at, 16, PC());
}

void __tsan_read_range(void *at, unsigned long size);
void __tsan_read_range(void *at, unsigned long size)
{
	range_read(at, size, PC());
}

void __tsan_write_range(void *at, unsigned long size);
void __tsan_write_range(void *at, unsigned long size)
{
	range_write(at, size, PC());
}

void __tsan_init(void);
void __tsan_init(void)
{
}

static void table_rewritten(void *at, size_t size)
{
	for (size_t i = 0; i < size; i += 8)
		tlb_word_changed((char *)at + i);
}

/* The kernel's memset() and memcpy(), which access whole pages and objects. */
static bool write_begin(void *to, size_t n, uintptr_t pc)
{
	uint32_t frame = memory_frame(to);

	if (!n || !memory_is_shared(to))
		return false;
	plain_settle();
	if (interleaved && !buffer_is_empty(current_cpu))
		leave_buffer(to, n);
	memory_mark_range(to, n);
	if (interleaved && frame != NO_FRAME && frame_flags[frame])
		content_event(frame, MODE_WRITE, to, pc);
	return frame != NO_FRAME && frame_flags[frame] & FRAME_IS_TABLE;
}

void *model_memset(void *to, int byte, size_t n);
void *model_memset(void *to, int byte, size_t n)
{
	bool table = write_begin(to, n, PC());

	memset(to, byte, n);
	if (table)
		table_rewritten(to, n);
	return to;
}

void *model_memcpy(void *to, const void *from, size_t n);
void *model_memcpy(void *to, const void *from, size_t n)
{
	bool table;

	if (n)
		plain_read(from, PC());
	if (interleaved && !buffer_is_empty(current_cpu))
		leave_buffer(from, n);
	table = write_begin(to, n, PC());
	memcpy(to, from, n);
	if (table)
		table_rewritten(to, n);
	return to;
}

/* The kernel has none; clang calls it to copy a struct that may be the same one. */
void *model_memmove(void *to, const void *from, size_t n);
void *model_memmove(void *to, const void *from, size_t n)
{
	uintptr_t distance = (uintptr_t)to > (uintptr_t)from ? (uintptr_t)to - (uintptr_t)from :
							       (uintptr_t)from - (uintptr_t)to;

	HOST_BUG_ON(distance && distance < n);
	return distance ? model_memcpy(to, from, n) : to;
}
