/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several texts in one file: see text_load_all().  Each has its size, so that a text may contain
 * anything.
 */
#include <kernel/lib/string.h>
#include <tests/text/parse.h>
#include <tests/text/text.h>

#define MARKER "# stalehound-litmus:"

/* The line where @source is; it does not read its end. */
static struct word line_at(const struct text_source *source)
{
	struct word line = { source->at, 0 };

	while (source->at + line.len < source->end && source->at[line.len] != '\n')
		line.len++;
	return line;
}

static bool is_marker(struct word line)
{
	return line.len >= sizeof(MARKER) - 1 && !memcmp(line.at, MARKER, sizeof(MARKER) - 1);
}

/* Advance by @size bytes, which are there. */
static void skip(struct text_source *source, size_t size)
{
	for (; size; size--)
		source->line += *source->at++ == '\n';
}

static bool unfit(const struct text_source *source, struct word line)
{
	return text_refuse(source,
			   "found %s, expected '" MARKER " SIZE NAME' before so many bytes and a "
			   "new line, or '" MARKER " end'",
			   text_shown(line));
}

/* Load the text after the marker @line; @rest is the part of the line after its colon. */
static bool load_one(struct text_source *source, struct word line, struct word rest)
{
	struct word number = text_next_word(&rest);
	const char *text = line.at + line.len + 1;
	char name[TEXT_FILE_MAX + 1] = "";
	uint64_t size;

	if (!word_number(number, 0, TEXT_SIZE_MAX, &size) || !rest.len || rest.len > TEXT_FILE_MAX)
		return unfit(source, line);
	if (text > source->end || size >= (size_t)(source->end - text) || text[size] != '\n')
		return unfit(source, line);
	memcpy(name, rest.at, rest.len);
	skip(source, line.len + 1 + (size_t)size + 1);
	return text_load(name, text, (size_t)size) != NULL;
}

bool text_load_all(const char *name, const char *text, size_t size)
{
	char file[TEXT_FILE_MAX + 1];
	struct text_source source = { .name = file, .at = text, .end = text + size, .line = 1 };

	if (!is_marker(line_at(&source)))
		return text_load(name, text, size) != NULL;
	text_keep_name(name, file);
	for (;;) {
		struct word line = line_at(&source);
		struct word rest = { line.at + sizeof(MARKER) - 1,
				     line.len - (sizeof(MARKER) - 1) };

		if (!is_marker(line))
			return unfit(&source, line);
		if (word_is(rest, " end"))
			return true;
		while (rest.len && *rest.at == ' ')
			rest = (struct word){ rest.at + 1, rest.len - 1 };
		if (!load_one(&source, line, rest))
			return false;
	}
}
