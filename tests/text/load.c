/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a text to a registered test.  All that is kept of it is in static memory.
 *
 * A call names registers, and fields may come in any order, so regs is read first.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/registry.h>
#include <tests/text/parse.h>
#include <tests/text/text.h>

static struct text texts[TEXTS_MAX];
static size_t nr_texts;

/* The field that @line is; NULL: it is a call, maybe one that sets a register of that name. */
static const struct text_field *field_of(struct word line, struct word *rest)
{
	struct word behind;

	*rest = line;
	line = text_next_word(rest);
	behind = *rest;
	return word_is(text_next_word(&behind), "=") ? NULL : text_field_find(line);
}

static bool is_regs(const struct text_field *field)
{
	return field && !strcmp(field->name, "regs");
}

/* Take each line that is a regs field, or each that is not. */
static bool take_lines(struct text_parse *parse, bool regs)
{
	const struct text_source begun = parse->source;
	struct word line, rest;
	bool wrong;

	while (text_next_line(&parse->source, &line, &wrong)) {
		const struct text_field *field = field_of(line, &rest);

		if (is_regs(field) != regs)
			continue;
		if (field ? !text_take_field(parse, field, rest) : !text_take_call(parse, line))
			return false;
	}
	if (wrong)
		return false;
	if (regs && !parse->nr_regs)
		return text_refuse(&parse->source, "found the end, expected 'regs'");
	if (regs)
		parse->source = begun;
	return true;
}

/* No two tests have one name. */
static bool is_new(const struct text_parse *parse)
{
	const char *name = parse->text->name;

	return !registry_has(name) ||
	       text_refuse(&parse->source,
			   "found a test called %s, expected another name: there is "
			   "one already",
			   name);
}

static bool take_text(struct text_parse *parse, size_t size)
{
	const struct text_source *source = &parse->source;

	if (nr_texts == TEXTS_MAX)
		return text_refuse(source, "found one more test, expected %u at most", TEXTS_MAX);
	if (size > TEXT_SIZE_MAX)
		return text_refuse(source, "found more than %u bytes, expected %u at most",
				   TEXT_SIZE_MAX, TEXT_SIZE_MAX);
	return take_lines(parse, true) && take_lines(parse, false) && text_is_whole(parse) &&
	       is_new(parse);
}

void text_keep_name(const char *name, char kept[TEXT_FILE_MAX + 1])
{
	size_t len = strlen(name);

	if (len > TEXT_FILE_MAX)
		len = TEXT_FILE_MAX;
	for (size_t i = 0; i < len; i++)
		kept[i] = name[i] >= ' ' && name[i] <= '~' ? name[i] : '?';
	kept[len] = '\0';
}

static const struct text *text_of(const struct litmus *litmus)
{
	for (size_t i = 0; i < nr_texts; i++) {
		if (litmus == &texts[i].litmus)
			return &texts[i];
	}
	return NULL;
}

const char *text_file_of(const struct litmus *litmus)
{
	const struct text *text = text_of(litmus);

	return text ? text->file : NULL;
}

/* FNV-1a, of 32 bits. */
static unsigned int hash_of(const char *text, size_t size)
{
	unsigned int hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash ? hash : 1;
}

unsigned int text_hash_of(const struct litmus *litmus)
{
	const struct text *text = text_of(litmus);

	return text ? text->hash : 0;
}

bool text_is_scheduled(const struct litmus *litmus, unsigned int hash)
{
	if (text_hash_of(litmus) == hash)
		return true;
	printk("stalehound: schedule=: it is of another text than this %s: use that one, or search "
	       "again\n",
	       litmus->name);
	return false;
}

const struct litmus *text_load(const char *name, const char *text, size_t size)
{
	struct text *to = &texts[nr_texts < TEXTS_MAX ? nr_texts : 0];
	char file[TEXT_FILE_MAX + 1];
	struct text_parse parse = {
		.source = { .name = file, .at = text, .end = text + size },
		.text = to,
	};

	text_keep_name(*name ? name : "litmus", file);
	if (nr_texts < TEXTS_MAX)
		memset(to, 0, sizeof(*to));
	if (!take_text(&parse, size))
		return NULL;
	to->litmus.program = &to->program;
	to->hash = hash_of(text, size);
	memcpy(to->file, file, sizeof(file));
	if (!registry_add(&to->litmus)) {
		text_refuse(&parse.source, "found one more test, expected %u at most, C and text",
			    REGISTRY_MAX);
		return NULL;
	}
	nr_texts++;
	return &to->litmus;
}
