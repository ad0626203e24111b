/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stand-ins for all calls that a text may make, made from verbs.def: each is noted, and
 * yields what yield_next says.  For one file of a test program alone.
 */
#ifndef TESTS_UNIT_TEXT_CALLS_H
#define TESTS_UNIT_TEXT_CALLS_H

#include <stdio.h>
#include <string.h>
#include <tests/text/verb_types.h>

#define CALLS_LOG_MAX 4096

static char calls_log[CALLS_LOG_MAX];
static uint64_t yield_next;

/* "name word word …" and a new line, in decimal; what does not fit is left out. */
static void note_call(const char *name, unsigned int nr, const uint64_t words[])
{
	size_t len = strlen(calls_log);
	size_t line = len;

	len += (size_t)snprintf(calls_log + len, sizeof(calls_log) - len, "%s", name);
	for (unsigned int i = 0; i < nr && len < sizeof(calls_log); i++)
		len += (size_t)snprintf(calls_log + len, sizeof(calls_log) - len, " %lu", words[i]);
	if (len + 1 < sizeof(calls_log))
		strcpy(calls_log + len, "\n");
	else
		calls_log[line] = '\0';
}

/* clang-format off */
#define RETURN_NOTHING
#define RETURN_LISTENS
#define RETURN_SETUP
#define RETURN_VALUE return yield_next;
#define RETURN_TOLD  return (int)yield_next;
#define RETURN_PAGE  return (struct page *)(uintptr_t)yield_next;
#define RETURN_SETUP_PAGE RETURN_PAGE

#define NOTE(name, yields, nr, ...)                                                                \
	{                                                                                          \
		const uint64_t words[] = { __VA_ARGS__ };                                          \
		note_call(#name, nr, words);                                                       \
		RETURN_##yields                                                                    \
	}

#define VERB0(name, yields)                                                                        \
	yields_##yields name(void) NOTE(name, yields, 0, 0)
#define VERB1(name, yields, a)                                                                     \
	yields_##yields name(as_##a p0) NOTE(name, yields, 1, (uint64_t)p0)
#define VERB2(name, yields, a, b)                                                                  \
	yields_##yields name(as_##a p0, as_##b p1)                                                 \
	NOTE(name, yields, 2, (uint64_t)p0, (uint64_t)p1)
#define VERB3(name, yields, a, b, c)                                                               \
	yields_##yields name(as_##a p0, as_##b p1, as_##c p2)                                      \
	NOTE(name, yields, 3, (uint64_t)p0, (uint64_t)p1, (uint64_t)p2)
#define VERB4(name, yields, a, b, c, d)                                                            \
	yields_##yields name(as_##a p0, as_##b p1, as_##c p2, as_##d p3)                           \
	NOTE(name, yields, 4, (uint64_t)p0, (uint64_t)p1, (uint64_t)p2, (uint64_t)p3)
#define VERB5(name, yields, a, b, c, d, e)                                                         \
	yields_##yields name(as_##a p0, as_##b p1, as_##c p2, as_##d p3, as_##e p4)                \
	NOTE(name, yields, 5, (uint64_t)p0, (uint64_t)p1, (uint64_t)p2, (uint64_t)p3, (uint64_t)p4)
#define VERB6(name, yields, a, b, c, d, e, f)                                                      \
	yields_##yields name(as_##a p0, as_##b p1, as_##c p2, as_##d p3, as_##e p4, as_##f p5)     \
	NOTE(name, yields, 6, (uint64_t)p0, (uint64_t)p1, (uint64_t)p2, (uint64_t)p3, (uint64_t)p4, \
	     (uint64_t)p5)

#include <tests/text/verbs.def>
/* clang-format on */

/* In the model, and on metal that follows it, a window is two pages. */
size_t window_pages(size_t pages)
{
	return pages < 2 ? pages : 2;
}

#endif
