/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which rules of the hardware a violation needs: without them it does not happen, so a CPU that
 * does not follow them cannot show it.
 */
#ifndef ARCH_MODEL_SUITE_NEEDS_H
#define ARCH_MODEL_SUITE_NEEDS_H

#include <arch/model/suite/check.h>

/* Print, as a diagnostic, what the violation of @litmus that was found in @config needs. */
void needs_print(const struct litmus *litmus, const struct config *config);

#endif
