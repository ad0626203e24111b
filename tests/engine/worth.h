/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What it is worth that a test held: how many of its runs the host left alone, and whether its
 * teeth would have shown in them.
 */
#ifndef TESTS_ENGINE_WORTH_H
#define TESTS_ENGINE_WORTH_H

#include <tests/engine/report.h>

/*
 * Did @tally have @enough fair runs, in each of @regimes its share?  Not if the host took CPUs away
 * from most: then those that look fair cannot be compared with the measured ones.
 */
bool worth_enough(const struct tally *tally, const struct regimes *regimes, uint64_t enough);

/* Print the fair runs of @line, a sound one, as a line; the same as members of a JSON object. */
void worth_print(const struct verdict_line *line);
void worth_print_json(const struct verdict_line *line);

/* Count @line, if it is of a test that held and whose teeth were not taken by the user. */
void worth_count(const struct verdict_line *line);
/* Print a line of what was counted, unless that is nothing, and forget it. */
void worth_summary(void);

#endif
