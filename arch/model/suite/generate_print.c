/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing a program in the notation of litmus tests.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/suite/generate.h>

#define COLUMN	 34
#define TEXT_MAX 64

/* %c: the object; %u: the value; others: see spell(). */
static const char *const texts[NR_RAW_KINDS] = {
	[RAW_LOAD] = "load(%c)",
	[RAW_STORE] = "store(%c, %u)",
	[RAW_EXEC] = "fetch(%c)",
	[RAW_CLEAR] = "%c = 0",
	[RAW_PROTECT] = "%c: clear W",
	[RAW_PERMIT] = "%c: set W",
	[RAW_CLEAN] = "%c: clear D",
	[RAW_AGE] = "%c: clear A",
	[RAW_READ_PTE] = "%c",
	[RAW_UNLINK] = "entry %c = 0",
	[RAW_CUT] = "entry of root %c = 0",
	[RAW_MEND] = "entry of root %c as before",
	[RAW_INVLPG] = "INVLPG %c",
	[RAW_FLUSH] = "reload CR3",
	[RAW_INVPCID_PAGE] = "INVPCID %c, PCID %u",
	[RAW_INVPCID] = "INVPCID, PCID %u",
	[RAW_FLUSH_ALL] = "INVPCID, all",
	[RAW_BROADCAST] = "INVLPGB %c",
	[RAW_BROADCAST_ALL] = "INVLPGB, all",
	[RAW_SYNC] = "TLBSYNC",
	[RAW_LOAD_ROOT] = "CR3 = root %c, PCID %u",
	[RAW_LOAD_ROOT_KEPT] = "CR3 = root %c, PCID %u, kept",
	[RAW_TELL] = "%c = 1",
	[RAW_SEE] = "%c",
	[RAW_SWAP] = "xchg(%c, %u)",
	[RAW_CLAIM] = "cmpxchg(%c, 0, %u)",
	[RAW_AWAIT] = "wait for %c",
	[RAW_PUT] = "own = %u",
	[RAW_GET] = "own",
	[RAW_TAKE] = "take",
	[RAW_DROP] = "drop",
	[RAW_FENCE] = "MFENCE",
	[RAW_LOCK] = "lock",
	[RAW_UNLOCK] = "unlock",
	[RAW_TRY_LOCK] = "trylock, unlock",
	[RAW_IS_LOCKED] = "is it locked?",
	[RAW_IRQS_OFF] = "CLI",
	[RAW_IRQS_ON] = "STI",
	[RAW_IPI] = "IPI to CPU %c",
	[RAW_WAIT_IPI] = "wait for CPU %c's handler",
};

static char object_of(const struct raw_op *op)
{
	enum raw_kind kind = (enum raw_kind)op->kind;

	if (raw_is_flag(kind))
		return "yw"[op->at];
	if (raw_is_user(kind) || raw_is_entry(kind) || kind == RAW_INVLPG ||
	    kind == RAW_INVPCID_PAGE || kind == RAW_BROADCAST || kind == RAW_PEEK ||
	    kind == RAW_POKE)
		return "xz"[op->at];
	return (char)('0' + op->at);
}

static int spell_bits(char *text, size_t size, uint64_t bits)
{
	return snprintf(text, size, "%s%s%s%s%s%s%s%s", bits & PTE_PRESENT ? "" : " no P",
			bits & PTE_USER ? "" : " no U", bits & PTE_WRITE ? " W" : "",
			bits & PTE_ACCESSED ? " A" : "", bits & PTE_DIRTY ? " D" : "",
			bits & PTE_GLOBAL ? " G" : "", bits & PTE_NX ? " NX" : "",
			bits & RAW_RESERVED ? " reserved" : "");
}

static const char *const frames[RAW_FRAMES] = { "a", "b", "table 0", "table 1" };

static int spell_pointer(char *text, size_t size, const struct raw_op *op)
{
	if (op->kind == RAW_LINK)
		return snprintf(text, size, "entry %u = table %u", op->at, op->value);
	if (op->kind == RAW_LARGE)
		return snprintf(text, size, "entry %u = leaf", op->at);
	return snprintf(text, size, "%c = %s", object_of(op), frames[op->value]);
}

static void spell_content(char *text, size_t size, const struct raw_op *op)
{
	int n = snprintf(text, size, "%c's word of %s", object_of(op), frames[op->table]);

	if (op->kind == RAW_PEEK)
		return;
	if (op->table < 2) {
		snprintf(text + n, size - (size_t)n, " = %u", op->value);
		return;
	}
	n += snprintf(text + n, size - (size_t)n, " = %s", frames[op->value]);
	(void)spell_bits(text + n, size - (size_t)n, op->bits);
}

static void spell(const struct raw_op *op, char text[TEXT_MAX])
{
	bool points = op->kind == RAW_POINT || op->kind == RAW_LINK || op->kind == RAW_LARGE;
	int n = 0;

	text[0] = '\0';
	if (op->reg != RAW_NONE)
		n = snprintf(text, TEXT_MAX, "r%u = ", op->reg);
	if (raw_is_entry((enum raw_kind)op->kind))
		n += snprintf(text + n, (size_t)(TEXT_MAX - n), "PTE %u of ", op->table);
	if (points) {
		n += spell_pointer(text + n, (size_t)(TEXT_MAX - n), op);
		(void)spell_bits(text + n, (size_t)(TEXT_MAX - n), op->bits);
		return;
	}
	if (op->kind == RAW_PEEK || op->kind == RAW_POKE) {
		spell_content(text + n, (size_t)(TEXT_MAX - n), op);
		return;
	}
	/* The formats have %c first, or only %u. */
	if (strstr(texts[op->kind], "%c"))
		snprintf(text + n, (size_t)(TEXT_MAX - n), texts[op->kind], object_of(op),
			 op->value);
	else
		snprintf(text + n, (size_t)(TEXT_MAX - n), texts[op->kind], op->value);
}

static void print_rows(const struct raw_ops ops[RAW_CPUS], unsigned int nr_cpus)
{
	for (unsigned int row = 0; row < RAW_OPS; row++) {
		bool empty = true;

		for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
			empty &= row >= ops[cpu].nr;
		if (empty)
			return;
		printf("#  ");
		for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
			char text[TEXT_MAX] = "";

			if (row < ops[cpu].nr)
				spell(&ops[cpu].op[row], text);
			printf(" %-*s", COLUMN, text);
		}
		printf("\n");
	}
}

void raw_program_print(const struct raw_program *program)
{
	char bits[TEXT_MAX];

	(void)spell_bits(bits, sizeof(bits), program->bits | PTE_PRESENT | PTE_USER | PTE_WRITE);
	printf("#   about %s; entries have%s at first\n#  ", program->about, bits);
	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++)
		printf(" CPU %-*u", COLUMN - 4, cpu);
	printf("\n");
	print_rows(program->cpu, program->nr_cpus);
	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++) {
		if (!program->handler[cpu].nr)
			continue;
		printf("#   on an IPI:\n");
		print_rows(program->handler, program->nr_cpus);
		return;
	}
}
