/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CPUs of a stage do where the operations of raw.h are not enough.  Built like the kernel's
 * part of the model, so that accesses are events.
 */
#ifndef TESTS_MODEL_UNIT_ACTS_H
#define TESTS_MODEL_UNIT_ACTS_H

#include <tests/litmus.h>

/*
 * Store buffering: this CPU's flag = 1, register = the other's flag; between these it takes a lock
 * that nobody else takes, or releases one that it holds for reading.
 */
litmus_fn act_store_lock_load;
litmus_fn act_store_read_unlock_load;

/* Flag 0 = 1, then 2; register 0 = flag 0. */
litmus_fn act_store_twice_load;

/* A marked load of flag 0; a plain store to it, after a marked load of flag 1. */
litmus_fn act_load;
litmus_fn act_store_plainly;

/* A spare frame, which nobody maps, changes hands; x is pointed to it; frame a changes hands. */
litmus_fn act_hand_over_spare;
litmus_fn act_point_to_spare;
litmus_fn act_hand_over;
/* The page in frame b is about to change. */
litmus_fn act_change_content;
/* Load the kernel's root, let frame a change hands, load root 0 again, and keep the PCID's entries.
 */
litmus_fn act_hand_over_and_return;

/* Load root 0, and become lazy; load no root. */
litmus_fn act_enter_lazily;
litmus_fn act_stay_out;

#endif
