/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Benchmarks of the metal world: bench=GLOB runs them instead of tests.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <kernel/options/options.h>
#include <kernel/sync/panic.h>

struct bench_entry {
	const char *name;
	const char *asks;
	/* Prints figures, a line each.  EXIT_HELD, or EXIT_USAGE if this machine cannot run it. */
	enum exit_status (*run)(const struct options *options);
};

#define NR_BENCHES_MAX 32

/* BENCH(id) = { … }; puts it into the table of all benchmarks, which the linker makes. */
#define BENCH(id)                                                                                  \
	static const struct bench_entry bench_##id;                                                \
	static const struct bench_entry *const bench_entry_##id                                    \
		__attribute__((used, section("bench_table"))) = &bench_##id;                       \
	static const struct bench_entry bench_##id

/* Run those that bench= selects. */
enum exit_status benches_run(const struct options *options);

#endif
