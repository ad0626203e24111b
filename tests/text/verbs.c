/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For each line of verbs.def a function that takes the arguments as words, and a row of the table.
 * If the kinds of a line differ from the prototype in tests/litmus.h, this file does not build, so
 * neither can change alone.
 */
#include <kernel/lib/string.h>
#include <tests/text/verb_types.h>
#include <tests/text/verbs.h>

/* clang-format off */

#define WORD_OF_NOTHING(call) ((call), 0)
#define WORD_OF_VALUE(call)   (call)
#define WORD_OF_TOLD(call)    ((uint64_t)(call))
#define WORD_OF_PAGE(call)    ((uint64_t)(uintptr_t)(call))
#define WORD_OF_LISTENS(call) ((call), 0)
#define WORD_OF_SETUP(call)   ((call), 0)
#define WORD_OF_SETUP_PAGE    WORD_OF_PAGE

#define CALL(name, yields, types, args)                                                            \
	_Static_assert(__builtin_types_compatible_p(__typeof__(name), yields_##yields types),      \
		       "verbs.def has " #name "() other than tests/litmus.h");                     \
	static uint64_t call_##name(const uint64_t words[TEXT_ARGS])                               \
	{                                                                                          \
		(void)words;                                                                       \
		return WORD_OF_##yields(name args);                                                \
	}

#define W(kind, i) (as_##kind)words[i]

#define VERB0(name, yields)                                                                        \
	CALL(name, yields, (void), ())
#define VERB1(name, yields, a)                                                                     \
	CALL(name, yields, (as_##a), (W(a, 0)))
#define VERB2(name, yields, a, b)                                                                  \
	CALL(name, yields, (as_##a, as_##b), (W(a, 0), W(b, 1)))
#define VERB3(name, yields, a, b, c)                                                               \
	CALL(name, yields, (as_##a, as_##b, as_##c), (W(a, 0), W(b, 1), W(c, 2)))
#define VERB4(name, yields, a, b, c, d)                                                            \
	CALL(name, yields, (as_##a, as_##b, as_##c, as_##d), (W(a, 0), W(b, 1), W(c, 2), W(d, 3)))
#define VERB5(name, yields, a, b, c, d, e)                                                         \
	CALL(name, yields, (as_##a, as_##b, as_##c, as_##d, as_##e),                               \
	     (W(a, 0), W(b, 1), W(c, 2), W(d, 3), W(e, 4)))
#define VERB6(name, yields, a, b, c, d, e, f)                                                      \
	CALL(name, yields, (as_##a, as_##b, as_##c, as_##d, as_##e, as_##f),                       \
	     (W(a, 0), W(b, 1), W(c, 2), W(d, 3), W(e, 4), W(f, 5)))

#include <tests/text/verbs.def>

#undef VERB0
#undef VERB1
#undef VERB2
#undef VERB3
#undef VERB4
#undef VERB5
#undef VERB6

#define ROW(name, yields, nr, ...)                                                                 \
	{ #name, call_##name, TEXT_YIELDS_##yields, nr, { __VA_ARGS__ } },

#define VERB0(name, yields)                                                                        \
	{ #name, call_##name, TEXT_YIELDS_##yields, 0, { 0 } },
#define VERB1(name, yields, a)                                                                     \
	ROW(name, yields, 1, TEXT_##a)
#define VERB2(name, yields, a, b)                                                                  \
	ROW(name, yields, 2, TEXT_##a, TEXT_##b)
#define VERB3(name, yields, a, b, c)                                                               \
	ROW(name, yields, 3, TEXT_##a, TEXT_##b, TEXT_##c)
#define VERB4(name, yields, a, b, c, d)                                                            \
	ROW(name, yields, 4, TEXT_##a, TEXT_##b, TEXT_##c, TEXT_##d)
#define VERB5(name, yields, a, b, c, d, e)                                                         \
	ROW(name, yields, 5, TEXT_##a, TEXT_##b, TEXT_##c, TEXT_##d, TEXT_##e)
#define VERB6(name, yields, a, b, c, d, e, f)                                                      \
	ROW(name, yields, 6, TEXT_##a, TEXT_##b, TEXT_##c, TEXT_##d, TEXT_##e, TEXT_##f)

const struct text_verb text_verbs[] = {
#include <tests/text/verbs.def>
};
/* clang-format on */

const size_t nr_text_verbs = sizeof(text_verbs) / sizeof(text_verbs[0]);

const struct text_verb *text_verb_find(struct word word)
{
	for (size_t i = 0; i < nr_text_verbs; i++) {
		if (word_is(word, text_verbs[i].name))
			return &text_verbs[i];
	}
	return NULL;
}
