/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a violation to schedules that repeat it, in the model and on metal; or to what
 * hardware must do, where no emulator can show it.
 */
#ifndef ARCH_MODEL_SUITE_METAL_H
#define ARCH_MODEL_SUITE_METAL_H

#include <arch/model/suite/search.h>

/*
 * The execution that has just been run violates @litmus in @answer->config: print what
 * repeats it in the model; and, on a line that begins with "# on metal:", what shows it
 * there, in one run.  If no order of the gates does: what the hardware must do.
 */
void print_schedules(const struct litmus *litmus, const struct answer *answer);

#endif
