/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Splitting a text into lines, and a line into words; and complaints with the place.
 */
#ifndef TESTS_TEXT_LEX_H
#define TESTS_TEXT_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/options/words.h>

#define TEXT_LINE_MAX 255

struct text_source {
	const char *name; /* in complaints */
	const char *at;	  /* what has not been read */
	const char *end;
	unsigned int line; /* the number of the last line read, from 1 */
};

/*
 * The next line that is not empty and does not begin with #, without its end, LF or CR LF, and the
 * blanks around it.  False: there is none; or, with *@wrong set, the line is no text or too long,
 * and a complaint has said so.
 */
bool text_next_line(struct text_source *source, struct word *line, bool *wrong);

/* The first word of @line, empty if there is none; @line becomes the rest, without blanks. */
struct word text_next_word(struct word *line);

/* Print "stalehound: NAME:LINE: " and the message in one line.  Returns false. */
bool text_refuse(const struct text_source *source, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * @word as complaints repeat it: in quotes, short, and with ? for bytes that do not print; or words
 * that say that it is the end of the line.  In a static buffer.
 */
const char *text_shown(struct word word);

#endif
