/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which benchmarks there are.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <tests/bench/bench.h>
#include <tests/engine/select.h>

extern const struct bench_entry *const __start_bench_table[];
extern const struct bench_entry *const __stop_bench_table[];

enum exit_status benches_run(const struct options *options)
{
	const struct bench_entry *const *benches = __start_bench_table;
	size_t nr = (size_t)(__stop_bench_table - __start_bench_table);
	const char *names[NR_BENCHES_MAX] = { NULL };
	enum exit_status status = EXIT_HELD;

	BUG_ON(nr > NR_BENCHES_MAX);
	for (size_t i = 0; i < nr; i++)
		names[i] = benches[i]->name;
	if (!selection_is_sane("bench", options->bench, names, nr))
		return EXIT_USAGE;
	for (size_t i = 0; i < nr && status == EXIT_HELD; i++) {
		if (!selected(options->bench, names[i]))
			continue;
		printk("# bench %s: %s\n", names[i], benches[i]->asks);
		status = benches[i]->run(options);
	}
	return status;
}
