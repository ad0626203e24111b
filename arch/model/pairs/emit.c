/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See emit.h.  The calls before the race become the beginning of CPU 1's program, for which CPU 0
 * waits.  A call that is known to have come after a call of the other CPU awaits a flag that this
 * one tells.  The only register is the result that broke a promise; or, if an oracle reported the
 * violation, the last access.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <arch/model/pairs/emit.h>
#include <arch/model/pairs/scenario.h>
#include <arch/model/pairs/spec.h>
#include <kernel/rules/mutants.h>
#include <tests/engine/table.h>

static FILE *file;
static const struct pair *pair;
static const struct spec_history *history;
static int subject;  /* the call whose result is in the register */
static bool noticed; /* the register says whether a store was noticed */

/* The call of the register; if an oracle reported, CPU 1's last one, which may not have ended. */
static const struct spec_call *the_call(void)
{
	static struct spec_call last;
	unsigned int nr = pair->cpu[1].nr;

	if (subject >= 0)
		return &history->calls[subject];
	last = (struct spec_call){
		.kind = pair_calls[pair->cpu[1].of[nr - 1]].spec,
		.phase = SPEC_RACE,
		.cpu = 1,
		.nr = (uint8_t)nr,
	};
	return &last;
}

/* May an access fault after some call of the pair? */
static bool may_fault(void)
{
	return pair_has(pair, CALL_MUNMAP) || pair_has(pair, CALL_MREMAP) ||
	       pair_has(pair, CALL_TRUNCATE) || pair_has(pair, CALL_REVOKE) ||
	       pair_has(pair, CALL_UNBIND) ||
	       (the_call()->kind == SPEC_STORE && pair_has(pair, CALL_PROTECT_R));
}

/* All values that it may find, as far as is known. */
static uint64_t everything(void)
{
	uint64_t contents = 1ULL << OLD | 1ULL << NEW | 1ULL << NEWER | 1ULL << FRESH;

	return (the_call()->kind == SPEC_STORE ? 1ULL << DONE : contents) |
	       (may_fault() ? 1ULL << FAULT : 0);
}

static const char *address(void)
{
	return pair->kind & (KIND_LONE | KIND_TABLE) ? "r->lone" : "r->x";
}

/* The longest name that a test of this family may have. */
#define TEST_NAME_MAX 42

/*
 * anon/load.free/ksm+store.load as anon-ksm-vs-store-load-1f3, with @dash between words; the number
 * is that of the state.
 */
static void name_of(const char *scenario, char dash, char name[SCENARIO_NAME_MAX])
{
	const char *calls = strrchr(scenario, '/');
	unsigned int state = 0;
	size_t len = strcspn(scenario, "/");

	for (const char *at = scenario + len; at < calls; at++)
		state = state * 31 + (unsigned char)*at;
	memcpy(name, scenario, len);
	for (; *calls && len < TEST_NAME_MAX - 7; calls++) {
		if (*calls == '+')
			len += (size_t)sprintf(name + len, "%cvs%c", dash, dash);
		else
			name[len++] = isalnum((unsigned char)*calls) ? *calls : dash;
	}
	sprintf(name + len, "%c%03x", dash, state & 0xfff);
}

/* The flag by which each CPU tells the other of one of its calls. */
static const char *const flags[SPEC_CPUS] = { "w", "y" };

/* The call of @phase that is number @nr on @cpu, from 1; its index in the history, or -1. */
static int find_call(enum spec_phase phase, unsigned int cpu, unsigned int nr)
{
	for (int i = 0; i < (int)history->nr; i++) {
		const struct spec_call *call = &history->calls[i];

		if (call->phase == phase && call->cpu == cpu && call->nr == nr)
			return i;
	}
	return -1;
}

/* Does the other CPU wait until @cpu has ended its call @nr? */
static bool is_awaited(unsigned int cpu, unsigned int nr)
{
	for (unsigned int i = 0; i < history->nr; i++) {
		const struct spec_call *call = &history->calls[i];

		if (call->phase == SPEC_RACE && call->cpu == !cpu && call->seen[cpu] == nr)
			return true;
	}
	return false;
}

/* The call in C, its parameters in place. */
static void put_text(enum pair_call call, unsigned int value)
{
	const char *at = pair_calls[call].text;
	bool has_value = !strstr(at, ", DONE)");

	/* (what comes back with nothing, DONE) */
	for (at += !has_value; *at && strcmp(at, ", DONE)"); at++) {
		if (!strncmp(at, "AT", 2)) {
			fprintf(file, "%s", address());
			at++;
		} else if (!strncmp(at, ", n)", 4)) {
			fprintf(file, ", %u)", value);
			at += 3;
		} else {
			fputc(*at, file);
		}
	}
}

static void put_call(enum pair_call call, unsigned int value, bool is_subject)
{
	if (is_subject && noticed)
		fprintf(file, "\tbefore = faults_taken();\n");
	if (is_subject && !noticed)
		fprintf(file, "\tr->reg[0] = ");
	else
		fprintf(file, strstr(pair_calls[call].text, ", DONE)") ? "\t" : "\t(void)");
	put_text(call, value);
	fprintf(file, ";\n");
	if (is_subject && noticed)
		fprintf(file, "\tr->reg[0] = faults_taken() != before;\n");
}

static void put_race(unsigned int cpu)
{
	const struct calls *calls = &pair->cpu[cpu];
	unsigned int waited = 0; /* each waits but once, for CPU 0 has one call */

	for (unsigned int i = 0; i < calls->nr; i++) {
		int index = find_call(SPEC_RACE, cpu, i + 1);
		unsigned int seen = index < 0 ? 0 : history->calls[index].seen[!cpu];

		if (seen && !waited)
			fprintf(file, "\tawait(&r->%s);\n", flags[!cpu]);
		waited |= seen;
		put_call((enum pair_call)calls->of[i], pair_value((int)cpu, i),
			 the_call()->phase == SPEC_RACE && the_call()->cpu == cpu &&
				 the_call()->nr == i + 1);
		if (is_awaited(cpu, i + 1))
			fprintf(file, "\ttell(&r->%s);\n", flags[cpu]);
	}
}

static void put_map(void)
{
	switch (pair->kind) {
	case KIND_ANON:
	case KIND_LONE:
		fprintf(file, "\tmap(r, %s, VM_READ | VM_WRITE, NULL, 0);\n", address());
		return;
	case KIND_DEVICE:
		fprintf(file, "\tdevice_page(r, 0, OLD);\n"
			      "\tmap_device(r, r->x, 1, VM_READ | VM_WRITE, 0);\n");
		return;
	case KIND_DAX:
		fprintf(file, "\tdax_come(r, OLD);\n\tmap_dax(r, r->x, VM_READ | VM_WRITE);\n");
		return;
	default:
		fprintf(file,
			"\tcontent(r, r->file[0], 0, OLD);\n"
			"\tmap_pages(r->mm, %s, %s, VM_READ | VM_WRITE%s, r->file[0], 0);\n",
			address(), pair->kind == KIND_TABLE ? "TABLE_PAGES" : "1",
			pair->kind == KIND_PRIVATE ? "" : " | VM_SHARED");
		return;
	}
}

static void put_setup(void)
{
	bool merges = pair_has(pair, CALL_KSM);

	if (pair_has(pair, CALL_DMA))
		fprintf(file, "static struct page *held;\n\n");
	fprintf(file, "%sstatic void map_page(struct run *r)\n{\n%s",
		merges ? "static struct page *stable;\n\n" : "",
		pair_has(pair, CALL_FORK) ? "\tbegin_child(r, r->mms[1]);\n" : "");
	put_map();
	if (merges)
		fprintf(file, "\tfault_in(r->mm, %s);\n\tstable = stable_page(r->mm, %s);\n",
			address(), address());
	fprintf(file, "}\n\n");
}

static void put_actors(void)
{
	fprintf(file, "static void on_cpu_0(struct run *r)\n{\n%s\tawait(&r->u);\n",
		noticed && the_call()->cpu == 0 ? "\tuint64_t before;\n\n" : "");
	put_race(0);
	fprintf(file, "}\n\nstatic void on_cpu_1(struct run *r)\n{\n%s",
		noticed && the_call()->cpu == 1 ? "\tuint64_t before;\n\n" : "");
	for (unsigned int i = 0; i < pair->prefix.nr; i++)
		put_call((enum pair_call)pair->prefix.of[i], pair_value(-1, i), false);
	fprintf(file, "\ttell(&r->u);\n");
	put_race(1);
	fprintf(file, "}\n\n");
}

static void put_look(void)
{
	if (the_call()->in_child)
		fprintf(file, "\t(void)try_unmap(r, %s);\n\treclaim_lazyfree(r->mms[1], %s, 1);\n",
			address(), address());
	else
		fprintf(file, "\tbecome(r->mm);\n");
	fprintf(file, "\tr->reg[0] = ");
	if (the_call()->kind == SPEC_READ)
		fprintf(file, "try_read_content(r, r->file[0], 0)");
	else if (the_call()->kind == SPEC_FSYNC)
		fprintf(file, "(sync_page(r, r->file[0], 0), device_content(r, r->file[0], 0))");
	else if (the_call()->kind == SPEC_PAGEMAP)
		fprintf(file, "soft_dirty(r->mm, %s)", address());
	else if (the_call()->in_child)
		fprintf(file, "load_in(r, r->mms[1], %s)", address());
	else
		fprintf(file, "load(r, %s)", the_call()->at_z ? "r->z" : address());
	fprintf(file, ";\n\tbecome(NULL);\n");
}

/* The last look, up to the one that broke a promise, if any did. */
static void put_finish(void)
{
	bool looks_last = the_call()->phase == SPEC_AFTER;

	fprintf(file, "static void look(struct run *r)\n{\n%s", looks_last ? "" : "\t(void)r;\n");
	if (looks_last)
		put_look();
	if (pair_has(pair, CALL_KSM))
		fprintf(file, "\trelease_page(stable);\n");
	fprintf(file, "}\n\n");
}

static void put_value(const char *before, uint64_t value, const char *after)
{
	char text[16];

	value_spell(value, text, sizeof(text));
	if (value >= E_FIRST && value <= E_LAST)
		fprintf(file, "%sE_%s%s", before, text + 1, after);
	else
		fprintf(file, "%s%s%s", before, text, after);
}

static uint64_t found(const struct spec_call *call)
{
	return spec_is_read(call->kind) && call->result == SPEC_DONE ? call->value : call->result;
}

#define ROW_TEXT_MAX 70
#define CONTENTS     ((1ULL << SPEC_FAULT) - 1)

/* The values among @allowed that are contents, for ANY to stand for. */
static void put_sees(uint64_t allowed)
{
	const char *before = "\t.sees = { ";

	if (!(allowed & CONTENTS))
		allowed = 1ULL << FRESH; /* it must have some */
	for (unsigned int value = 0; value < SPEC_FAULT; value++) {
		if (!(allowed >> value & 1))
			continue;
		put_value(before, value, "");
		before = ", ";
	}
	fprintf(file, " },\n");
}

/* The length of a row's text, without the part that says who makes the promise. */
static int text_length(const char *what)
{
	size_t len = strcspn(what, "(,");

	while (len && what[len - 1] == ' ')
		len--;
	return (int)(len < ROW_TEXT_MAX ? len : ROW_TEXT_MAX);
}

/* The allowed outcomes, and a NEVER: what was found, or a value that no test writes. */
static void put_outcomes(const struct pair_answer *answer)
{
	bool promised = answer->call >= 0;
	const char *what = promised ? answer->finding.what : "found what nobody put there";
	uint64_t allowed = promised ? spec_allows(history, (unsigned int)subject) : everything();
	uint64_t wrong = promised ? found(the_call()) : FOREIGN;

	if (noticed)
		allowed = 0;
	fprintf(file, "\t.regs = { \"");
	if (the_call()->phase == SPEC_RACE)
		fprintf(file, "%u:", the_call()->cpu);
	fprintf(file, "%s\" },\n", noticed ? "noticed" : "found");
	put_sees(allowed);
	fprintf(file, "\t.outcomes = {\n");
	/* First, for ANY may stand for it. */
	fprintf(file, "\t\tNEVER(\"not so: %.*s\"", text_length(what), what);
	put_value(", ", noticed ? 0 : wrong, "),\n");
	if (noticed)
		fprintf(file, "\t\tSOMETIMES(\"the store was noticed\", 1),\n");
	if (allowed & CONTENTS)
		fprintf(file, "\t\tSOMETIMES(\"as promised\", ANY),\n");
	if (allowed >> FAULT & 1)
		fprintf(file, "\t\tSOMETIMES(\"faulted\", FAULT),\n");
	if (allowed >> DONE & 1)
		fprintf(file, "\t\tSOMETIMES(\"made\", DONE),\n");
	fprintf(file, "\t},\n");
}

static void put_tooth(void)
{
	const char *name = "gather-skip-flush";

	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		if (mutant_active[i])
			name = mutant_info[i].name;
	}
	fprintf(file, "\t/* The mutant that brings the fault back. */\n\t.teeth = { TOOTH(");
	for (; *name; name++)
		fputc(*name == '-' ? '_' : toupper((unsigned char)*name), file);
	fprintf(file, ") },\n");
}

static void put_litmus(const char *scenario, const struct pair_answer *answer)
{
	char name[SCENARIO_NAME_MAX];

	fprintf(file,
		"/* SPDX-License-Identifier: BSD-2-Clause */\n/*\n"
		" * Found among pairs of calls, as %s:\n * %s.\n */\n"
		"#include <tests/litmus.h>\n\n",
		scenario, answer->finding.what);
	put_setup();
	put_actors();
	put_finish();
	name_of(scenario, '_', name);
	fprintf(file, "LITMUS(%s) = {\n", name);
	name_of(scenario, '-', name);
	fprintf(file,
		"\t.name = \"pairs/%s\",\n"
		"\t.asks = \"is it as promised, whichever call comes first?\",\n"
		"\t.source = \"pairs of calls: %s\",\n\t.setup = map_page,\n"
		"\t.cpu = { on_cpu_0, on_cpu_1 },\n\t.finish = look,\n",
		name, scenario);
	put_outcomes(answer);
	put_tooth();
	fprintf(file, "};\n");
}

void pair_emit(const struct pair *of, const struct pair_answer *answer, const char *directory)
{
	char scenario[SCENARIO_NAME_MAX];
	char name[SCENARIO_NAME_MAX];
	char path[1024];

	pair = of;
	history = &answer->history;
	subject = answer->call;
	noticed = answer->call >= 0 && the_call()->kind == SPEC_STORE &&
		  spec_allows(history, (unsigned int)subject) >> found(the_call()) & 1;
	scenario_spell(pair, scenario);
	name_of(scenario, '-', name);
	snprintf(path, sizeof(path), "%s/%s.c", directory, name);
	file = fopen(path, "w");
	if (!file) {
		printf("stalehound: emit=: cannot write %s\n", path);
		return;
	}
	put_litmus(scenario, answer);
	printf("# written as a litmus: %s\n", path);
	(void)fclose(file);
}
