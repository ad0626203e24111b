/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checking a litmus as a whole: by the rules that tests/litmus_check.h has for tests in C, and by
 * those that are checked when such tests run.
 */
#include <tests/engine/table.h>
#include <tests/text/args.h>
#include <tests/text/parse.h>

static bool has_fields(struct text_parse *parse)
{
	const struct litmus *litmus = &parse->text->litmus;
	const struct {
		bool there;
		const char *name;
	} fields[] = {
		{ litmus->name, "name" },     { litmus->asks, "asks" },
		{ litmus->source, "source" }, { litmus->setup, "setup" },
		{ litmus->cpu[0], "cpu 0" },  { parse->nr_regs, "regs" },
		{ parse->nr_sees, "sees" },   { parse->nr_rows, "SOMETIMES" },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!fields[i].there)
			return text_refuse(&parse->source, "found the end, expected '%s'",
					   fields[i].name);
	}
	return true;
}

/* Each block has a call. */
static bool blocks_are_full(struct text_parse *parse)
{
	const struct litmus *litmus = &parse->text->litmus;
	const struct text_program *program = &parse->text->program;

	if (!program->setup.nr)
		return text_refuse(&parse->source, "found no call in setup, expected some");
	if (litmus->finish && !program->finish.nr)
		return text_refuse(&parse->source, "found no call in finish, expected some");
	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		if (litmus->cpu[i] && !program->cpu[i].nr)
			return text_refuse_at(parse, parse->cpu_line[i],
					      "found no call in cpu %u, expected some", i);
		if (litmus->warm[i] && !program->warm[i].nr)
			return text_refuse_at(parse, parse->warm_line[i],
					      "found no call in warm %u, expected some", i);
	}
	return true;
}

static bool actors_are_there(struct text_parse *parse)
{
	const struct litmus *litmus = &parse->text->litmus;
	unsigned int nr = litmus_nr_actors(litmus);

	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		if (litmus->cpu[i] && i >= nr)
			return text_refuse_at(parse, parse->cpu_line[i],
					      "found cpu %u, expected cpu %u, too", i, nr);
		if (litmus->warm[i] && i >= nr)
			return text_refuse_at(parse, parse->warm_line[i],
					      "found warm %u, expected cpu %u, too", i, i);
	}
	return true;
}

/* Each register is set by the actor, or the .finish, that its name says. */
static bool registers_have_setters(struct text_parse *parse)
{
	const struct litmus *litmus = &parse->text->litmus;

	for (unsigned int i = 0; i < parse->nr_regs; i++) {
		const char *name = litmus->regs[i];

		if (name[1] == ':' ? !litmus->cpu[name[0] - '0'] : !litmus->finish)
			return text_refuse_at(
				parse, parse->regs_line, "found '%s', expected %s that sets it",
				name, name[1] == ':' ? "an actor of that number" : "a finish");
		if (!parse->reg_set[i])
			return text_refuse_at(parse, parse->regs_line,
					      "found '%s', expected a call that sets it: %s = …",
					      name, name);
	}
	return true;
}

static bool held_has_setter(struct text_parse *parse)
{
	return !parse->held_line || parse->held_set ||
	       text_refuse_at(parse, parse->held_line,
			      "found 'held', expected a call that sets it: held = …");
}

static bool rows_count(struct text_parse *parse)
{
	const struct litmus *litmus = &parse->text->litmus;
	const uint64_t declared = litmus_declared(litmus);
	bool never = litmus->control;
	bool sometimes = false;

	for (unsigned int i = 0; i < parse->nr_rows; i++) {
		never |= litmus->outcomes[i].verdict == VERDICT_NEVER;
		sometimes |= litmus->outcomes[i].verdict == VERDICT_SOMETIMES;
		for (unsigned int j = 0; j < i; j++) {
			if (litmus_covers(litmus, declared, &litmus->outcomes[j],
					  &litmus->outcomes[i]))
				return text_refuse_at(parse, parse->row_line[i],
						      "found a row that line %u always comes "
						      "before, expected it above that, or gone",
						      parse->row_line[j]);
		}
	}
	if (!never)
		return text_refuse(&parse->source,
				   "found no NEVER, expected one, or 'control': it could not fail");
	return sometimes || text_refuse(&parse->source, "found no SOMETIMES, expected one: nothing "
							"may happen");
}

static bool tooth_bites_alone(struct text_parse *parse, unsigned int i)
{
	const struct litmus *litmus = &parse->text->litmus;
	const struct tooth *tooth = &litmus->teeth[i];

	if (tooth->policies && !(tooth->policies & ON_LUF) && (tooth->tracks || tooth->owners))
		return text_refuse_at(parse, parse->tooth_line[i],
				      "found track or owner, which are about deferred flushes, "
				      "expected policy luf, too");
	for (unsigned int j = 0; j < i; j++) {
		if (litmus_bite_together(tooth, &litmus->teeth[j]))
			return text_refuse_at(parse, parse->tooth_line[i],
					      "found '%s' a second time, expected it once: line %u "
					      "has it",
					      mutant_info[tooth->mutant].name,
					      parse->tooth_line[j]);
	}
	return true;
}

static bool teeth_prove_it(struct text_parse *parse)
{
	bool control = parse->text->litmus.control;

	if (!parse->nr_teeth && !control)
		return text_refuse(&parse->source,
				   "found no tooth, expected one, or 'control': a test that "
				   "nothing makes fail proves nothing");
	if (parse->nr_teeth && control)
		return text_refuse_at(parse, parse->tooth_line[0],
				      "found a tooth, expected none in a control: stale is legal "
				      "in it");
	for (unsigned int i = 0; i < parse->nr_teeth; i++) {
		if (!tooth_bites_alone(parse, i))
			return false;
	}
	return true;
}

bool text_is_whole(struct text_parse *parse)
{
	return has_fields(parse) && actors_are_there(parse) && blocks_are_full(parse) &&
	       registers_have_setters(parse) && held_has_setter(parse) && rows_count(parse) &&
	       teeth_prove_it(parse);
}
