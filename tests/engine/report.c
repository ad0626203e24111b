/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Both formats.  Numbers are integers throughout: rates per second, parts per million.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <kernel/mm/frames/account.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/luf_stats.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/lines.h>
#include <tests/engine/progress.h>
#include <tests/engine/rate.h>
#include <tests/engine/report.h>
#include <tests/engine/rotation.h>
#include <tests/engine/rows.h>
#include <tests/engine/table.h>
#include <tests/engine/worth.h>

static uint64_t runs_per_second(const struct tally *tally)
{
	uint64_t us = tally->cycles / cpu_cycles_per_us();

	return us ? tally->runs * 1000000 / us : 0;
}

static void print_regimes(const struct verdict_line *line)
{
	const char *before = ": ";

	printk("  # runs by regime");
	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (!(line->regimes.set >> i & 1))
			continue;
		printk("%s%s %lu", before, regime_name(i), line->tally->by_regime[i]);
		before = ", ";
	}
	printk("\n");
}

/* Print which regimes had enough runs. */
static void print_claim(const struct verdict_line *line)
{
	struct regimes had = rotation_had(&line->regimes, line->tally->by_regime, line->least);

	regimes_print(&had, &line->regimes);
}

static void print_runs(const struct verdict_line *line)
{
	printk("  # %lu runs, %lu a second, policy ", line->tally->runs,
	       runs_per_second(line->tally));
	print_claim(line);
	printk("\n");
	print_regimes(line);
	if (line->litmus && line->kind == LINE_SOUND)
		worth_print(line);
}

static void print_histogram(const struct verdict_line *line)
{
	const struct litmus *litmus = line->litmus;
	const struct tally *tally = line->tally;

	print_runs(line);
	rows_print(litmus, tally->seen);
	rows_print_unlisted(tally->unlisted);
	if (tally->unbalanced)
		printk("  # %10lu  never     sessions that left accounts unbalanced\n",
		       tally->unbalanced);
	if (tally->corrupted)
		printk("  # %10lu  never     stores that reached a free frame\n", tally->corrupted);
	if (tally->debug_reports)
		printk("  # %10lu  never     rules that luf_debug=on found broken\n",
		       tally->debug_reports);
	rows_observe(litmus, tally->violations, tally->runs);
	if (tally->first_violation)
		printk("  # first forbidden outcome in run %lu\n", tally->first_violation);
}

/* Print the parameters of the violations, so that a user can look for more of them. */
static void print_attribution(const struct tally *tally)
{
	printk("  # caught by the first actor's delay, in eighths of its window:");
	for (unsigned int i = 0; i < OFFSET_BUCKETS; i++)
		printk(" %lu", tally->by_offset[i]);
	printk("\n  # caught warmed %lu, cold %lu; first actor on the lower CPU %lu, the higher %lu\n",
	       tally->by_warm[1], tally->by_warm[0], tally->by_pair[0], tally->by_pair[1]);
}

/* Print how soon a tooth was caught, and its rate in the runs after that. */
static void print_caught(const struct verdict_line *line)
{
	uint64_t ms = line->tally->cycles / cpu_cycles_per_us() / 1000;
	const struct tally *of = line->rate ? line->rate : line->tally;
	struct interval rate;

	printk(" # caught after %lu runs, %lu ms", line->tally->first_violation, ms);
	if (!of->runs || (!line->rate && of->violations == 1))
		return;
	rate = rate_interval(of->violations, of->runs);
	printk("; %s in %lu of %lu, 95%% interval %lu to %lu per million",
	       line->rate ? "then" : "in all", of->violations, of->runs, rate.low, rate.high);
}

static void ktap_line(const struct verdict_line *line, const struct line_head *head)
{
	const struct tally *tally = line->tally;

	if (tally && tally->runs && line->kind != LINE_TOOTH)
		print_histogram(line);
	if (tally && tally->runs && line->kind == LINE_TOOTH)
		print_regimes(line);
	if (line->rate && line->rate->violations)
		print_attribution(line->rate);
	else if (tally && tally->violations)
		print_attribution(tally);
	lines_put_ktap(head);
	if (line->kind == LINE_TOOTH && !line->note && tally && tally->violations)
		print_caught(line);
	printk("\n");
}

static void json_histogram(const struct verdict_line *line)
{
	rows_print_json(line->litmus, line->tally->seen);
	printk(",\"unlisted\":%lu,\"corrupted\":%lu,\"unbalanced\":%lu", line->tally->unlisted,
	       line->tally->corrupted, line->tally->unbalanced);
}

/* The first detector to report catches a tooth, so the runs after that count, too. */
static void json_debug(const struct verdict_line *line)
{
	uint64_t reports = line->tally->debug_reports;
	uint64_t first = line->tally->first_debug;
	enum debug_rule rule = line->tally->debug_rule;

	if (line->rate) {
		reports += line->rate->debug_reports;
		if (!first && line->rate->first_debug) {
			first = line->tally->runs + line->rate->first_debug;
			rule = line->rate->debug_rule;
		}
	}
	printk(",\"debug_reports\":%lu,\"debug_first\":%lu,\"debug_rule\":\"%s\"", reports, first,
	       line->litmus->raw ? "none: a raw test" : luf_debug_rule(rule));
}

static void json_regimes(const struct verdict_line *line)
{
	const char *before = "";

	printk(",\"runs_by_regime\":{");
	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (!(line->regimes.set >> i & 1))
			continue;
		printk("%s\"%s\":%lu", before, regime_name(i), line->tally->by_regime[i]);
		before = ",";
	}
	printk("}");
}

static void json_line(const struct verdict_line *line, const struct line_head *head)
{
	lines_put_json(head);
	if (line->tally && line->tally->runs) {
		printk(",\"policy\":\"");
		print_claim(line);
		printk("\"");
		json_regimes(line);
		worth_print_json(line);
		printk(",\"runs\":%lu,\"runs_per_second\":%lu,\"violations\":%lu,\"first\":%lu",
		       line->tally->runs, runs_per_second(line->tally), line->tally->violations,
		       line->tally->first_violation);
		json_histogram(line);
		if (luf_debug_active)
			json_debug(line);
	}
	printk("}\n");
}

void report_line(const struct verdict_line *line)
{
	const struct line_head head = { line->kind, line->result, line->name, line->note };

	worth_count(line);
	lines_count(&head, line->broken);
	if (lines_are_json())
		json_line(line, &head);
	else
		ktap_line(line, &head);
}

void report_test_end(void)
{
	lines_test_end("nothing of it could run here");
}

static void print_stats(void)
{
	struct tlb_stats stats;

	tlb_sum_stats(&stats);
	printk("# tlb: %lu shootdowns, %lu IPIs, %lu pages and %lu whole PCIDs invalidated\n",
	       stats.shootdowns, stats.ipis, stats.page_invalidates, stats.full_flushes);
	printk("# tlb: %lu switches of mm, %lu of them kept their PCID's entries (pcid %s)\n",
	       stats.switches, stats.pcid_kept, cpu_has(CPU_PCID) ? "in use" : "absent");
}

static void print_account(void)
{
	struct account account;

	account_take(&account);
	printk("# accounts: of %zu frames used %zu are free, %zu the kernel's own, %zu lost: they %s\n",
	       account.frames, account.in_use[PAGE_FREE], account.in_use[PAGE_KERNEL],
	       account_written_off(), account_balances(&account) ? "balance" : "do not balance");
}

static void print_luf_stats(void)
{
	struct luf_stats stats;

	luf_sum_stats(&stats);
	printk("# luf: %lu PTEs and %lu frames with their flush deferred, %lu shootdowns avoided\n",
	       stats.ptes, stats.frames, luf_stats_avoided(&stats));
	printk("# luf: %lu frames taken off, %lu of them with a shootdown; 99 %% within %lu us, all within %lu us\n",
	       stats.takeoffs, stats.takeoff_flushes,
	       luf_stats_takeoff_permille(&stats, 990) / cpu_cycles_per_us() + 1,
	       stats.takeoff_cycles / cpu_cycles_per_us() + 1);
}

/* The script that boots this platform; NULL: only its owner knows. */
static const char *launcher(void)
{
	static const char *const known[][2] = {
		{ "tcg", "./run-qemu.sh" },
		{ "kvm", "./run-qemu.sh --accel kvm" },
		{ "bochs", "./run-bochs.sh" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!strcmp(platform_name(), known[i][0]))
			return known[i][1];
	}
	return NULL;
}

static void print_repeat(const struct options *options)
{
	const char *script = launcher();

	if (script)
		printk("# repeat with: %s --smp %u", script, nr_cpus);
	else
		printk("# repeat with: this machine, %u CPUs and", nr_cpus);
	cmdline_print(options);
}

void report_too_few_cpus(const struct litmus *litmus)
{
	char note[32];

	snformat(note, sizeof(note), "needs %u CPUs", litmus_nr_actors(litmus));
	lines_test_not_run(litmus->name, litmus->asks, litmus->source, false, note);
}

void report_end(const struct options *options)
{
	const struct totals totals = lines_totals();

	progress_end();
	print_stats();
	print_luf_stats();
	print_account();
	worth_summary();
	printk_unsealed(true);
	print_repeat(options);
	printk_unsealed(false);
	if (lines_are_json()) {
		printk("{");
		totals_print_json(&totals);
		printk(",\"seed\":%lu}\n", options->seed);
		return;
	}
	totals_print(&totals);
}
