/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of a litmus: how many actors, registers and teeth there are, and which outcome a
 * combination of registers is.
 */
#ifndef TESTS_ENGINE_TABLE_H
#define TESTS_ENGINE_TABLE_H

#include <tests/litmus.h>

unsigned int litmus_nr_actors(const struct litmus *litmus);
unsigned int litmus_nr_regs(const struct litmus *litmus);
unsigned int litmus_nr_teeth(const struct litmus *litmus);

/* Does row @row of @litmus have the values @reg? */
bool outcome_matches(const struct litmus *litmus, unsigned int row,
		     const uint64_t reg[LITMUS_REGS]);

/* The first row that has the values @reg; LITMUS_OUTCOMES if none has. */
unsigned int outcome_find(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS]);

/* The value of every register before a run; no test stores it. */
#define REG_UNSET UINT64_MAX

/* The test is broken if a run has not set a named register, or has set one without a name. */
void registers_are_set(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS]);

/* The value below ANY, except numbers, that @text spells; VALUE_END: none. */
enum value value_named(const char *text, size_t len);

/* Spell a register: "OLD", "3". */
void value_spell(uint64_t value, char *buf, uint32_t size);

#endif
