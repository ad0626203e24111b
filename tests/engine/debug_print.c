/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report of the debug mode.  Lines are diagnostics to a KTAP parser.
 */
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/debug_print.h>

#define TEXT_MAX 256

/* Is it a function of the mode itself?  The printed backtrace begins with its caller. */
static bool is_ours(const char *name)
{
	return strncmp(name, "luf_debug_", 10) == 0 || strncmp(name, "watch_step", 10) == 0 ||
	       strncmp(name, "step_record", 11) == 0 || strncmp(name, "frame_goes", 10) == 0 ||
	       strncmp(name, "breaks", 6) == 0;
}

static void print_place(const char *what, const struct debug_place *place)
{
	const char *before = what;
	bool begun = false;

	for (size_t i = 0; i < place->nr; i++) {
		size_t offset;
		const char *name = symbol_lookup(place->pcs[i], &offset);

		if (!begun && is_ours(name))
			continue;
		printk("%s%s+0x%zx", before, name, offset);
		begun = true;
		before = " <- ";
	}
	printk("%s\n", begun ? "" : what);
}

static void print_debtor(const struct debug_report *report, const struct debug_debtor *debtor)
{
	printk("#   owed by CPU %u: ", debtor->cpu);
	if (debtor->has_slot)
		printk("at generation %lu of the mm, %lu behind; ", debtor->tlb_gen,
		       report->tlb_gen - debtor->tlb_gen);
	else
		printk("no slot for the mm; ");
	printk("ugen_done %lu, %lu behind\n", debtor->ugen_done, report->ugen - debtor->ugen_done);
}

void debug_print(const struct debug_report *report)
{
	const struct debug_entry *entry = &report->owed.entry;
	char text[TEXT_MAX];

	luf_debug_spell(report, text, sizeof(text));
	printk("#   luf_debug %s: %s\n", luf_debug_rule(report->broken.rule), text);
	if (entry->mm) {
		printk("#   mm %lu, va %lx: old frame %lx (%s%s%s)", report->owed.ctx_id, entry->va,
		       entry->pfn, entry->table ? "table" : "r",
		       entry->rights & DEBUG_WRITE && !entry->table ? "w" : "",
		       entry->rights & DEBUG_EXEC && !entry->table ? "x" : "");
		if (report->broken.new_pfn)
			printk(", new frame %lx", report->broken.new_pfn);
		printk("; lost at generation %lu, ugen %lu\n", report->owed.tlb_gen,
		       report->owed.ugen);
		for (unsigned int i = 0; i < report->nr_debtors; i++)
			print_debtor(report, &report->debtors[i]);
		print_place("#   the flush was owed from: ", &report->owed.lost_at);
	}
	print_place("#   the rule was broken at: ", &report->broken.at);
	if (report->count > 1)
		printk("#   and %lu more in this run\n", report->count - 1);
}
