/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waits of a program for somebody who may never come: for userfaultfd's monitor, or for whoever
 * holds a page.  Somebody may look on, who knows whether he will.
 */
#ifndef KERNEL_MM_OBJECTS_WATCHED_H
#define KERNEL_MM_OBJECTS_WATCHED_H

#include <stdbool.h>

/*
 * Who looks on while a CPU waits.  begin() is told of the flag that ends the wait, and may forbid
 * it; is_vain() says that nobody will set the flag.
 */
struct wait_watch {
	bool (*begin)(const int *flag);
	bool (*is_vain)(void);
	void (*end)(void);
};

/*
 * Wait until *@flag is set, which somebody does by a release.  False: it is not, and nobody will.
 * @watch may be NULL: nobody looks on.  @what: for the watchdog.  Caller holds no lock.
 */
bool wait_watched(const struct wait_watch *watch, const int *flag, const char *what);

#endif
