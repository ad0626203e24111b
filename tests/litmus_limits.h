/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that make resources scarce, or let devices fail.  A part of tests/litmus.h,
 * which includes it.
 */
#ifndef TESTS_LITMUS_LIMITS_H
#define TESTS_LITMUS_LIMITS_H

#include <stdint.h>
#include <kernel/rules/abi.h>

/* In the rest of this run a gather gets no frame for a further batch of pages. */
void starve_gathers(void);
/*
 * Setup: make LUF's bounds so small that a test meets them.  use_up_ticks(): those bits of the next
 * tick that a marker holds are 0.  few_luf_keys(): there are only @keys keys, so keys are reused.
 */
void use_up_ticks(void);
void few_luf_keys(unsigned int keys);

/*
 * Until heal(), which the engine calls at the end of each run: the device fails its next read; its
 * next write; no swap slot is free; no frame is free.
 */
void fail_reads(void);
void fail_writes(void);
void use_up_swap(void);
void use_up_frames(void);
void heal(void);

#endif
