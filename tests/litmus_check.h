/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refusing to build a litmus that is not whole: included by tests/litmus.h alone.
 *
 * All of a litmus is constant, so the compiler works out these conditions while it
 * optimises, and nothing is left of the checks.  Where one is not met, the call stays, and
 * the compiler prints the function's attribute, with the file's name.
 */
#ifndef TESTS_LITMUS_CHECK_H
#define TESTS_LITMUS_CHECK_H

#include <tests/litmus.h>

#ifdef __clang__
#define LITMUS_UNROLL _Pragma("clang loop unroll(full)")
#else
#define LITMUS_UNROLL _Pragma("GCC unroll 192")
#endif
#define LITMUS_INLINE	    static inline __attribute__((always_inline))
#define LITMUS_REFUSED(how) __attribute__((error("broken litmus: " how)))
#define LITMUS_QUOTES	    "a quote or a backslash, which KTAP and JSON cannot print as they are"
#define LITMUS_ERROR(what)  __attribute__((error("incomplete litmus: " what)))

void litmus_lacks_name(void) LITMUS_ERROR("no .name");
void litmus_lacks_question(void) LITMUS_ERROR("no .asks");
void litmus_lacks_source(void) LITMUS_ERROR("no .source");
void litmus_lacks_setup(void) LITMUS_ERROR("no .setup: initial mappings are not declared");
void litmus_lacks_actor(void) LITMUS_ERROR("no .cpu[0]");
void litmus_lacks_register(void) LITMUS_ERROR("no .regs");
void litmus_lacks_sees(void) LITMUS_ERROR("no .sees: possible values are not declared");
void litmus_lacks_outcome(void) LITMUS_ERROR("no .outcomes");
void litmus_lacks_never(void) LITMUS_ERROR("no NEVER in .outcomes, and it is no control");
void litmus_lacks_sometimes(void) LITMUS_ERROR("no SOMETIMES in .outcomes: nothing may happen");
void litmus_lacks_tooth(void) LITMUS_ERROR("no .teeth, and it is no control");

void litmus_name_form(void)
	LITMUS_REFUSED(".name is not family/word, of a to z, 0 to 9 and -, 48 at most");
void litmus_name_differs(void)
	LITMUS_REFUSED(".name is not the end of the file's path, without the .c: family/word");
void litmus_question_text(void) LITMUS_REFUSED(
	".asks is longer than 160, or has a character that is not printable, " LITMUS_QUOTES);
void litmus_source_text(void) LITMUS_REFUSED(
	".source is longer than 160, or has a character that is not printable, " LITMUS_QUOTES);
void litmus_regs_text(void) LITMUS_REFUSED(
	".regs has a name longer than 24, or with a character that is not printable, " LITMUS_QUOTES);
void litmus_cpu_gap(void) LITMUS_REFUSED(".cpu has a NULL between its actors");
void litmus_warm_nobody(void)
	LITMUS_REFUSED(".warm has an entry for an actor that .cpu does not have");
void litmus_regs_gap(void) LITMUS_REFUSED(".regs has a gap between its names");
void litmus_regs_form(void) LITMUS_REFUSED(
	".regs has a name that is neither \"actor:what\" nor, for .finish, \"what\"");
void litmus_regs_nobody(void)
	LITMUS_REFUSED(".regs names an actor that .cpu does not have, or none, without a .finish");
void litmus_regs_twice(void) LITMUS_REFUSED(".regs has the same name twice");
void litmus_sees_gap(void) LITMUS_REFUSED(".sees has a gap between its values");
void litmus_sees_value(void) LITMUS_REFUSED(".sees has what is no value of enum value, or ANY");
void litmus_sees_twice(void) LITMUS_REFUSED(".sees has the same value twice");
void litmus_outcomes_gap(void) LITMUS_REFUSED(".outcomes has a gap between its rows");
void litmus_row_length(void)
	LITMUS_REFUSED(".outcomes has a row with not as many values as .regs has names");
void litmus_row_text(void) LITMUS_REFUSED(".outcomes has a row that does not say what it means");
void litmus_row_letters(void) LITMUS_REFUSED(
	".outcomes has a row whose text is longer than 80, or has a character that is not printable, " LITMUS_QUOTES);
void litmus_row_value(void) LITMUS_REFUSED(".outcomes has a value that is none of enum value");
void litmus_row_shadowed(void)
	LITMUS_REFUSED(".outcomes has a row that an earlier one always comes before");
void litmus_less_source(void)
	LITMUS_REFUSED(".on_linux has rows, and no .on_linux_source says that Linux promises less");
void litmus_less_never(void)
	LITMUS_REFUSED(".on_linux has a NEVER row: what is there is allowed on Linux");
void litmus_teeth_gap(void) LITMUS_REFUSED(".teeth has a gap between its teeth");
void litmus_tooth_form(void) LITMUS_REFUSED(".teeth has a tooth without TOOTH()");
void litmus_tooth_twice(void) LITMUS_REFUSED(".teeth has the same mutant twice");
void litmus_tooth_regime(void) LITMUS_REFUSED(
	".teeth has a tooth with .tracks or .owners, and .policies without ON_LUF: these are about deferred flushes");
void litmus_tooth_bits(void)
	LITMUS_REFUSED(".teeth has bits that are none of ON_, TRACK_, OWNERS_ or KEEPS_");
void litmus_needs_bits(void) LITMUS_REFUSED(".needs has bits that are none of KEEPS_");
void litmus_control_bites(void) LITMUS_REFUSED(".control has teeth: stale is legal in it");

#define LITMUS_NAME_MAX 48
#define LITMUS_REG_MAX	24

#define LITMUS_KEEPS_ALL (2 * KEEPS_SPECULATED - 1)

/* @is: does the array have element i?  Refuse an array with an element after one it lacks. */
#define LITMUS_NO_GAP(n, is, refuse)                                                               \
	do {                                                                                       \
		bool ended = false;                                                                \
		LITMUS_UNROLL                                                                      \
		for (unsigned int i = 0; i < (n); i++) {                                           \
			if (ended && (is))                                                         \
				refuse();                                                          \
			ended |= !(is);                                                            \
		}                                                                                  \
	} while (0)

#define LITMUS_TEXT_MAX 160
#define LITMUS_ROW_MAX	80

#define LITMUS_LETTERS                                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"                           \
	" !#$%&'()*+,-./:;<=>?@[]^_`{|}~"

/*
 * @text, of at most @max letters, prints as it is in KTAP, and in JSON.  GCC alone looks:
 * clang works out no strlen() for a kernel, and a loop would take it seconds for each file.
 */
LITMUS_INLINE bool litmus_prints(const char *text, size_t max)
{
#ifndef __clang__
	size_t length = __builtin_strlen(text);

	return length <= max && __builtin_strspn(text, LITMUS_LETTERS) == length;
#else
	return text && max;
#endif
}

LITMUS_INLINE void litmus_check_fields(const struct litmus *l)
{
	if (!l->name)
		litmus_lacks_name();
	if (!l->asks)
		litmus_lacks_question();
	if (!l->source)
		litmus_lacks_source();
	if (l->asks && !litmus_prints(l->asks, LITMUS_TEXT_MAX))
		litmus_question_text();
	if (l->source && !litmus_prints(l->source, LITMUS_TEXT_MAX))
		litmus_source_text();
	if (!l->setup)
		litmus_lacks_setup();
	if (!l->cpu[0])
		litmus_lacks_actor();
	if (!l->regs[0])
		litmus_lacks_register();
	if (!l->sees[0])
		litmus_lacks_sees();
	if (!l->outcomes[0].verdict)
		litmus_lacks_outcome();
	if (!l->teeth[0].used && !l->control)
		litmus_lacks_tooth();
	if (l->teeth[0].used && l->control)
		litmus_control_bites();
	if (l->needs & ~(unsigned int)LITMUS_KEEPS_ALL)
		litmus_needs_bits();
}

/*
 * @name is family/word of at most LITMUS_NAME_MAX letters, and the file, whose path has
 * @length letters, is word.c.  Compilers do not work out strlen() for a kernel.
 */
LITMUS_INLINE void litmus_check_name(const char *name, const char *file, size_t length)
{
	size_t slash = 0;
	size_t ends = 0;
	bool allowed = true;

	LITMUS_UNROLL
	for (size_t i = 0; i <= LITMUS_NAME_MAX; i++) {
		if (ends < i || !name[i])
			continue;
		allowed &= name[i] == '-' || (name[i] >= '0' && name[i] <= '9') ||
			   (name[i] >= 'a' && name[i] <= 'z') || (name[i] == '/' && !slash && i);
		slash = name[i] == '/' ? i : slash;
		ends = i + 1;
	}
	if (!allowed || !slash || ends == slash + 1 || ends > LITMUS_NAME_MAX ||
	    length < ends + 2) {
		litmus_name_form();
		return;
	}
	LITMUS_UNROLL
	for (size_t i = 0; i < LITMUS_NAME_MAX; i++)
		allowed &= i >= ends || name[i] == file[length - 2 - ends + i];
	if (length > ends + 2 && file[length - 3 - ends] != '/')
		allowed = false;
	if (!allowed || file[length - 2] != '.' || file[length - 1] != 'c')
		litmus_name_differs();
}

/* GCC works it out by itself; the loop, which clang unrolls, would take it a fifth of the file. */
LITMUS_INLINE bool litmus_same(const char *a, const char *b)
{
#ifndef __clang__
	return !__builtin_strcmp(a, b);
#else
	bool same = true;
	bool over = false;

	LITMUS_UNROLL
	for (size_t i = 0; i < LITMUS_REG_MAX; i++) {
		if (over)
			continue;
		same &= a[i] == b[i];
		over = !a[i] || !b[i];
	}
	return same;
#endif
}

LITMUS_INLINE void litmus_check_actors(const struct litmus *l)
{
	LITMUS_NO_GAP(LITMUS_CPUS, l->cpu[i], litmus_cpu_gap);
	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		if (l->warm[i] && !l->cpu[i])
			litmus_warm_nobody();
	}
}

/* "actor:what", or "what" for the last look of .finish. */
LITMUS_INLINE void litmus_check_register(const struct litmus *l, const char *name)
{
	if (!name)
		return;
	if (!name[0] || name[0] == ':' || (name[1] == ':' && !name[2]))
		litmus_regs_form();
	else if (!litmus_prints(name, LITMUS_REG_MAX))
		litmus_regs_text();
	else if (name[1] != ':' && !l->finish)
		litmus_regs_nobody();
	else if (name[1] == ':' &&
		 (name[0] < '0' || name[0] >= '0' + LITMUS_CPUS || !l->cpu[name[0] - '0']))
		litmus_regs_nobody();
}

LITMUS_INLINE void litmus_check_registers(const struct litmus *l)
{
	LITMUS_NO_GAP(LITMUS_REGS, l->regs[i], litmus_regs_gap);
	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_REGS; i++) {
		litmus_check_register(l, l->regs[i]);
		LITMUS_UNROLL
		for (unsigned int j = 0; j < i; j++) {
			if (l->regs[i] && l->regs[j] && litmus_same(l->regs[i], l->regs[j]))
				litmus_regs_twice();
		}
	}
}

/* A bit for each value that ANY stands for. */
LITMUS_INLINE uint64_t litmus_declared(const struct litmus *l)
{
	uint64_t set = (1UL << VALUE_NAMES) - 1;

	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_SEES; i++)
		set |= l->sees[i] ? 1UL << l->sees[i] : 0;
	return set;
}

LITMUS_INLINE void litmus_check_sees(const struct litmus *l)
{
	LITMUS_NO_GAP(LITMUS_SEES, l->sees[i], litmus_sees_gap);
	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_SEES; i++) {
		if (l->sees[i] >= ANY)
			litmus_sees_value();
		LITMUS_UNROLL
		for (unsigned int j = 0; j < i; j++) {
			if (l->sees[i] && l->sees[i] == l->sees[j])
				litmus_sees_twice();
		}
	}
}

/* Whatever matches row @b matches row @a: then @b never counts after it. */
LITMUS_INLINE bool litmus_covers(const struct litmus *l, uint64_t declared, const struct outcome *a,
				 const struct outcome *b)
{
	bool covers = true;

	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_REGS; i++) {
		bool anything =
			a->value[i] == ANY && (b->value[i] == ANY || declared >> b->value[i] & 1);

		covers &= !l->regs[i] || anything || a->value[i] == b->value[i];
	}
	return covers;
}

LITMUS_INLINE void litmus_check_row(const struct litmus *l, const struct outcome *row)
{
	unsigned int nr_regs = 0;

	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_REGS; i++) {
		nr_regs += l->regs[i] != NULL;
		if (row->value[i] >= VALUE_END)
			litmus_row_value();
	}
	if (row->nr_values != nr_regs)
		litmus_row_length();
	if (!row->text || !row->text[0])
		litmus_row_text();
	else if (!litmus_prints(row->text, LITMUS_ROW_MAX))
		litmus_row_letters();
}

LITMUS_INLINE void litmus_check_outcomes(const struct litmus *l)
{
	const uint64_t declared = litmus_declared(l);
	bool never = l->control;
	bool sometimes = false;

	LITMUS_NO_GAP(LITMUS_OUTCOMES, l->outcomes[i].verdict, litmus_outcomes_gap);
	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_OUTCOMES; i++) {
		if (!l->outcomes[i].verdict)
			continue;
		never |= l->outcomes[i].verdict == VERDICT_NEVER;
		sometimes |= l->outcomes[i].verdict == VERDICT_SOMETIMES;
		litmus_check_row(l, &l->outcomes[i]);
		LITMUS_UNROLL
		for (unsigned int j = 0; j < i; j++) {
			if (litmus_covers(l, declared, &l->outcomes[j], &l->outcomes[i]))
				litmus_row_shadowed();
		}
	}
	if (l->outcomes[0].verdict && !never)
		litmus_lacks_never();
	if (l->outcomes[0].verdict && !sometimes)
		litmus_lacks_sometimes();
}

LITMUS_INLINE void litmus_check_less(const struct litmus *l)
{
	if (l->on_linux[0].verdict && !l->on_linux_source)
		litmus_less_source();
	LITMUS_NO_GAP(LITMUS_LESS, l->on_linux[i].verdict, litmus_outcomes_gap);
	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_LESS; i++) {
		if (l->on_linux[i].verdict == VERDICT_NEVER)
			litmus_less_never();
		if (l->on_linux[i].verdict)
			litmus_check_row(l, &l->on_linux[i]);
	}
}

/* Two lists of regimes, of which 0 is all, have one in common. */
LITMUS_INLINE bool litmus_meet(unsigned int a, unsigned int b)
{
	return !a || !b || a & b;
}

LITMUS_INLINE bool litmus_bite_together(const struct tooth *a, const struct tooth *b)
{
	return a->mutant == b->mutant && litmus_meet(a->policies, b->policies) &&
	       litmus_meet(a->tracks, b->tracks) && litmus_meet(a->owners, b->owners);
}

LITMUS_INLINE void litmus_check_teeth(const struct litmus *l)
{
	LITMUS_NO_GAP(LITMUS_TEETH, l->teeth[i].used, litmus_teeth_gap);
	LITMUS_UNROLL
	for (unsigned int i = 0; i < LITMUS_TEETH; i++) {
		const struct tooth *tooth = &l->teeth[i];

		if (!tooth->used && (tooth->mutant || tooth->policies || tooth->tracks ||
				     tooth->owners || tooth->needs || tooth->ends_boot))
			litmus_tooth_form();
		if ((unsigned int)tooth->mutant >= NR_MUTANTS)
			litmus_tooth_form();
		if (tooth->policies & ~(unsigned int)ON_ALL ||
		    tooth->tracks & ~(unsigned int)TRACK_ALL ||
		    tooth->owners & ~(unsigned int)OWNERS_ALL ||
		    tooth->needs & ~(unsigned int)LITMUS_KEEPS_ALL)
			litmus_tooth_bits();
		if (tooth->policies && !(tooth->policies & ON_LUF) &&
		    (tooth->tracks || tooth->owners))
			litmus_tooth_regime();
		LITMUS_UNROLL
		for (unsigned int j = 0; j < i; j++) {
			if (tooth->used && l->teeth[j].used &&
			    litmus_bite_together(tooth, &l->teeth[j]))
				litmus_tooth_twice();
		}
	}
}

/* @l, which is written in @file, is whole; else it is not built. */
LITMUS_INLINE void litmus_must_be_whole(const struct litmus *l, const char *file, size_t length)
{
	litmus_check_fields(l);
	if (l->name)
		litmus_check_name(l->name, file, length);
	litmus_check_actors(l);
	litmus_check_registers(l);
	litmus_check_sees(l);
	litmus_check_outcomes(l);
	litmus_check_less(l);
	litmus_check_teeth(l);
}

#endif
