/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How fast the model is, and how much DPOR saves.
 */
#ifndef ARCH_MODEL_SUITE_BENCH_H
#define ARCH_MODEL_SUITE_BENCH_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

/*
 * Measure the one litmus that run= selects, warmed, under policy= (default: luf), for about
 * seconds=; print a line "NAME VALUE  explanation" for each figure.
 */
enum exit_status bench_run(const struct options *options);

#endif
