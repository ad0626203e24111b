/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call about LUF's bounds: see tests/litmus.h.
 */
#include <kernel/mm/entry.h>
#include <kernel/tlb/luf.h>
#include <tests/litmus.h>

void use_up_ticks(void)
{
	luf_skip_ticks(ENTRY_VALUE_MASK);
}
