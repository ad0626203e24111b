/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where in the source a place of the program is.
 */
#ifndef ARCH_MODEL_MACHINE_SYMBOL_H
#define ARCH_MODEL_MACHINE_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

#define PLACE_MAX 80

/* Write "kernel/mm/machinery/fault.c:55" for the call that returns to @pc; of inlined functions
 * the innermost that is in no header.  "?" if there is no telling. */
void symbol_place(uintptr_t pc, char place[PLACE_MAX]);

#endif
