/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See places.h.
 */
#include <arch/pte.h>
#include <kernel/lib/string.h>
#include <kernel/options/words.h>
#include <tests/shell/places.h>

const struct mm *place_mm(const struct session *held, const char *text)
{
	struct word word = { text, strlen(text) };
	uint64_t number;

	if (!word_number(word, 0, LITMUS_MMS - 1, &number))
		return NULL;
	return held->scene.run.mms[number];
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool parse_hex(struct word word, uintptr_t *va)
{
	if (word.len > 2 && word.at[0] == '0' && word.at[1] == 'x')
		word = (struct word){ word.at + 2, word.len - 2 };
	*va = 0;
	for (size_t i = 0; i < word.len; i++) {
		if (digit(word.at[i]) < 0 || *va >= USER_VA_END)
			return false;
		*va = *va * 16 + (uintptr_t)digit(word.at[i]);
	}
	return word.len && *va < USER_VA_END;
}

static bool parse_name(const struct run *run, struct word word, uintptr_t *va)
{
	const struct {
		const char *name;
		uintptr_t va;
	} names[] = {
		{ "x", run->x },
		{ "z", run->z },
		{ "lone", run->lone },
		{ "other", run->other },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!word_is(word, names[i].name))
			continue;
		*va = names[i].va;
		return true;
	}
	return false;
}

bool place_parse(const struct session *held, const char *text, struct place *place)
{
	struct word word = { text, 0 };
	const char *rest;

	while (text[word.len] && text[word.len] != ' ')
		word.len++;
	rest = text + word.len;
	while (*rest == ' ')
		rest++;
	place->mm = place_mm(held, *rest ? rest : "0");
	return place->mm &&
	       (parse_name(&held->scene.run, word, &place->va) || parse_hex(word, &place->va));
}
