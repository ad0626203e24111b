/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The place in the source of an address in the program.
 */
#ifndef ARCH_MODEL_HOST_SYMBOL_H
#define ARCH_MODEL_HOST_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

#define PLACE_MAX 80

/* Write "kernel/mm/machinery/fault.c:55" for the call that returns to @pc; with inlined functions
 * the innermost that is not in a header.  "?" if it is unknown. */
void symbol_place(uintptr_t pc, char place[PLACE_MAX]);

#endif
