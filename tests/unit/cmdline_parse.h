/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing a command line in a unit test: what it is taken for, or the one line that refuses it.
 */
#ifndef TESTS_UNIT_CMDLINE_PARSE_H
#define TESTS_UNIT_CMDLINE_PARSE_H

#include <stdlib.h>
#include <string.h>
#include <kernel/options/cmdline.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static struct options options;

/* Parse a copy on the heap, so that reading past its end is noticed. */
static inline bool parse(const char *text)
{
	char *copy = strdup(text);
	bool ok;

	host_console_clear();
	memset(&options, 0xee, sizeof(options));
	ok = cmdline_parse(copy, &options);
	free(copy);
	return ok;
}

#define ACCEPTS(text)                                                                              \
	do {                                                                                       \
		EXPECT(parse(text));                                                               \
		EXPECT_STR(host_console(), "");                                                    \
	} while (0)

/* Refused with one line, that begins with our name and has all of the words in it. */
static inline void expect_refusal(const char *text, const char *const words[], int line)
{
	if (parse(text))
		unit_fail(__FILE__, line, "taken for right: '%s'", text);
	if (host_console_lines() != 1 || !strchr(host_console(), '\n'))
		unit_fail(__FILE__, line, "not one whole line about '%s'", text);
	if (strncmp(host_console(), "stalehound: ", 12))
		unit_fail(__FILE__, line, "does not say who speaks: %s", host_console());
	for (; *words; words++) {
		if (!strstr(host_console(), *words))
			unit_fail(__FILE__, line, "'%s' is not named: %s", *words, host_console());
	}
}

#define REFUSES(text, ...)                                                                         \
	expect_refusal((text), (const char *const[]){ __VA_ARGS__, NULL }, __LINE__)

#endif
