/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See report.h.
 */
#include <arch/linux/calls/place.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/guest.h>
#include <arch/linux/suite/judge.h>
#include <arch/linux/suite/report.h>
#include <kernel/lib/printk.h>
#include <tests/engine/lines.h>
#include <tests/engine/rows.h>

static uint64_t runs_per_second(const struct tally *tally)
{
	uint64_t us = tally->cycles / cpu_cycles_per_us();

	return us ? tally->runs * 1000000 / us : 0;
}

static void print_here(const struct litmus *litmus, const struct tally *tally)
{
	const struct litmus here = judge_litmus_here(litmus);

	if (!litmus->on_linux[0].verdict)
		return;
	printk("  # Linux promises less: %s\n", litmus->on_linux_source);
	rows_print(&here, tally->seen_here);
}

static void print_histogram(const struct litmus *litmus, const struct tally *tally)
{
	printk("  # %lu runs, %lu a second, files %s\n", tally->runs, runs_per_second(tally),
	       places_on_disk() ? "on a disk" : "in memory");
	printk("  # window: %lu runs used the old page during a call, %lu came back to it after one\n",
	       tally->open, tally->kept);
	if (tally->to_reclaim)
		printk("  # reclaim: %lu pages taken of %lu\n", tally->reclaimed,
		       tally->to_reclaim);
	print_here(litmus, tally);
	rows_print(litmus, tally->seen);
	rows_print_unlisted(tally->unlisted);
	rows_observe(litmus, tally->violations, tally->runs);
}

static void print_caught(const struct tally *tally)
{
	printk(" # caught after %lu runs, %lu ms", tally->first_violation,
	       tally->cycles / cpu_cycles_per_us() / 1000);
}

static void ktap_line(const struct line *line, const struct line_head *head)
{
	if (line->tally->runs && line->kind != LINE_TOOTH)
		print_histogram(line->litmus, line->tally);
	lines_put_ktap(head);
	if (line->kind == LINE_TOOTH && line->result == RESULT_OK)
		print_caught(line->tally);
	printk("\n");
}

static void json_line(const struct line *line, const struct line_head *head)
{
	const struct tally *tally = line->tally;

	lines_put_json(head);
	if (tally->runs) {
		printk(",\"runs\":%lu,\"runs_per_second\":%lu,\"violations\":%lu,\"first\":%lu",
		       tally->runs, runs_per_second(tally), tally->violations,
		       tally->first_violation);
		printk(",\"open\":%lu,\"kept\":%lu,\"reclaimed\":%lu,\"to_reclaim\":%lu",
		       tally->open, tally->kept, tally->reclaimed, tally->to_reclaim);
		printk(",\"disk\":%s", places_on_disk() ? "true" : "false");
		rows_print_json(line->litmus, tally->seen);
		printk(",\"unlisted\":%lu", tally->unlisted);
	}
	printk("}\n");
}

void report_line(const struct line *line)
{
	const struct line_head head = { line->kind, line->result, line->name, line->note };

	lines_count(&head, line->broken);
	if (lines_are_json())
		json_line(line, &head);
	else
		ktap_line(line, &head);
}

void report_test_end(void)
{
	lines_test_end("Linux is not asked: see above");
}

struct totals report_end(const struct wanted *wanted)
{
	const struct totals totals = lines_totals();

	if (lines_are_json()) {
		printk("{");
		totals_print_json(&totals);
		printk(",\"seed\":%lu}\n", wanted->seed);
		return totals;
	}
	printk_unsealed(true);
	printk("# repeat with: %s", guest_is() ? "./run-linux.sh" : "build/linux/stalehound");
	wanted_print(wanted);
	printk_unsealed(false);
	totals_print(&totals);
	return totals;
}
