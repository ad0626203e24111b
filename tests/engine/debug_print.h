/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing what luf_debug=on found.
 */
#ifndef TESTS_ENGINE_DEBUG_PRINT_H
#define TESTS_ENGINE_DEBUG_PRINT_H

#include <kernel/tlb/luf_debug.h>

/* Print @report: the rule, the entry, the CPUs that owe its flush, and where both happened. */
void debug_print(const struct debug_report *report);

#endif
