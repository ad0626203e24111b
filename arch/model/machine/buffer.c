/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Store buffers: first in, first out, one for each CPU.
 */
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/machine/access.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/lock.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>

#define DEPTH 64

struct entry {
	void *at;
	uint64_t value;
	uintptr_t pc;
	uint16_t event; /* one more than the event that put it here */
	uint16_t acquired_at;
	uint8_t size; /* 0: the release of a lock */
};

static struct buffer {
	unsigned int nr;
	uint32_t user_drained; /* one more than the last event in which a user's store left, or 0 */
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
		buffers[cpu].nr = buffers[cpu].user_drained = 0;
}

/*
 * An event that needs an empty buffer comes after the drains of its own thread's stores.  Drains of
 * the program's stores are not ordered before the handler's event: the handler could have been
 * entered before the program's store.
 */
void buffer_order_event(enum op_kind kind)
{
	uint32_t drained = threads[buffer_of(current_thread)].last_event;

	if (buffer_must_be_empty(kind) && drained)
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

static unsigned int storing_thread(const struct entry *entry)
{
	return trace.events[entry->event - 1].thread;
}

unsigned int buffer_next(unsigned int cpu)
{
	return buffer_of(storing_thread(&buffers[cpu].entries[0]));
}

static void put(struct entry entry)
{
	struct buffer *buffer = &buffers[current_cpu];

	if (buffer->nr == DEPTH)
		execution_too_large("stores in a store buffer");
	entry.event = (uint16_t)(event_index() + 1);
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

/* The running handler sees what its CPU's program has stored, so it comes after that. */
static void order_handler_after(const struct entry *entry)
{
	if (trace_is_open() && is_handler(current_thread) && is_program(storing_thread(entry)))
		trace_conflict(entry->event - 1u);
}

bool buffer_forwards(const void *at, uint64_t *value)
{
	const struct buffer *buffer = &buffers[current_cpu];

	for (unsigned int i = buffer->nr; i > 0; i--) {
		const struct entry *entry = &buffer->entries[i - 1];

		if (entry->at != at || !entry->size)
			continue;
		order_handler_after(entry);
		*value = entry->value;
		return true;
	}
	return false;
}

bool buffer_releases(const void *lock)
{
	const struct buffer *buffer = &buffers[current_cpu];

	for (unsigned int i = 0; i < buffer->nr; i++) {
		if (buffer->entries[i].at != lock || buffer->entries[i].size)
			continue;
		order_handler_after(&buffer->entries[i]);
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

static bool is_users(const struct entry *entry)
{
	uint8_t kind = trace.events[entry->event - 1].kind;

	return kind == OP_USER || kind == OP_STORES;
}

bool buffer_users_landed(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		for (unsigned int i = 0; i < buffers[cpu].nr; i++) {
			if (is_users(&buffers[cpu].entries[i]))
				return false;
		}
	}
	return true;
}

void buffer_order_after_users(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		uint32_t drained = buffers[cpu].user_drained;

		if (!drained)
			continue;
		/* The handler could come before that store, but not between it and the drain. */
		trace_conflict(trace.events[drained - 1].stored - 1u);
		trace_order_after(drained - 1);
	}
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
	unsigned int storing = storing_thread(&entry);
	struct event *event = event_begin(buffer_of(storing), OP_DRAIN, entry.pc);

	if (is_users(&entry))
		buffer->user_drained = event_index() + 1;
	buffer->nr--;
	memmove(&buffer->entries[0], &buffer->entries[1], buffer->nr * sizeof(entry));
	event->value = entry.value;
	event->stored = entry.event;
	trace_order_after(entry.event - 1u);
	if (entry.size) {
		touch_frame(entry.at);
		access_overwrite(entry.at, entry.size, entry.value);
	} else {
		event_release(object_word(entry.at), MODE_WRITE, entry.acquired_at);
		lock_release_now(entry.at, false);
	}
	event_end();
}
