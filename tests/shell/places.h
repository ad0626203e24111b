/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading addresses and mms of a held run.
 */
#ifndef TESTS_SHELL_PLACES_H
#define TESTS_SHELL_PLACES_H

#include <stdbool.h>
#include <tests/engine/session.h>

struct place {
	const struct mm *mm;
	uintptr_t va;
};

/* The mm with number @text; NULL: the run has none. */
const struct mm *place_mm(const struct session *held, const char *text);

/*
 * VA [N]: an address of a user in hex, or x, z, lone or other as the run has them; and the number
 * of an mm, 0 if there is none.  False: it is not.
 */
bool place_parse(const struct session *held, const char *text, struct place *place);

#endif
