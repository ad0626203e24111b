/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See lex.h.  Nothing is copied, and nothing is read beyond the end of the text, which has no NUL.
 */
#include <stdarg.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/text/lex.h>

#define SHOWN_MAX      40
#define NAME_SHOWN_MAX 80 /* of a file: the end, where paths differ */
#define COMPLAINT_MAX  400

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Comments may have bytes of UTF-8. */
static bool is_text(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= ' ' ? byte != 0x7f : c == '\t';
}

static struct word trimmed(struct word line)
{
	while (line.len && is_blank(*line.at)) {
		line.at++;
		line.len--;
	}
	while (line.len && is_blank(line.at[line.len - 1]))
		line.len--;
	return line;
}

/* The next line, unchanged; reads its end, too. */
static struct word take_line(struct text_source *source)
{
	struct word line = { source->at, 0 };
	size_t left = (size_t)(source->end - source->at);

	while (line.len < left && line.at[line.len] != '\n')
		line.len++;
	source->at += line.len + (line.len < left);
	source->line++;
	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool is_fine(const struct text_source *source, struct word line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (!is_text(line.at[i]))
			return text_refuse(source, "found a byte %u, expected text",
					   (unsigned char)line.at[i]);
	}
	return line.len <= TEXT_LINE_MAX ||
	       text_refuse(source, "found a line of %zu characters, expected %u at most", line.len,
			   TEXT_LINE_MAX);
}

bool text_next_line(struct text_source *source, struct word *line, bool *wrong)
{
	*wrong = false;
	while (source->at < source->end) {
		*line = take_line(source);
		*wrong = !is_fine(source, *line);
		if (*wrong)
			return false;
		*line = trimmed(*line);
		if (line->len && *line->at != '#')
			return true;
	}
	return false;
}

struct word text_next_word(struct word *line)
{
	struct word word = { line->at, 0 };

	while (word.len < line->len && !is_blank(word.at[word.len]))
		word.len++;
	*line = trimmed((struct word){ line->at + word.len, line->len - word.len });
	return word;
}

const char *text_shown(struct word word)
{
	static char shown[SHOWN_MAX + sizeof("'...'")];
	char copy[SHOWN_MAX + 1];
	size_t len;

	if (!word.len)
		return "the end of the line";
	for (len = 0; len < SHOWN_MAX && len < word.len; len++)
		copy[len] = word.at[len] >= ' ' && word.at[len] <= '~' ? word.at[len] : '?';
	copy[len] = '\0';
	snformat(shown, sizeof(shown), "'%s%s'", copy, word.len > SHOWN_MAX ? "..." : "");
	return shown;
}

bool text_refuse(const struct text_source *source, const char *fmt, ...)
{
	char message[COMPLAINT_MAX];
	size_t len = strlen(source->name);
	bool whole = len <= NAME_SHOWN_MAX;
	va_list args;

	va_start(args, fmt);
	vsnformat(message, sizeof(message), fmt, args);
	va_end(args);
	printk("stalehound: %s%s:%u: %s\n", whole ? "" : "...",
	       whole ? source->name : source->name + len - NAME_SHOWN_MAX,
	       source->line ? source->line : 1, message);
	return false;
}
