/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Benchmarks of the metal world: bench=GLOB runs them instead of tests.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <kernel/sync/panic.h>
#include <kernel/options/cmdline.h>

struct bench_entry {
	const char *name;
	const char *asks;
	/* Prints figures, a line each.  EXIT_HELD, or EXIT_USAGE if this machine cannot run it. */
	enum exit_status (*run)(const struct options *options);
};

extern const struct bench_entry bench_pressure;

/* Run those that bench= selects. */
enum exit_status benches_run(const struct options *options);

#endif
