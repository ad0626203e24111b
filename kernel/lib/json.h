/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON on the console: every line is an object.
 *
 * Text comes in pieces.  A whole line that begins with '{' is an object by those who print
 * it; any other becomes {"text":"…"}.
 */
#ifndef KERNEL_LIB_JSON_H
#define KERNEL_LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_LINE_MAX 8192 /* a longer line becomes several */

/* Where the lines go, in pieces. */
typedef void json_write(const char *text, size_t len);

/* The line that is not whole yet. */
struct json_lines {
	char text[JSON_LINE_MAX];
	size_t len;
};

/* Add @text, and write what is whole. */
void json_put(struct json_lines *lines, const char *text, size_t len, json_write *write);

/* Write as text what there is of a line that nobody will end. */
void json_end(struct json_lines *lines, json_write *write);

/* Write @text as the inside of a string: what is no UTF-8 byte by byte, as Latin-1. */
void json_escape(const char *text, size_t len, json_write *write);

#endif
