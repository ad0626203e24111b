/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running and reporting the probes.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/lines.h>
#include <tests/engine/report.h>
#include <tests/engine/select.h>
#include <tests/hw/at_once.h>
#include <tests/hw/probe.h>

/* Provided by linker.ld: what PROBE() has put there. */
extern const struct probe *const __start_hw_probe_table[];
extern const struct probe *const __stop_hw_probe_table[];

static const struct probe *probes[NR_PROBES_MAX];
static struct findings findings[NR_PROBES_MAX];
static bool done[NR_PROBES_MAX];
static size_t nr;
static unsigned int keeps;

/* Insertion sort: the linker's order is that of the files. */
static void collect(void)
{
	const struct probe *const *at;

	for (at = __start_hw_probe_table; at < __stop_hw_probe_table; at++) {
		size_t i = nr++;

		BUG_ON(nr > NR_PROBES_MAX);
		for (; i > 0 && strcmp(probes[i - 1]->name, (*at)->name) > 0; i--)
			probes[i] = probes[i - 1];
		probes[i] = *at;
	}
}

size_t nr_probes(void)
{
	if (!nr)
		collect();
	return nr;
}

const struct probe *probe_at(size_t i)
{
	return probes[i];
}

void probes_list(const char *globs)
{
	for (size_t i = 0; i < nr_probes(); i++) {
		if (selected(globs, probes[i]->name))
			printk("%-40s 1+ CPUs  probe     %s\n", probes[i]->name, probes[i]->asks);
	}
}

unsigned int platform_keeps(void)
{
	return keeps;
}

const char *platform_lacks(unsigned int needs)
{
	static char text[128];
	int len = snformat(text, sizeof(text), "this platform keeps no stale");

	if (needs & KEEPS_SPECULATED)
		return "only the model fills TLBs without an access";
	for (size_t i = 0; i < nr_probes(); i++) {
		if (probes[i]->keeps & needs & ~keeps && len < 96)
			len += snformat(text + len, sizeof(text) - (size_t)len, " %s",
					probes[i]->keeps_name);
	}
	return text;
}

/* What the probe has found, now or before. */
static const struct findings *find(size_t i)
{
	if (!done[i])
		probes[i]->run(&findings[i]);
	done[i] = true;
	return &findings[i];
}

static void print_kept(bool kept)
{
	printk(kept ? "# keeps stale:" : "# does not keep:");
	for (size_t i = 0; i < nr; i++) {
		if (probes[i]->keeps_name && (findings[i].kept != 0) == kept)
			printk(" %s%s", probes[i]->keeps_name,
			       findings[i].skipped ? " (not tried)" : "");
	}
	printk("\n");
}

void probes_run(void)
{
	for (size_t i = 0; i < nr_probes(); i++) {
		if (probes[i]->keeps && find(i)->kept)
			keeps |= probes[i]->keeps;
	}
	print_kept(true);
	print_kept(false);
	at_once_find_out();
}

static size_t index_of(const struct probe *probe)
{
	size_t i = 0;

	while (probes[i] != probe)
		i++;
	return i;
}

void probe_report(const struct probe *probe)
{
	const struct findings *found = find(index_of(probe));
	struct verdict_line line = { .name = "probe", .kind = LINE_PROBE };
	static char note[160];
	int len;

	lines_test_begin(probe->name, probe->asks, probe->source, 1);
	len = snformat(note, sizeof(note), "kept in %u of %u tries, after the flush in %u",
		       found->kept, found->tries, found->survived);
	if (probe->detail && len < (int)sizeof(note))
		snformat(note + len, sizeof(note) - (size_t)len, "; %u %s", found->detail,
			 probe->detail);
	line.note = found->skipped ? found->skipped : note;
	line.result = found->skipped ? RESULT_SKIPPED : found->survived ? RESULT_FAILED : RESULT_OK;
	report_line(&line);
	report_test_end();
}
