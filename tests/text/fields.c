/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of a litmus: those of struct litmus, by the same names.  This checks single lines;
 * whole.c checks them together.
 */
#include <kernel/lib/string.h>
#include <tests/text/args.h>
#include <tests/text/parse.h>

/* Does @word print unchanged in KTAP and in JSON?  As litmus_prints(), which compilers evaluate. */
static bool prints(struct word word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] < ' ' || word.at[i] > '~' || word.at[i] == '"' || word.at[i] == '\\')
			return false;
	}
	return true;
}

/* Keep @text, of 1 to @max letters, in @to. */
static bool keep(struct text_parse *parse, struct word text, size_t max, char *to)
{
	if (!text.len || text.len > max)
		return text_refuse(&parse->source, "found %zu characters, expected 1 to %zu",
				   text.len, max);
	if (!prints(text))
		return text_refuse(&parse->source,
				   "found %s, expected ASCII without \" or \\, which KTAP and JSON "
				   "cannot print as they are",
				   text_shown(text));
	memcpy(to, text.at, text.len);
	to[text.len] = '\0';
	return true;
}

static bool is_name_letter(char c)
{
	return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* family/word */
static bool is_name(struct word name)
{
	size_t slashes = 0;

	for (size_t i = 0; i < name.len; i++) {
		bool slash = name.at[i] == '/' && i && i + 1 < name.len;

		slashes += slash;
		if (!slash && !is_name_letter(name.at[i]))
			return false;
	}
	return slashes == 1 && name.len <= LITMUS_NAME_MAX;
}

static bool take_name(struct text_parse *parse, struct word rest)
{
	if (!is_name(rest))
		return text_refuse(&parse->source,
				   "found the name %s, expected family/word, of a to z, 0 to 9 and "
				   "-, %u characters at most",
				   text_shown(rest), LITMUS_NAME_MAX);
	parse->text->litmus.name = parse->text->name;
	return keep(parse, rest, LITMUS_NAME_MAX, parse->text->name);
}

static bool take_asks(struct text_parse *parse, struct word rest)
{
	parse->text->litmus.asks = parse->text->asks;
	return keep(parse, rest, LITMUS_TEXT_MAX, parse->text->asks);
}

static bool take_source(struct text_parse *parse, struct word rest)
{
	parse->text->litmus.source = parse->text->source;
	return keep(parse, rest, LITMUS_TEXT_MAX, parse->text->source);
}

unsigned int text_reg_find(const struct text_parse *parse, struct word word)
{
	for (unsigned int i = 0; i < parse->nr_regs; i++) {
		if (word_is(word, parse->text->regs[i]))
			return i;
	}
	return LITMUS_REGS;
}

/* "actor:what", or "what" for the last look of finish. */
static bool is_reg_name(struct word name)
{
	bool of_actor = name.len > 1 && name.at[1] == ':';

	if (of_actor)
		return name.len > 2 && name.at[0] >= '0' && name.at[0] < '0' + LITMUS_CPUS;
	return *name.at != ':' && !word_is(name, "=") && !word_is(name, "held");
}

static bool take_reg(struct text_parse *parse, struct word name)
{
	char *to;

	if (parse->nr_regs == LITMUS_REGS)
		return text_refuse(&parse->source, "found %s, expected %u registers at most",
				   text_shown(name), LITMUS_REGS);
	if (text_reg_find(parse, name) < LITMUS_REGS)
		return text_refuse(&parse->source, "found %s twice, expected one name for each",
				   text_shown(name));
	if (!is_reg_name(name))
		return text_refuse(&parse->source,
				   "found %s, expected a register: ACTOR:WHAT, as 1:x, or WHAT for "
				   "one of finish, but not held",
				   text_shown(name));
	to = parse->text->regs[parse->nr_regs];
	if (!keep(parse, name, LITMUS_REG_MAX, to))
		return false;
	parse->text->litmus.regs[parse->nr_regs++] = to;
	return true;
}

static bool take_regs(struct text_parse *parse, struct word rest)
{
	parse->regs_line = parse->source.line;
	if (!rest.len)
		return text_refuse(&parse->source, "found no register, expected some, as 1:x");
	while (rest.len) {
		if (!take_reg(parse, text_next_word(&rest)))
			return false;
	}
	return true;
}

static bool take_seen(struct text_parse *parse, struct word word)
{
	uint8_t *sees = parse->text->litmus.sees;
	enum value value = text_value(word);

	if (parse->nr_sees == LITMUS_SEES)
		return text_refuse(&parse->source, "found %s, expected %u values at most",
				   text_shown(word), LITMUS_SEES);
	/* 0 ends the list, as in C; numbers match ANY anyway. */
	if (!value || value >= ANY)
		return text_refuse(&parse->source, "found %s, expected 1 to 15, %s",
				   text_shown(word), TEXT_NAMES);
	for (unsigned int i = 0; i < parse->nr_sees; i++) {
		if (sees[i] == value)
			return text_refuse(&parse->source, "found %s twice, expected it once",
					   text_shown(word));
	}
	sees[parse->nr_sees++] = (uint8_t)value;
	return true;
}

static bool take_sees(struct text_parse *parse, struct word rest)
{
	if (!rest.len)
		return text_refuse(&parse->source, "found no value, expected 1 to 15, %s",
				   TEXT_NAMES);
	while (rest.len) {
		if (!take_seen(parse, text_next_word(&rest)))
			return false;
	}
	return true;
}

/* VALUE … : TEXT, with a value for each register. */
static bool take_row(struct text_parse *parse, struct word rest, enum verdict verdict)
{
	struct outcome *row;
	char *text;
	struct word word;

	if (parse->nr_rows == LITMUS_OUTCOMES)
		return text_refuse(&parse->source, "found one more row, expected %u at most",
				   LITMUS_OUTCOMES);
	row = &parse->text->litmus.outcomes[parse->nr_rows];
	text = parse->text->rows[parse->nr_rows];
	parse->row_line[parse->nr_rows++] = parse->source.line;
	for (unsigned int i = 0; i < parse->nr_regs; i++) {
		enum value value;

		word = text_next_word(&rest);
		value = text_value(word);
		if (value == VALUE_END)
			return text_refuse(&parse->source,
					   "found %s, expected a value for %s: 0 to 15, %s, or ANY",
					   text_shown(word), parse->text->regs[i], TEXT_NAMES);
		row->value[i] = (uint8_t)value;
	}
	word = text_next_word(&rest);
	if (!word_is(word, ":"))
		return text_refuse(&parse->source,
				   "found %s, expected : and what the row means, for regs has %u "
				   "names",
				   text_shown(word), parse->nr_regs);
	row->verdict = verdict;
	row->nr_values = (uint8_t)parse->nr_regs;
	row->text = text;
	return keep(parse, rest, LITMUS_ROW_MAX, text);
}

static bool take_never(struct text_parse *parse, struct word rest)
{
	return take_row(parse, rest, VERDICT_NEVER);
}

static bool take_sometimes(struct text_parse *parse, struct word rest)
{
	return take_row(parse, rest, VERDICT_SOMETIMES);
}

static bool take_flag(struct text_parse *parse, struct word rest, bool *flag)
{
	*flag = true;
	return !rest.len || text_refuse(&parse->source, "found %s, expected the end of the line",
					text_shown(rest));
}

static bool take_control(struct text_parse *parse, struct word rest)
{
	return take_flag(parse, rest, &parse->text->litmus.control);
}

static bool take_raw(struct text_parse *parse, struct word rest)
{
	return take_flag(parse, rest, &parse->text->litmus.raw);
}

static const struct text_field fields[] = {
	{ "name", false, take_name },
	{ "asks", false, take_asks },
	{ "source", false, take_source },
	{ "setup", false, text_begin_setup },
	{ "warm", true, text_begin_warm },
	{ "cpu", true, text_begin_cpu },
	{ "finish", false, text_begin_finish },
	{ "regs", false, take_regs },
	{ "sees", false, take_sees },
	{ "NEVER", true, take_never },
	{ "SOMETIMES", true, take_sometimes },
	{ "tooth", true, text_take_tooth },
	{ "needs", false, text_take_needs },
	{ "control", false, take_control },
	{ "raw", false, take_raw },
};
#define NR_FIELDS (sizeof(fields) / sizeof(fields[0]))

_Static_assert(NR_FIELDS <= TEXT_FIELDS_MAX, "their names have room");

const struct text_field *text_field_find(struct word word)
{
	for (size_t i = 0; i < NR_FIELDS; i++) {
		if (word_is(word, fields[i].name))
			return &fields[i];
	}
	return NULL;
}

size_t text_field_names(const char *names[])
{
	for (size_t i = 0; i < NR_FIELDS; i++)
		names[i] = fields[i].name;
	return NR_FIELDS;
}

bool text_take_field(struct text_parse *parse, const struct text_field *field, struct word rest)
{
	unsigned int bit = 1u << (field - fields);

	if (!field->many && parse->given & bit)
		return text_refuse(&parse->source, "found '%s' a second time, expected it once",
				   field->name);
	parse->given |= bit;
	/* A block ends where the next field begins. */
	parse->block = NULL;
	return field->take(parse, rest);
}
