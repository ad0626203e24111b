/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing the table of a litmus with its counts, the same in all worlds.
 */
#ifndef TESTS_ENGINE_ROWS_H
#define TESTS_ENGINE_ROWS_H

#include <tests/litmus.h>

/* A line for each row: how often it was seen, what it is, and what it means. */
void rows_print(const struct litmus *litmus, const uint64_t seen[LITMUS_OUTCOMES]);

/* A line for outcomes that are in no row; nothing if there were none. */
void rows_print_unlisted(uint64_t unlisted);

/* The line that herd prints: runs with the violation, and runs without. */
void rows_observe(const struct litmus *litmus, uint64_t violations, uint64_t runs);

/* The rows as a member of a JSON object. */
void rows_print_json(const struct litmus *litmus, const uint64_t seen[LITMUS_OUTCOMES]);

#endif
