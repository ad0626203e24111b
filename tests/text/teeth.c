/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The teeth of a litmus, and what its platform must keep.
 *
 *	tooth MUTANT [policy …] [track …] [owner …] [needs …] [ends-boot]
 *	needs …
 *
 * A list is the words behind its name, up to the next name.
 */
#include <tests/engine/select.h>
#include <tests/text/args.h>
#include <tests/text/parse.h>

static bool take_keeps(struct text_parse *parse, struct word word, unsigned int *needs)
{
	unsigned int bit = text_keeps(word);

	*needs |= bit;
	return bit ||
	       text_refuse(&parse->source, "found %s, expected what a platform keeps: " TEXT_KEEPS,
			   text_shown(word));
}

bool text_take_needs(struct text_parse *parse, struct word rest)
{
	if (!rest.len)
		return text_refuse(&parse->source,
				   "found nothing, expected what a platform keeps: " TEXT_KEEPS);
	while (rest.len) {
		if (!take_keeps(parse, text_next_word(&rest), &parse->text->litmus.needs))
			return false;
	}
	return true;
}

static const char *nearest_mutant(struct word name)
{
	static const char *names[NR_MUTANTS];

	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		names[i] = mutant_info[i].name;
	return nearest_name(name.at, name.len, names, NR_MUTANTS);
}

/* Take one word of a tooth in the list called @list. */
static bool take_tooth_word(struct text_parse *parse, struct tooth *tooth, struct word list,
			    struct word word)
{
	static const struct {
		const char *name;
		unsigned int (*bit)(struct word word);
		size_t offset;
		const char *words;
	} lists[] = {
		{ "policy", text_policy, offsetof(struct tooth, policies), "eager, batch or luf" },
		{ "track", text_track, offsetof(struct tooth, tracks), "vma or pte" },
		{ "owner", text_owner, offsetof(struct tooth, owners), "same or any" },
		{ "needs", text_keeps, offsetof(struct tooth, needs), TEXT_KEEPS },
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		unsigned int bit;

		if (!word_is(list, lists[i].name))
			continue;
		bit = lists[i].bit(word);
		*(unsigned int *)((char *)tooth + lists[i].offset) |= bit;
		return bit || text_refuse(&parse->source, "found %s after %s, expected %s",
					  text_shown(word), lists[i].name, lists[i].words);
	}
	return text_refuse(&parse->source,
			   "found %s, expected policy, track, owner or needs, each with words "
			   "behind it, or ends-boot",
			   text_shown(word));
}

/* Refuse the list @list, if one has begun, without a word (@filled): it would mean all. */
static bool list_is_filled(const struct text_parse *parse, struct word list, bool filled)
{
	return filled ||
	       text_refuse(&parse->source, "found %s and nothing behind it, expected its words",
			   text_shown(list));
}

static bool begins_list(struct word word)
{
	return word_is(word, "policy") || word_is(word, "track") || word_is(word, "owner") ||
	       word_is(word, "needs");
}

bool text_take_tooth(struct text_parse *parse, struct word rest)
{
	struct tooth *tooth;
	struct word name = text_next_word(&rest);
	struct word list = { name.at, 0 };
	bool filled = true;

	if (parse->nr_teeth == LITMUS_TEETH)
		return text_refuse(&parse->source, "found one more tooth, expected %u at most",
				   LITMUS_TEETH);
	tooth = &parse->text->litmus.teeth[parse->nr_teeth];
	parse->tooth_line[parse->nr_teeth++] = parse->source.line;
	tooth->mutant = mutant_find(name.at, name.len);
	if (tooth->mutant == NR_MUTANTS)
		return text_refuse(&parse->source,
				   "found no mutant %s, expected one that 'mutants' lists; the "
				   "nearest is '%s'",
				   text_shown(name), nearest_mutant(name));
	tooth->used = true;
	while (rest.len) {
		struct word word = text_next_word(&rest);
		bool ends_boot = word_is(word, "ends-boot");

		if (!begins_list(word) && !ends_boot) {
			if (!take_tooth_word(parse, tooth, list, word))
				return false;
			filled = true;
			continue;
		}
		if (!list_is_filled(parse, list, filled))
			return false;
		tooth->ends_boot |= ends_boot;
		filled = ends_boot;
		list = ends_boot ? (struct word){ name.at, 0 } : word;
	}
	return list_is_filled(parse, list, filled);
}
