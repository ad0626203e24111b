/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See rows.h.
 */
#include <kernel/lib/printk.h>
#include <tests/engine/rows.h>
#include <tests/engine/table.h>

static const char *kind(const struct outcome *outcome)
{
	return outcome->verdict == VERDICT_NEVER ? "never" : "sometimes";
}

static void print_row(const struct litmus *litmus, const struct outcome *outcome, uint64_t seen)
{
	char text[16];

	printk("  # %10lu  %-9s", seen, kind(outcome));
	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		value_spell(outcome->value[i], text, sizeof(text));
		printk(" %s=%-5s", litmus->regs[i], text);
	}
	printk("  %s%s\n", outcome->text,
	       outcome->verdict == VERDICT_SOMETIMES && !seen ? " (not seen here)" : "");
}

void rows_print(const struct litmus *litmus, const uint64_t seen[LITMUS_OUTCOMES])
{
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++)
		print_row(litmus, &litmus->outcomes[row], seen[row]);
}

void rows_print_unlisted(uint64_t unlisted)
{
	if (unlisted)
		printk("  # %10lu  never     outcomes that the table does not have\n", unlisted);
}

static const char *how_often(uint64_t violations, uint64_t runs)
{
	if (!violations)
		return "Never";
	return violations == runs ? "Always" : "Sometimes";
}

void rows_observe(const struct litmus *litmus, uint64_t violations, uint64_t runs)
{
	printk("  # Observation %s %s %lu %lu\n", litmus->name, how_often(violations, runs),
	       violations, runs - violations);
}

void rows_print_json(const struct litmus *litmus, const uint64_t seen[LITMUS_OUTCOMES])
{
	printk(",\"histogram\":[");
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++) {
		printk("%s{\"verdict\":\"%s\",\"count\":%lu", row ? "," : "",
		       kind(&litmus->outcomes[row]), seen[row]);
		printk(",\"text\":");
		printk_json_string(litmus->outcomes[row].text);
		printk("}");
	}
	printk("]");
}
