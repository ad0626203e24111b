/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that maps where no run may, behind the calls' back.
 *
 * Says: map(123450000): the run has left an area
 */
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)do_mmap(r->mm, 0x123450000UL, PAGE_SIZE, VM_READ, NULL, 0);
	(void)handle_mm_fault(r->mm, 0x123450000UL, 0);
}

HOSTILE(hostile_direct, "direct");
