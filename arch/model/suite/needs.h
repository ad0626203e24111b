/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which rules of the hardware a violation needs: without them it does not happen, so no CPU
 * shows it that does not make use of them.
 */
#ifndef ARCH_MODEL_SUITE_NEEDS_H
#define ARCH_MODEL_SUITE_NEEDS_H

#include <arch/model/suite/check.h>

/* Print what the violation of @litmus that was found in @config needs, as a diagnostic. */
void needs_print(const struct litmus *litmus, const struct config *config);

#endif
