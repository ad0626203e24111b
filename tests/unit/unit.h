/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The frame of a host unit test: a program is a file of TEST()s, each of which runs in
 * a process of its own, from the same state, so that a test may panic, crash or hang
 * and spoils no other.
 *
 *	TEST(id, "what must hold") { … EXPECT(…); }
 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void unit_fn(void);

#define TEST(id, what)                                                                             \
	static void id(void);                                                                      \
	__attribute__((constructor)) static void register_##id(void)                               \
	{                                                                                          \
		unit_register((what), id);                                                         \
	}                                                                                          \
	static void id(void)

void unit_register(const char *what, unit_fn *fn);

/* Each of these ends the test when it does not hold, saying where and why. */
#define EXPECT(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			unit_fail(__FILE__, __LINE__, "does not hold: %s", #condition);            \
	} while (0)

#define EXPECT_EQ(got, want)                                                                       \
	unit_expect_eq((uint64_t)(got), (uint64_t)(want), #got, __FILE__, __LINE__)

#define EXPECT_STR(got, want) unit_expect_str((got), (want), #got, __FILE__, __LINE__)

/* The statement panics, and the report has @text in it. */
#define EXPECT_PANIC(statement, text)                                                              \
	do {                                                                                       \
		if (unit_fork()) {                                                                 \
			statement;                                                                 \
			unit_exit(0);                                                              \
		}                                                                                  \
		unit_expect_panic((text), #statement, __FILE__, __LINE__);                         \
	} while (0)

void unit_fail(const char *file, int line, const char *fmt, ...)
	__attribute__((noreturn, format(printf, 3, 4)));
void unit_expect_eq(uint64_t got, uint64_t want, const char *what, const char *file, int line);
void unit_expect_str(const char *got, const char *want, const char *what, const char *file,
		     int line);
void unit_expect_panic(const char *text, const char *what, const char *file, int line);

/* True in the child, whose end unit_wait() awaits. */
bool unit_fork(void);
/* The child's exit status; that of a signal is 128 and more. */
int unit_wait(void);
/* How many of @all random cases a test tries: all if UNIT_FULL is set, else the first sixteenth. */
unsigned int unit_rounds(unsigned int all);
/* Flush all output and leave this process, without exit handlers. */
_Noreturn void unit_exit(int status);

#endif
