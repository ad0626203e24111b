/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A second account of what a user access may do (closure=on): from the translations that the CPU
 * may hold by closure.h, and from the manual, without user.c and walk.c.
 */
#ifndef ARCH_MODEL_JUDGE_EFFECTS_H
#define ARCH_MODEL_JUDGE_EFFECTS_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>

#endif
