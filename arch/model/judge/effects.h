/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a user access may do, once more, the slow way (closure=on): from what the second account
 * of closure.h says that the CPU may hold, and from the manual, not from user.c and walk.c.
 */
#ifndef ARCH_MODEL_JUDGE_EFFECTS_H
#define ARCH_MODEL_JUDGE_EFFECTS_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>

#endif
