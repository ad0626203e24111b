/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editing one line: it takes bytes from a terminal, and echoes what the terminal must show.  No
 * device, no clock.
 *
 * The line always has at most LINE_MAX printable characters.  Other bytes and keys without a
 * meaning are ignored; an escape sequence that is cut off ends with the next byte that cannot
 * belong to it; a line that is too long is reported, not cut.
 *
 * The terminal need only know backspace.
 */
#ifndef TESTS_SHELL_LINE_H
#define TESTS_SHELL_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_MAX     240
#define LINE_HISTORY 16

enum line_event {
	LINE_MORE,     /* it goes on */
	LINE_DONE,     /* Enter: line->text is what was typed */
	LINE_TOO_LONG, /* Enter, after more than LINE_MAX characters */
	LINE_COMPLETE, /* Tab: the caller may line_insert() the rest of a word */
	LINE_DROPPED,  /* Ctrl-C: nothing was typed */
};

enum line_escape { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_SEQUENCE };

/* All zeros at the start, except echo. */
struct line {
	char text[LINE_MAX + 1]; /* ends with 0 */
	size_t len;
	size_t at; /* the cursor; len: behind the last character */
	bool too_long;
	enum line_escape escape;
	unsigned int escape_number; /* of ESC [ N ~ */

	/* The last lines, newest first; which of them is shown, 0: what is being typed. */
	char history[LINE_HISTORY][LINE_MAX + 1];
	size_t nr_history;
	size_t shown;
	char typed[LINE_MAX + 1]; /* while another is shown */

	/* Show @len bytes at @text: printable ones, "\b", "\n". */
	void (*echo)(const char *text, size_t len);
};

/* A new line begins; history stays. */
void line_begin(struct line *line);

/* Byte @c has come. */
enum line_event line_take(struct line *line, int c);

/* As if @len printable characters had been typed. */
void line_insert(struct line *line, const char *text, size_t len);

/* Show the line again, after other output: the caller has printed a prompt. */
void line_show(const struct line *line);

#endif
