/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing a program as a litmus is written down.
 */
#include <stdio.h>
#include <arch/model/generate.h>

#define COLUMN	 34
#define TEXT_MAX 64

static const char *const texts[NR_RAW_KINDS] = {
	[RAW_LOAD] = "load(%c)",
	[RAW_STORE] = "store(%c, %u)",
	[RAW_CLEAR] = "PTE of %c = 0",
	[RAW_PROTECT] = "PTE of %c: clear W",
	[RAW_PERMIT] = "PTE of %c: set W",
	[RAW_CLEAN] = "PTE of %c: clear D",
	[RAW_READ_PTE] = "PTE of %c",
	[RAW_INVLPG] = "INVLPG %c",
	[RAW_FLUSH] = "reload CR3",
	[RAW_TELL] = "%c = 1",
	[RAW_SEE] = "%c",
	[RAW_SWAP] = "xchg(%c, %u)",
	[RAW_AWAIT] = "wait for %c",
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
	if (op->kind == RAW_IPI || op->kind == RAW_WAIT_IPI)
		return (char)('0' + op->at);
	if (op->kind >= RAW_TELL && op->kind <= RAW_AWAIT)
		return "yw"[op->at];
	return "xz"[op->at];
}

static void spell(const struct raw_op *op, char text[TEXT_MAX])
{
	int n = 0;

	if (op->reg != RAW_NONE)
		n = snprintf(text, TEXT_MAX, "r%u = ", op->reg);
	if (op->kind == RAW_POINT)
		snprintf(text + n, (size_t)(TEXT_MAX - n), "PTE of %c = %c%s%s%s", object_of(op),
			 "ab"[op->value], op -> bits &PTE_WRITE ? " W" : "",
			 op->bits &PTE_ACCESSED ? " A" : "", op->bits &PTE_DIRTY ? " D" : "");
	else
		snprintf(text + n, (size_t)(TEXT_MAX - n), texts[op->kind], object_of(op),
			 op->value);
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
	printf("#   x is at a, and z at b%s\n#  ", program->bits & PTE_DIRTY ? ", with D" : "");
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
