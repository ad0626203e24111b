/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The raw operations of a litmus, for tests of the hardware's own rules.  A part of tests/litmus.h,
 * which includes it.
 */
#ifndef TESTS_LITMUS_RAW_H
#define TESTS_LITMUS_RAW_H

#include <stdint.h>
#include <kernel/rules/abi.h>

struct run;

/*
 * The kernel keeps no account of these operations, and counts none of them as a flush.  @va is a
 * page of mm 0 whose tables exist; a test that uses one is marked .raw.
 *
 * map_ab(), in setup: x maps frame a, of content OLD, and z frame b, of NEW, both writable; their
 * entries have of A and D what @bits has.  unmap_ab(), at the start of .finish: undo what the test
 * did to these entries, so that the kernel can unmap them.
 */
void map_ab(struct run *r, uint64_t bits);
void unmap_ab(struct run *r);
/* Point the PTE of @va at @frame, writable, with A and D as in @bits: one plain store. */
void write_pte(struct run *r, uintptr_t va, uint64_t frame, uint64_t bits);
/* Clear @bits of the PTE in one locked operation, as the walker sets A and D. */
void clear_pte(struct run *r, uintptr_t va, uint64_t bits);
/* Unlink the page table of @va without a flush; in .finish, link it again. */
void hide_table(struct run *r, uintptr_t va);
void show_table(struct run *r, uintptr_t va);
/* Does the PTE have any of @bits?  1 or 0. */
uint64_t pte_has(struct run *r, uintptr_t va, uint64_t bits);
/* INVLPG on this CPU. */
void invlpg(uintptr_t va);
/* INVLPG here and, by IPI, on every CPU in mm 0; all have acknowledged on return. */
void invlpg_everywhere(struct run *r, uintptr_t va);
/* What @frame holds, read by the kernel. */
uint64_t frame_content(struct run *r, uint64_t frame);

#endif
