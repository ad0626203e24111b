/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that a text may make: verbs.def as a table.
 */
#ifndef TESTS_TEXT_VERBS_H
#define TESTS_TEXT_VERBS_H

#include <kernel/options/words.h>
#include <tests/text/program.h>

enum text_kind {
#define KIND(id, type, what) TEXT_##id,
#include <tests/text/kinds.def>
#undef KIND
	NR_TEXT_KINDS,
};

enum text_yields {
	TEXT_YIELDS_NOTHING,
	TEXT_YIELDS_VALUE,
	TEXT_YIELDS_TOLD,
	TEXT_YIELDS_PAGE,
	TEXT_YIELDS_LISTENS,
	TEXT_YIELDS_SETUP, /* nothing, or a page; only setup may make the call */
	TEXT_YIELDS_SETUP_PAGE,
};

struct text_verb {
	const char *name;
	text_call *call;
	uint8_t yields; /* enum text_yields */
	uint8_t nr_args;
	uint8_t kinds[TEXT_ARGS]; /* enum text_kind */
};

extern const struct text_verb text_verbs[];
extern const size_t nr_text_verbs;

/* The call that @word names, NULL if there is none. */
const struct text_verb *text_verb_find(struct word word);

#endif
