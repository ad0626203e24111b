/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about migration: see tests/litmus.h.
 */
#include <tests/engine/world.h>

void migrate(struct run *r, uintptr_t va)
{
	if (try_migrate(r, va) == E_NOMEM)
		must(E_NOMEM, "migrate", va);
}
