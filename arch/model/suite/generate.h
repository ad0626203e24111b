/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random programs for comparing the model's engines with each other.
 */
#ifndef ARCH_MODEL_SUITE_GENERATE_H
#define ARCH_MODEL_SUITE_GENERATE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/suite/raw.h>

/* The same @seed gives the same program; it is small enough to run every interleaving. */
void generate(struct raw_program *program, uint64_t seed, bool tso);

/* Does it change something, communicate that, and have few interleavings? */
bool generate_is_worthwhile(const struct raw_program *program, bool tso);

/* Print @program, a column for each CPU, and below them the IPI handlers. */
void raw_program_print(const struct raw_program *program);

#endif
