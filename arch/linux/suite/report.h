/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reporting, as tests/engine/report.h has it, of tests that Linux was asked.
 */
#ifndef ARCH_LINUX_SUITE_REPORT_H
#define ARCH_LINUX_SUITE_REPORT_H

#include <arch/linux/suite/tally.h>
#include <arch/linux/suite/wanted.h>
#include <tests/engine/totals.h>

struct line {
	enum result result;
	enum line_kind kind;
	const char *name;
	const char *note; /* NULL: nothing to say */
	bool broken;
	const struct litmus *litmus;
	const struct tally *tally;
};

void report_line(const struct line *line);
void report_test_end(void);
struct totals report_end(const struct wanted *wanted);

#endif
