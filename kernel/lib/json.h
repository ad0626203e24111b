/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON on the console: every line is an object.
 *
 * Text comes in pieces.  A whole line that begins with '{' was printed as an object; any other
 * line becomes {"text":"…"}.
 */
#ifndef KERNEL_LIB_JSON_H
#define KERNEL_LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_LINE_MAX 8192 /* a longer line is split */

/* Where the lines go, in pieces. */
typedef void json_write(const char *text, size_t len);

/* The line that is not complete yet. */
struct json_lines {
	char text[JSON_LINE_MAX];
	size_t len;
};

/* Add @text, and write the lines that are complete. */
void json_put(struct json_lines *lines, const char *text, size_t len, json_write *write);

/* Write an incomplete line as text: nobody will complete it. */
void json_end(struct json_lines *lines, json_write *write);

/* Write @text as the inside of a string; bytes that are not UTF-8 are taken as Latin-1. */
void json_escape(const char *text, size_t len, json_write *write);

#endif
