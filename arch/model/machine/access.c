/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Marked accesses: what the compiler makes of READ_ONCE(), WRITE_ONCE() and the atomic
 * operations in code built with -fsanitize=thread.  Each is one event.
 *
 * The names and arguments are those of the compiler's run-time library for that option
 * (LLVM, compiler-rt/lib/tsan/rtl/tsan_interface_atomic.h).
 */
#include <stdbool.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/access.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>
#include <arch/model/machine/young.h>

#define PC() ((uintptr_t)__builtin_return_address(0))

void access_touch_load(uint32_t object, uint32_t frame)
{
	if (frame != NO_FRAME && frame_is_table(frame))
		event_touch(object, MODE_READ);
	else
		event_read_own(object);
}

uint64_t access_load(const void *at, unsigned int size)
{
	switch (size) {
	case 1:
		return *(const uint8_t *)at;
	case 2:
		return *(const uint16_t *)at;
	case 4:
		return *(const uint32_t *)at;
	default:
		return *(const uint64_t *)at;
	}
}

static void put(void *at, unsigned int size, uint64_t value)
{
	switch (size) {
	case 1:
		*(uint8_t *)at = (uint8_t)value;
		break;
	case 2:
		*(uint16_t *)at = (uint16_t)value;
		break;
	case 4:
		*(uint32_t *)at = (uint32_t)value;
		break;
	default:
		*(uint64_t *)at = value;
		break;
	}
}

/* @change: the change of a count that this stores, or 0. */
static void access_store_as(void *at, unsigned int size, uint64_t value, enum mode mode,
			    int32_t change)
{
	uint32_t frame;

	if (!memory_is_shared(at)) {
		put(at, size, value);
		return;
	}
	memory_mark(at);
	put(at, size, value);
	frame = memory_frame(at);
	if (interleaved) {
		if (change)
			event_count(object_word(at), change, (int32_t)value);
		else
			event_touch(object_word(at), mode);
		if (frame != NO_FRAME && frame_is_table(frame))
			event_touch(object_tables(), MODE_ADD);
		/* The frame may become a table later. */
		if (frame != NO_FRAME)
			event_touch(object_frame(frame), MODE_ADD);
		if (frame != NO_FRAME)
			oracle_frame_written(frame);
		sched_changed(object_word(at));
	}
	if (frame != NO_FRAME && frame_flags[frame] & FRAME_IS_TABLE) {
		tlb_word_changed(at);
		oracle_entry_stored(at);
	}
}

void access_store(void *at, unsigned int size, uint64_t value)
{
	access_store_as(at, size, value, MODE_WRITE, 0);
}

/* Overwrite @at unread: a walk may have set A in the old value, and fetched that before. */
void access_overwrite(void *at, unsigned int size, uint64_t value)
{
	if (young_is_possible(at)) {
		memory_mark(at);
		put(at, size, access_load(at, size) | PTE_ACCESSED);
		tlb_word_changed(at);
	}
	access_store(at, size, value);
}

/* The event in progress reads @at; if that is an entry, a walk may have set A in it before. */
static void let_walks_set_young(void *at, struct event *event)
{
	if (!young_is_possible(at))
		return;
	event->outcome = (uint8_t)explorer->choose(event_index(), 2);
	if (event->outcome)
		access_store(at, sizeof(uint64_t), *(uint64_t *)at | PTE_ACCESSED);
}

static uint64_t do_load(const void *at, unsigned int size, uintptr_t pc)
{
	struct event *event;
	uint64_t value;

	if (!interleaved || !memory_is_shared(at))
		return access_load(at, size);
	if (me()->tentative) {
		await_note(object_word(at));
		if (buffer_forwards(at, &value))
			return value;
		return access_load(at, size);
	}
	sched_point(OP_LOAD, at);
	event = event_begin(current_thread, OP_LOAD, pc);
	access_touch_load(object_word(at), memory_frame(at));
	if (!buffer_forwards(at, &value)) {
		let_walks_set_young((void *)at, event);
		value = access_load(at, size);
	}
	event->value = value;
	event->va = (uintptr_t)at;
	event_end();
	race_marked(at, false, pc);
	return value;
}

static void do_store(void *at, unsigned int size, uint64_t value, uintptr_t pc)
{
	struct event *event;

	if (!interleaved || !memory_is_shared(at)) {
		access_store(at, size, value);
		return;
	}
	sched_point(OP_STORE, at);
	event = event_begin(current_thread, OP_STORE, pc);
	event->value = value;
	event->va = (uintptr_t)at;
	if (buffer_takes_stores())
		buffer_store(at, size, value);
	else
		access_overwrite(at, size, value);
	event_end();
	race_marked(at, true, pc);
}

/* Before and after a read-modify-write. */
static struct event *rmw_begin(void *at, uintptr_t pc)
{
	struct event *event;

	if (!interleaved || !memory_is_shared(at))
		return NULL;
	HOST_BUG_ON(me()->tentative);
	sched_point(OP_RMW, at);
	event = event_begin(current_thread, OP_RMW, pc);
	event->va = (uintptr_t)at;
	let_walks_set_young(at, event);
	return event;
}

static void rmw_end(struct event *event, uint64_t value)
{
	if (!event)
		return;
	event->value = value;
	event_end();
	race_marked((const void *)event->va, true, event->pc);
}

static bool do_cmpxchg(void *at, void *expected, unsigned int size, uint64_t value, uintptr_t pc)
{
	struct event *event = rmw_begin(at, pc);
	uint64_t old = access_load(at, size);
	bool same = old == access_load(expected, size);

	if (same) {
		access_store(at, size, value);
	} else {
		put(expected, size, old);
		if (event)
			event_touch(object_word(at), MODE_READ);
	}
	rmw_end(event, same ? value : old);
	return same;
}

/*
 * Counts are 32 bits wide, and only whether a count comes to 0 matters: two changes that stay above
 * 1 commute, unless the count would come to 0 without what was added (see needs_additions() in
 * trace.c).  Why 1: one of the two changes may sleep (see dpor.c), and it changes the count by at
 * most 1.
 */
static bool is_count(unsigned int bits, uint64_t old, uint64_t new)
{
	int32_t change = (int32_t)(new - old);

	return bits == 32 && (int32_t)old > 1 && (int32_t) new > 1 && (change == 1 || change == -1);
}

/* A read-modify-write that changes nothing is a read. */
static void rmw_store(void *at, unsigned int size, uint64_t old, uint64_t new, bool counts)
{
	enum mode mode = new == old ? MODE_READ : MODE_WRITE;

	access_store_as(at, size, new, mode, counts ? (int32_t)(new - old) : 0);
}

#define RMW(bits, name, result, adds)                                                              \
	uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *at,                   \
						    uint##bits##_t value, int order);              \
	uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *at,                   \
						    uint##bits##_t value, int order)               \
	{                                                                                          \
		struct event *event = rmw_begin((void *)at, PC());                                 \
		uint##bits##_t old = *at;                                                          \
		uint##bits##_t new = (uint##bits##_t)(result);                                     \
                                                                                                   \
		(void)order;                                                                       \
		rmw_store((void *)at, (bits) / 8, old, new, adds);                                 \
		rmw_end(event, *at);                                                               \
		return old;                                                                        \
	}

#define ATOMICS(bits)                                                                              \
	uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *at, int order);   \
	uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *at, int order)    \
	{                                                                                          \
		(void)order;                                                                       \
		return (uint##bits##_t)do_load((const void *)at, (bits) / 8, PC());                \
	}                                                                                          \
                                                                                                   \
	void __tsan_atomic##bits##_store(volatile uint##bits##_t *at, uint##bits##_t value,        \
					 int order);                                               \
	void __tsan_atomic##bits##_store(volatile uint##bits##_t *at, uint##bits##_t value,        \
					 int order)                                                \
	{                                                                                          \
		(void)order;                                                                       \
		do_store((void *)at, (bits) / 8, value, PC());                                     \
	}                                                                                          \
                                                                                                   \
	int __tsan_atomic##bits##_compare_exchange_strong(volatile uint##bits##_t *at,             \
							  void *expected, uint##bits##_t value,    \
							  int order, int order_if_not);            \
	int __tsan_atomic##bits##_compare_exchange_strong(volatile uint##bits##_t *at,             \
							  void *expected, uint##bits##_t value,    \
							  int order, int order_if_not)             \
	{                                                                                          \
		(void)order;                                                                       \
		(void)order_if_not;                                                                \
		return do_cmpxchg((void *)at, expected, (bits) / 8, value, PC());                  \
	}                                                                                          \
                                                                                                   \
	uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                 \
		volatile uint##bits##_t *at, uint##bits##_t expected, uint##bits##_t value,        \
		int order, int order_if_not);                                                      \
	uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                 \
		volatile uint##bits##_t *at, uint##bits##_t expected, uint##bits##_t value,        \
		int order, int order_if_not)                                                       \
	{                                                                                          \
		(void)order;                                                                       \
		(void)order_if_not;                                                                \
		(void)do_cmpxchg((void *)at, &expected, (bits) / 8, value, PC());                  \
		return expected;                                                                   \
	}                                                                                          \
                                                                                                   \
	RMW(bits, exchange, value, false)                                                          \
	RMW(bits, fetch_add, old + value, is_count(bits, old, old + value))                        \
	RMW(bits, fetch_sub, old - value, is_count(bits, old, old - value))                        \
	RMW(bits, fetch_and, old &value, false)                                                    \
	RMW(bits, fetch_or, old | value, false)

ATOMICS(8)
ATOMICS(16)
ATOMICS(32)
ATOMICS(64)

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_thread_fence(int order)
{
	/* Weaker fences order nothing that TSO does not order already. */
	if (!interleaved || order != __ATOMIC_SEQ_CST)
		return;
	sched_point(OP_FENCE, NULL);
	(void)event_begin(current_thread, OP_FENCE, PC());
	event_end();
}
