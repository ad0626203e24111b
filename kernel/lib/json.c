/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Turning lines into objects.
 */
#include <stdint.h>
#include <kernel/lib/json.h>
#include <kernel/lib/string.h>

static void write_text(const char *text, json_write *write)
{
	write(text, strlen(text));
}

/* The length of the UTF-8 character at @text, which has @len bytes; 0: it is none. */
static size_t utf8_len(const unsigned char *text, size_t len)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = text[0] < 0x80 ? 1 :
		   text[0] < 0xc0 ? 0 :
		   text[0] < 0xe0 ? 2 :
		   text[0] < 0xf0 ? 3 :
				    4;
	uint32_t code = n < 2 ? text[0] : text[0] & (0x7fu >> n);

	if (!n || n > len || text[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return n;
}

static void escape_byte(unsigned char byte, json_write *write)
{
	const char text[] = {
		'\\', 'u', '0', '0', "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]
	};

	write(text, sizeof(text));
}

void json_escape(const char *text, size_t len, json_write *write)
{
	for (size_t i = 0; i < len;) {
		size_t n = utf8_len((const unsigned char *)text + i, len - i);

		if (n == 0 || (unsigned char)text[i] < ' ' || text[i] == 0x7f) {
			escape_byte((unsigned char)text[i], write);
			n = 1;
		} else {
			if (text[i] == '"' || text[i] == '\\')
				write("\\", 1);
			write(text + i, n);
		}
		i += n;
	}
}

void json_end(struct json_lines *lines, json_write *write)
{
	if (!lines->len)
		return;
	write_text("{\"text\":\"", write);
	json_escape(lines->text, lines->len, write);
	write_text("\"}\n", write);
	lines->len = 0;
}

static void end_whole(struct json_lines *lines, json_write *write)
{
	if (lines->text[0] != '{') {
		json_end(lines, write);
		return;
	}
	write(lines->text, lines->len);
	write("\n", 1);
	lines->len = 0;
}

void json_put(struct json_lines *lines, const char *text, size_t len, json_write *write)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n' && lines->len) {
			end_whole(lines, write);
		} else if (text[i] != '\n') {
			if (lines->len == JSON_LINE_MAX)
				json_end(lines, write);
			lines->text[lines->len++] = text[i];
		}
	}
}
