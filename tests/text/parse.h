/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state shared by the files that read a text: what was read so far, and from which lines.
 */
#ifndef TESTS_TEXT_PARSE_H
#define TESTS_TEXT_PARSE_H

#include <tests/text/lex.h>
#include <tests/text/program.h>
#include <tests/text/text.h>

/* A litmus that was text, and what it points to. */
struct text {
	struct litmus litmus;
	char file[TEXT_FILE_MAX + 1];
	unsigned int hash; /* of its bytes; not 0 */
	struct text_program program;
	char name[LITMUS_NAME_MAX + 1];
	char asks[LITMUS_TEXT_MAX + 1];
	char source[LITMUS_TEXT_MAX + 1];
	char regs[LITMUS_REGS][LITMUS_REG_MAX + 1];
	char rows[LITMUS_OUTCOMES][LITMUS_ROW_MAX + 1];
};

/* Who makes the calls of a block: one of these, or the number of an actor. */
enum { TEXT_BY_SETUP = LITMUS_CPUS, TEXT_BY_WARM, TEXT_BY_FINISH };

struct text_parse {
	struct text_source source;
	struct text *text;
	unsigned int nr_regs;
	unsigned int nr_sees;
	unsigned int nr_rows;
	unsigned int nr_teeth;
	bool reg_set[LITMUS_REGS]; /* by some call */
	struct text_block *block;  /* to which calls are added; NULL: none has begun */
	unsigned int by;	   /* whose block it is */
	bool held_set;		   /* by some call */
	unsigned int held_line;	   /* which has it for an argument; 0: none */
	unsigned int given;	   /* a bit for each field that may be there once, and was */
	unsigned int regs_line;	   /* where things were, for what is wrong only together */
	unsigned int warm_line[LITMUS_CPUS];
	unsigned int cpu_line[LITMUS_CPUS];
	unsigned int row_line[LITMUS_OUTCOMES];
	unsigned int tooth_line[LITMUS_TEETH];
};

/* A field, by its name, which begins a line. */
struct text_field {
	const char *name;
	bool many; /* it may be there more than once */
	/* Take @rest, which is behind the name.  False: a complaint has been made. */
	bool (*take)(struct text_parse *parse, struct word rest);
};

const struct text_field *text_field_find(struct word word);
/* The names of all fields, for "the nearest is"; how many. */
size_t text_field_names(const char *names[]);
#define TEXT_FIELDS_MAX 24

/* Take a field, or a call, which is all of @line.  False: a complaint has been made. */
bool text_take_field(struct text_parse *parse, const struct text_field *field, struct word rest);
bool text_take_call(struct text_parse *parse, struct word line);

/* The fields that begin a block: see text_field.take. */
bool text_begin_setup(struct text_parse *parse, struct word rest);
bool text_begin_warm(struct text_parse *parse, struct word rest);
bool text_begin_cpu(struct text_parse *parse, struct word rest);
bool text_begin_finish(struct text_parse *parse, struct word rest);

/* Fields that have a file of their own: likewise. */
bool text_take_tooth(struct text_parse *parse, struct word rest);
bool text_take_needs(struct text_parse *parse, struct word rest);

/* Keep @name for complaints; it may be anything that a boot loader was given. */
void text_keep_name(const char *name, char kept[TEXT_FILE_MAX + 1]);

/* All lines were read: is the litmus whole and without contradictions? */
bool text_is_whole(struct text_parse *parse);

/* Complain about line @at_line instead of the one read last. */
#define text_refuse_at(parse, at_line, ...)                                                        \
	((parse)->source.line = (at_line), text_refuse(&(parse)->source, __VA_ARGS__))

/* The register called @word; LITMUS_REGS: none. */
unsigned int text_reg_find(const struct text_parse *parse, struct word word);

#endif
