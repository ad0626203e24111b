/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which benchmarks there are.
 */
#include <kernel/lib/printk.h>
#include <tests/bench/bench.h>
#include <tests/engine/select.h>

static const struct bench_entry *const benches[] = { &bench_pressure };

#define NR_BENCHES (sizeof(benches) / sizeof(benches[0]))

enum exit_status benches_run(const struct options *options)
{
	const char *names[NR_BENCHES];
	enum exit_status status = EXIT_HELD;

	for (size_t i = 0; i < NR_BENCHES; i++)
		names[i] = benches[i]->name;
	if (!selection_is_sane("bench", options->bench, names, NR_BENCHES))
		return EXIT_USAGE;
	for (size_t i = 0; i < NR_BENCHES && status == EXIT_HELD; i++) {
		if (!selected(options->bench, names[i]))
			continue;
		printk("# bench %s: %s\n", names[i], benches[i]->asks);
		status = benches[i]->run(options);
	}
	return status;
}
