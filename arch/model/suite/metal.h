/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a violation to schedules that repeat it, in the model and on metal; or, if no emulator can
 * show it, to what the hardware must do.
 */
#ifndef ARCH_MODEL_SUITE_METAL_H
#define ARCH_MODEL_SUITE_METAL_H

#include <arch/model/suite/search.h>

/*
 * The execution that was just run violates @litmus in @answer->config.  Print the command that
 * repeats it in the model; and, on a line that begins with "# on metal:", the command that shows it
 * there in one run, or what the hardware must do if no order of the gates shows it.
 */
void print_schedules(const struct litmus *litmus, const struct answer *answer);

#endif
