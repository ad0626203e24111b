/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which fresh anonymous page an address may show.
 *
 * A fresh page is stamped with its identity: the anonymous object, which is the mm's, and
 * its offset there, which is the first address that it had.  It keeps that when mremap()
 * moves it, so an address may show what was born there, and what was born at an address
 * from which a call of this run has moved pages to it.  Anything else is another page's.
 */
#ifndef TESTS_ENGINE_MOVES_H
#define TESTS_ENGINE_MOVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A run begins: nothing was moved. */
void moves_forget(void);

/* From now on @pages pages from @to on may show what those from @from on may. */
void moves_note(uintptr_t from, size_t pages, uintptr_t to);

/* May @va show the fresh page of offset @index, of which a stamp has 16 bits? */
bool moves_allow(uintptr_t va, unsigned int index);

#endif
