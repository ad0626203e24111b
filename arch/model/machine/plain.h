/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plain accesses: those that the source does not mark.  They make no events, since locks
 * must order them anyway; that they do is checked.  Two exceptions can be seen by user
 * programs, or by walkers, so they are events: accesses to a frame that some CPU may have
 * a translation of, and stores to one that some walker may take for a table.
 */
#ifndef ARCH_MODEL_MACHINE_PLAIN_H
#define ARCH_MODEL_MACHINE_PLAIN_H

/* The plain store before this moment, if there was one to a table, has been made. */
void plain_settle(void);

#endif
