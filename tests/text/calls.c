/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blocks of a litmus, and the calls in them: from a line to a step.
 *
 *	call ARGUMENT …
 *	REGISTER = call ARGUMENT …
 */
#include <tests/engine/select.h>
#include <tests/text/args.h>
#include <tests/text/parse.h>

#define TARGETS_MAX 2 /* listen_and_load() sets two registers */

/* Begin a block with the calls of @by. */
static bool begin(struct text_parse *parse, struct text_block *block, unsigned int by)
{
	struct text_program *program = &parse->text->program;

	parse->block = block;
	parse->by = by;
	*block = (struct text_block){ &program->steps[program->nr_steps], 0 };
	return true;
}

static bool ends(struct text_parse *parse, struct word rest)
{
	return !rest.len || text_refuse(&parse->source, "found %s, expected the end of the line",
					text_shown(rest));
}

bool text_begin_setup(struct text_parse *parse, struct word rest)
{
	parse->text->litmus.setup = text_setup;
	return ends(parse, rest) && begin(parse, &parse->text->program.setup, TEXT_BY_SETUP);
}

bool text_begin_finish(struct text_parse *parse, struct word rest)
{
	parse->text->litmus.finish = text_finish;
	return ends(parse, rest) && begin(parse, &parse->text->program.finish, TEXT_BY_FINISH);
}

/* The number of an actor, whose @line of that kind says where it has been given, to *@actor. */
static bool take_actor(struct text_parse *parse, struct word rest, unsigned int line[LITMUS_CPUS],
		       unsigned int *actor)
{
	struct word word = text_next_word(&rest);
	uint64_t n;

	if (!word_number(word, 0, LITMUS_CPUS - 1, &n))
		return text_refuse(&parse->source, "found %s, expected an actor, from 0 to %u",
				   text_shown(word), LITMUS_CPUS - 1);
	if (line[n])
		return text_refuse(
			&parse->source,
			"found actor %lu a second time, expected it once: line %u has it", n,
			line[n]);
	line[n] = parse->source.line;
	*actor = (unsigned int)n;
	return ends(parse, rest);
}

bool text_begin_warm(struct text_parse *parse, struct word rest)
{
	unsigned int actor;

	if (!take_actor(parse, rest, parse->warm_line, &actor))
		return false;
	parse->text->litmus.warm[actor] = text_warm[actor];
	return begin(parse, &parse->text->program.warm[actor], TEXT_BY_WARM);
}

bool text_begin_cpu(struct text_parse *parse, struct word rest)
{
	unsigned int actor;

	if (!take_actor(parse, rest, parse->cpu_line, &actor))
		return false;
	parse->text->litmus.cpu[actor] = text_cpu[actor];
	return begin(parse, &parse->text->program.cpu[actor], actor);
}

/* The words before the =, if there is one. */
struct targets {
	struct word words[TARGETS_MAX];
	unsigned int nr;
};

static struct targets take_targets(struct word *line)
{
	struct targets targets = { .nr = 0 };
	struct word rest = *line;

	for (unsigned int i = 0; i < TARGETS_MAX; i++) {
		struct word behind;

		targets.words[i] = text_next_word(&rest);
		behind = rest;
		if (!word_is(text_next_word(&behind), "="))
			continue;
		targets.nr = i + 1;
		*line = behind;
		break;
	}
	return targets;
}

/* May the current block set register @reg?  The register's name says which block may. */
static bool is_its_own(const struct text_parse *parse, unsigned int reg)
{
	const char *name = parse->text->regs[reg];

	if (name[1] == ':')
		return parse->by == (unsigned int)(name[0] - '0');
	return parse->by == TEXT_BY_FINISH;
}

static bool set_reg(struct text_parse *parse, struct word name, uint8_t *into)
{
	unsigned int reg = text_reg_find(parse, name);

	if (reg == LITMUS_REGS)
		return text_refuse(
			&parse->source,
			"found %s before =, expected a register of line %u, which has regs",
			text_shown(name), parse->regs_line);
	if (!is_its_own(parse, reg))
		return text_refuse(
			&parse->source,
			"found %s before =, expected it in the block that it is named for: "
			"1:x is set by cpu 1, x by finish",
			text_shown(name));
	parse->reg_set[reg] = true;
	*into = (uint8_t)reg;
	return true;
}

/* @verb sets the first two registers by itself: the text must say so. */
static bool set_first_two(struct text_parse *parse, const struct text_verb *verb,
			  const struct targets *targets)
{
	uint8_t regs[TARGETS_MAX] = { LITMUS_REGS, LITMUS_REGS };

	for (unsigned int i = 0; i < targets->nr; i++) {
		if (!set_reg(parse, targets->words[i], &regs[i]))
			return false;
	}
	return (regs[0] == 0 && regs[1] == 1) ||
	       text_refuse(
		       &parse->source,
		       "found %s, which sets the first two registers, expected both and = before it",
		       verb->name);
}

/* Set *@into to where the result of @verb goes. */
static bool take_into(struct text_parse *parse, const struct text_verb *verb,
		      const struct targets *targets, uint8_t *into)
{
	const struct word *first = &targets->words[0];
	bool held = targets->nr == 1 && word_is(*first, "held");

	*into = TEXT_INTO_NOTHING;
	if (verb->yields == TEXT_YIELDS_PAGE || verb->yields == TEXT_YIELDS_SETUP_PAGE) {
		*into = TEXT_INTO_HELD;
		parse->held_set = true;
		return held ||
		       text_refuse(&parse->source,
				   "found %s, which yields a page, expected held = before it",
				   verb->name);
	}
	if (verb->yields == TEXT_YIELDS_LISTENS)
		return set_first_two(parse, verb, targets);
	if (!targets->nr)
		return true;
	if (verb->yields == TEXT_YIELDS_NOTHING || verb->yields == TEXT_YIELDS_SETUP)
		return text_refuse(
			&parse->source,
			"found %s before =, expected nothing before %s, which yields nothing",
			text_shown(*first), verb->name);
	if (targets->nr > 1)
		return text_refuse(&parse->source, "found %s, too, expected one register before =",
				   text_shown(targets->words[1]));
	return set_reg(parse, *first, into);
}

static bool take_args(struct text_parse *parse, const struct text_verb *verb, struct word rest,
		      struct text_step *step)
{
	for (unsigned int i = 0; i < verb->nr_args; i++) {
		enum text_kind kind = (enum text_kind)verb->kinds[i];

		if (kind == TEXT_RUN) {
			step->args[i] = (struct text_arg){ FROM_ADDRESS, 0, 0 };
			continue;
		}
		if (!text_take_arg(&parse->source, verb->name, kind, text_next_word(&rest),
				   &step->args[i]))
			return false;
		if ((kind == TEXT_PAGE || kind == TEXT_PAGE_READ) && !parse->held_line)
			parse->held_line = parse->source.line;
	}
	return !rest.len ||
	       text_refuse(&parse->source, "%s: found %s, expected the end of the line", verb->name,
			   text_shown(rest));
}

static bool no_such_call(const struct text_parse *parse, struct word word)
{
	static const char *names[TEXT_FIELDS_MAX + 256];
	size_t nr = text_field_names(names);

	for (size_t i = 0; i < nr_text_verbs && nr < sizeof(names) / sizeof(names[0]); i++)
		names[nr++] = text_verbs[i].name;
	return text_refuse(&parse->source,
			   "found %s, expected a field or a call; the nearest is '%s'",
			   text_shown(word), nearest_name(word.at, word.len, names, nr));
}

/* A call that prepares a run would change what its engine keeps, or a race that has begun. */
static bool may_be_here(struct text_parse *parse, const struct text_verb *verb)
{
	bool setup = verb->yields == TEXT_YIELDS_SETUP || verb->yields == TEXT_YIELDS_SETUP_PAGE;

	return !setup || parse->by == TEXT_BY_SETUP ||
	       text_refuse(&parse->source,
			   "found %s, a call that prepares a run, expected it in setup",
			   verb->name);
}

bool text_take_call(struct text_parse *parse, struct word line)
{
	struct text_program *program = &parse->text->program;
	struct text_step *step = &program->steps[program->nr_steps];
	struct targets targets = take_targets(&line);
	struct word name = text_next_word(&line);
	const struct text_verb *verb = text_verb_find(name);

	if (!verb)
		return no_such_call(parse, name);
	if (!parse->block)
		return text_refuse(&parse->source,
				   "found %s, a call, expected a block before it: setup, warm N, "
				   "cpu N or finish",
				   verb->name);
	if (!may_be_here(parse, verb))
		return false;
	if (program->nr_steps == TEXT_STEPS)
		return text_refuse(&parse->source, "found one more call, expected %u at most",
				   TEXT_STEPS);
	step->call = verb->call;
	step->nr_args = verb->nr_args;
	if (!take_into(parse, verb, &targets, &step->into) || !take_args(parse, verb, line, step))
		return false;
	program->nr_steps++;
	parse->block->nr++;
	return true;
}
