/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First in, first out, one buffer a CPU.
 */
#include <arch/cpu.h>
#include <string.h>
#include <arch/model/access.h>
#include <arch/model/buffer.h>
#include <arch/model/lock.h>
#include <arch/model/machine.h>
#include <arch/model/sched.h>

#define DEPTH 64

struct entry {
	void *at;
	uint64_t value;
	uintptr_t pc;
	uint16_t event; /* one more than the one that put it here */
	uint16_t acquired_at;
	uint8_t size; /* 0: the release of a lock */
};

static struct buffer {
	unsigned int nr;
	uint16_t last_stored; /* one more than the program's event that put something here */
	uint8_t drained_of;   /* the thread whose store left last */
	struct entry entries[DEPTH];
} buffers[MODEL_CPUS];

bool buffers_in_use;

void buffer_use(bool tso)
{
	buffers_in_use = tso;
	buffer_reset();
}

void buffer_reset(void)
{
	for (unsigned int cpu = 0; cpu < MODEL_CPUS; cpu++)
		buffers[cpu].nr = buffers[cpu].last_stored = 0;
}

/*
 * A handler may find stores of its CPU's program in the buffer: it sees them, comes after
 * them, or has to wait for them.  Its own have left when it returns; what the program does
 * after that could have come before the handler.
 */
void buffer_order_event(enum op_kind kind)
{
	uint16_t stored = buffers[current_cpu].last_stored;
	uint32_t drained = threads[buffer_of(current_cpu)].last_event;

	if (is_handler(current_thread) && kind != OP_IPI_ENTER && stored)
		trace_conflict(stored - 1u);
	if (!buffer_must_be_empty(kind) || !drained)
		return;
	if (is_program(current_thread) && is_handler(buffers[current_cpu].drained_of))
		trace_conflict(drained - 1);
	else
		trace_order_after(drained - 1);
}

bool buffer_takes_stores(void)
{
	return buffers_in_use && interleaved;
}

bool buffer_is_empty(unsigned int cpu)
{
	return buffers[cpu].nr == 0;
}

static void put(struct entry entry)
{
	struct buffer *buffer = &buffers[current_cpu];

	if (buffer->nr == DEPTH)
		execution_too_large("stores in a store buffer");
	entry.event = (uint16_t)(event_index() + 1);
	if (is_program(current_thread)) {
		uint32_t handled = threads[handler_of(current_cpu)].last_event;

		buffer->last_stored = entry.event;
		if (handled)
			trace_conflict(handled - 1);
	}
	entry.pc = trace.events[event_index()].pc;
	buffer->entries[buffer->nr++] = entry;
}

void buffer_store(void *at, unsigned int size, uint64_t value)
{
	put((struct entry){ .at = at, .value = value, .size = (uint8_t)size });
}

void buffer_release(void *lock, uint16_t acquired_at)
{
	put((struct entry){ .at = lock, .acquired_at = acquired_at });
}

void buffer_return_from_fault(void)
{
	if (!interleaved)
		return;
	me()->returned = true;
	if (buffer_is_empty(current_cpu))
		return;
	sched_point(OP_FENCE, NULL);
	event_begin(current_thread, OP_FENCE, 0)->note = "returns from a page fault";
	event_end();
}

bool buffer_forwards(const void *at, uint64_t *value)
{
	const struct buffer *buffer = &buffers[current_cpu];

	for (unsigned int i = buffer->nr; i > 0; i--) {
		const struct entry *entry = &buffer->entries[i - 1];

		if (entry->at != at || !entry->size)
			continue;
		*value = entry->value;
		return true;
	}
	return false;
}

bool buffer_releases(const void *lock)
{
	const struct buffer *buffer = &buffers[current_cpu];

	for (unsigned int i = 0; i < buffer->nr; i++) {
		if (buffer->entries[i].at == lock && !buffer->entries[i].size)
			return true;
	}
	return false;
}

bool buffer_holds(uint32_t object)
{
	const struct buffer *buffer = &buffers[current_cpu];

	for (unsigned int i = 0; i < buffer->nr; i++) {
		if (buffer->entries[i].size && object_word(buffer->entries[i].at) == object)
			return true;
	}
	return false;
}

bool buffer_overlaps(const void *at, size_t size)
{
	const struct buffer *buffer = &buffers[current_cpu];
	uintptr_t from = (uintptr_t)at;

	for (unsigned int i = 0; i < buffer->nr; i++) {
		const struct entry *entry = &buffer->entries[i];
		uintptr_t to = (uintptr_t)entry->at;

		if (entry->size && to < from + size && to + entry->size > from)
			return true;
	}
	return false;
}

/* User programs may see the store. */
static void touch_frame(const void *at)
{
	uint32_t frame = memory_frame(at);

	if (frame != NO_FRAME && frame_flags[frame] & FRAME_IS_LEAF)
		event_touch(object_frame(frame), MODE_WRITE);
}

void buffer_drain_one(unsigned int cpu)
{
	struct buffer *buffer = &buffers[cpu];
	struct entry entry = buffer->entries[0];
	struct event *event = event_begin(buffer_of(cpu), OP_DRAIN, entry.pc);

	buffer->nr--;
	memmove(&buffer->entries[0], &buffer->entries[1], buffer->nr * sizeof(entry));
	event->value = entry.value;
	event->stored = entry.event;
	trace_order_after(entry.event - 1u);
	buffer->drained_of = trace.events[entry.event - 1].thread;
	if (entry.size) {
		touch_frame(entry.at);
		access_overwrite(entry.at, entry.size, entry.value);
	} else {
		event_release(object_word(entry.at), MODE_WRITE, entry.acquired_at);
		lock_release_now(entry.at, false);
	}
	event_end();
}
