/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random programs for the model to be compared with itself on.
 */
#ifndef ARCH_MODEL_SUITE_GENERATE_H
#define ARCH_MODEL_SUITE_GENERATE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/suite/raw.h>

/* The same for the same @seed; small enough for every interleaving to be run. */
void generate(struct raw_program *program, uint64_t seed, bool tso);

/* Does it change something and tell of it, and has it few interleavings? */
bool generate_is_worthwhile(const struct raw_program *program, bool tso);

/* A column a CPU, and below them what each does on an IPI. */
void raw_program_print(const struct raw_program *program);

#endif
