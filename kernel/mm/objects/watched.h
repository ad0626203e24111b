/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waits of a program that may never end: for userfaultfd's monitor, or until a page is released.
 * A watch, which a test provides, knows whether the wait can still end.
 */
#ifndef KERNEL_MM_OBJECTS_WATCHED_H
#define KERNEL_MM_OBJECTS_WATCHED_H

#include <stdbool.h>

/*
 * A watch over the waits of CPUs.  begin() gets the flag that ends the wait, and may forbid the
 * wait; is_vain() says that nobody will set the flag.
 */
struct wait_watch {
	bool (*begin)(const int *flag);
	bool (*is_vain)(void);
	void (*end)(void);
};

/*
 * Wait until another CPU sets *@flag, with a release.  False: it is not set, and nobody will set
 * it.  @watch may be NULL.  @what is for the watchdog's message.  Caller holds no lock.
 */
bool wait_watched(const struct wait_watch *watch, const int *flag, const char *what);

#endif
