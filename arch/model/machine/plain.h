/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plain accesses: those that the source does not mark.  They make no events, since locks must
 * order them; judge/race.c checks that.  There are two exceptions, which user programs or walkers
 * can see, so they are events: accesses to a frame of which some CPU may have a translation, and
 * stores to a frame that some walker may use as a table.
 */
#ifndef ARCH_MODEL_MACHINE_PLAIN_H
#define ARCH_MODEL_MACHINE_PLAIN_H

/* If the last plain store was to a table, it has been made now. */
void plain_settle(void);

#endif
