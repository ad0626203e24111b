/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A platform for tests of the engine: by name that of TCG, it keeps what the test says.
 */
#ifndef TESTS_UNIT_PLATFORM_H
#define TESTS_UNIT_PLATFORM_H

#include <stdbool.h>

extern unsigned int unit_keeps;	  /* what platform_keeps() says */
extern bool unit_cpus_take_turns; /* what cpus_run_at_once() denies */

#endif
