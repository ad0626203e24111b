/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report of a caught access.  Lines are diagnostics to a KTAP parser.
 */
#include <arch/cpu.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/lib/printk.h>
#include <kernel/race/step.h>
#include <tests/engine/debug_print.h>
#include <tests/engine/table.h>
#include <tests/engine/witness.h>

#define COLUMN	 44
#define TEXT_MAX 64

static void print_registers(const struct scene *scene)
{
	char text[TEXT_MAX];

	printk("#   registers:");
	for (unsigned int i = 0; i < litmus_nr_regs(scene->litmus); i++) {
		value_spell(scene->run.reg[i], text, sizeof(text));
		printk(" %s=%s", scene->litmus->regs[i], text);
	}
	printk("\n");
}

static void print_allowed(const struct litmus *litmus)
{
	char text[TEXT_MAX];

	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++) {
		if (litmus->outcomes[row].verdict == VERDICT_NEVER)
			continue;
		printk("#   allowed:  ");
		for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
			value_spell(litmus->outcomes[row].value[i], text, sizeof(text));
			printk(" %s=%s", litmus->regs[i], text);
		}
		printk("  (%s)\n", litmus->outcomes[row].text);
	}
}

static void print_access(const struct actor *actor, unsigned int index, const struct access *access)
{
	char bytes[TEXT_MAX];
	char value[TEXT_MAX];

	value_spell(access->value, value, sizeof(value));
	if (access->value == FAULT) {
		printk("#   actor %u, CPU %u: %s at va %lx faulted\n", index, actor->cpu,
		       access->what, access->va);
		return;
	}
	stamp_describe(access->word, bytes, sizeof(bytes));
	printk("#   actor %u, CPU %u: %s at va %lx: bytes %016lx (%s) = %s\n", index, actor->cpu,
	       access->what, access->va, access->word, bytes, value);
}

static void print_accesses(const struct scene *scene)
{
	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		const struct actor *actor = &scene->actors[i];
		unsigned int first =
			actor->nr_accesses > ACCESSES_KEPT ? actor->nr_accesses - ACCESSES_KEPT : 0;

		for (unsigned int n = first; n < actor->nr_accesses; n++)
			print_access(actor, i, &actor->accesses[n % ACCESSES_KEPT]);
	}
}

/* The steps of each CPU, oldest first, and how far they were printed. */
struct trace {
	unsigned int nr;
	unsigned int cpus[LITMUS_CPUS];
	struct step steps[LITMUS_CPUS][STEPS_KEPT];
	size_t len[LITMUS_CPUS];
	size_t at[LITMUS_CPUS];
};

static struct trace trace;

static void load_trace(const unsigned int cpus[], unsigned int nr)
{
	trace.nr = nr;
	for (unsigned int i = 0; i < nr; i++) {
		trace.cpus[i] = cpus[i];
		trace.len[i] = step_last(cpus[i], trace.steps[i]);
		trace.at[i] = 0;
	}
}

/* The actor whose next step is the earliest; trace.nr: there are no more. */
static unsigned int earliest_actor(void)
{
	unsigned int best = trace.nr;

	for (unsigned int i = 0; i < trace.nr; i++) {
		if (trace.at[i] == trace.len[i])
			continue;
		if (best == trace.nr ||
		    trace.steps[i][trace.at[i]].cycles < trace.steps[best][trace.at[best]].cycles)
			best = i;
	}
	return best;
}

/* Print each kept step after which a flush was owed.  It may have been made since. */
static void print_owed(void)
{
	for (unsigned int i = 0; i < trace.nr; i++) {
		for (size_t n = 0; n < trace.len[i]; n++) {
			const struct step *step = &trace.steps[i][n];
			enum step_kind kind = step->site->kind;

			if (kind != STEP_PTE_CLEAR && kind != STEP_FLUSH_DEFER &&
			    kind != STEP_PTE_WRPROTECT && kind != STEP_CONTENT)
				continue;
			printk("#   flush owed: CPU %u %s", trace.cpus[i], step_text(kind));
			if (step->va)
				printk(" of va %lx", step->va);
			if (step->frame)
				printk(" (frame %lx)", step->frame);
			printk(" in %s, %s:%d\n", step->site->function, step->site->file,
			       step->site->line);
		}
	}
}

static void print_taken_away(void)
{
	for (unsigned int id = 0; id < NR_MUTANTS; id++) {
		const struct mutant_site *site = mutant_last_site((enum mutant)id);

		if (!READ_ONCE(mutant_active[id]))
			continue;
		if (site)
			printk("#   taken away: %s, in %s, %s:%d\n", mutant_info[id].name,
			       site->function, site->file, site->line);
		else
			printk("#   taken away: %s, which did not act yet\n", mutant_info[id].name);
	}
}

static void print_step(const struct step *step, uint64_t since, unsigned int column)
{
	char text[TEXT_MAX * 2];
	int len = snformat(text, sizeof(text), "%s", step_text(step->site->kind));

	if (step->va && len < TEXT_MAX)
		len += snformat(text + len, sizeof(text) - (size_t)len, " %lx", step->va);
	if (step->frame && len < TEXT_MAX)
		snformat(text + len, sizeof(text) - (size_t)len, " [%lx]", step->frame);
	printk("#   %8lu  %*s%-*s %s:%d\n", step->cycles - since, (int)(column * COLUMN), "",
	       COLUMN, text, step->site->file, step->site->line);
}

/* Print the steps, a column for each actor. */
static void print_steps(void)
{
	unsigned int i = earliest_actor();
	uint64_t since = i < trace.nr ? trace.steps[i][0].cycles : 0;

	printk("#   last steps (cycles, then a column a CPU: %u", trace.cpus[0]);
	for (unsigned int n = 1; n < trace.nr; n++)
		printk(", %u", trace.cpus[n]);
	printk("); [frame]\n");
	for (; i < trace.nr; i = earliest_actor())
		print_step(&trace.steps[i][trace.at[i]++], since, i);
}

void witness_steps(const unsigned int cpus[], unsigned int nr)
{
	load_trace(cpus, nr);
	print_steps();
}

void witness_report(const struct scene *scene, const struct violation *what, uint64_t run_number)
{
	unsigned int cpus[LITMUS_CPUS];
	char text[TEXT_MAX];

	for (unsigned int i = 0; i < scene->nr_actors; i++)
		cpus[i] = scene->actors[i].cpu;
	printk("# CAUGHT %s, run %lu: %s\n", scene->litmus->name, run_number, what->text);
	if (what->debug.count)
		debug_print(&what->debug);
	print_registers(scene);
	print_accesses(scene);
	if (what->corruption.count) {
		stamp_describe(what->corruption.word, text, sizeof(text));
		printk("#   frame %lx was free, and holds %016lx (%s)\n", what->corruption.pfn,
		       what->corruption.word, text);
	}
	print_allowed(scene->litmus);
	load_trace(cpus, scene->nr_actors);
	print_owed();
	print_taken_away();
	print_steps();
	for (unsigned int i = 0; i < scene->nr_actors; i++)
		printk("#   actor %u ran on CPU %u, %s, delayed by %lu cycles\n", i,
		       scene->actors[i].cpu,
		       !scene->litmus->warm[i] ? "with nothing to warm" :
		       scene->actors[i].warmed ? "its TLB warmed" :
						 "cold",
		       scene->actors[i].delay);
}
