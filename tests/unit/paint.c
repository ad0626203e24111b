/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that nobody has written yet.  A fresh process finds zeroes nearly everywhere, so a
 * test that reads what it never wrote passes here and fails elsewhere.  Hence a pattern lies
 * on the stacks and in the frames before a test begins; on the heap the C library or ASan
 * puts one, see run.sh.  Built for MemorySanitizer, the frames count as never written.
 */
#include <stdlib.h>
#include <string.h>
#include <tests/unit/paint.h>

#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#include <sanitizer/msan_interface.h>
#define FORGET(at, size) __msan_poison((at), (size))
#endif
#endif
#ifndef FORGET
#define FORGET(at, size) ((void)0)
#endif

#define STACK_SIZE (128UL << 10) /* fits where stacks are small, too */
#define PATTERN	   0xa5

static int pattern(void)
{
	const char *text = getenv("UNIT_PATTERN");

	return text ? (int)strtol(text, NULL, 16) & 0xff : PATTERN;
}

__attribute__((noinline)) void paint(void *at, size_t size)
{
	memset(at, pattern(), size);
	FORGET(at, size);
}

__attribute__((noinline, no_sanitize("address"))) void paint_stack(void)
{
	unsigned char room[STACK_SIZE];

	paint(room, sizeof(room));
}
