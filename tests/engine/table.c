/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a litmus.  Nothing here runs or prints: both worlds judge by the same table, each with a
 * runner of its own.
 *
 * In a row, ANY stands for a number or a value that .sees declares; registers without a name are
 * ignored.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/broken.h>
#include <tests/engine/table.h>

static const char *const value_names[] = {
	[OLD] = "OLD",	       [NEW] = "NEW",	     [NEWER] = "NEWER",	   [OTHER] = "OTHER",
	[FRESH] = "FRESH",     [FAULT] = "FAULT",    [DONE] = "DONE",	   [FREED] = "FREED",
	[FOREIGN] = "FOREIGN", [ANY] = "any",	     [E_NOENT] = "ENOENT", [E_IO] = "EIO",
	[E_AGAIN] = "EAGAIN",  [E_NOMEM] = "ENOMEM", [E_FAULT] = "EFAULT", [E_BUSY] = "EBUSY",
	[E_INVAL] = "EINVAL",  [E_FBIG] = "EFBIG",   [E_NOSPC] = "ENOSPC",
};

unsigned int litmus_nr_actors(const struct litmus *litmus)
{
	unsigned int n = 0;

	while (n < LITMUS_CPUS && litmus->cpu[n])
		n++;
	return n;
}

unsigned int litmus_nr_regs(const struct litmus *litmus)
{
	unsigned int n = 0;

	while (n < LITMUS_REGS && litmus->regs[n])
		n++;
	return n;
}

unsigned int litmus_nr_teeth(const struct litmus *litmus)
{
	unsigned int n = 0;

	while (n < LITMUS_TEETH && litmus->teeth[n].used)
		n++;
	return n;
}

static bool is_declared(const struct litmus *litmus, uint64_t value)
{
	if (value < VALUE_NAMES)
		return true;
	for (unsigned int i = 0; i < LITMUS_SEES && litmus->sees[i]; i++) {
		if (litmus->sees[i] == value)
			return true;
	}
	return false;
}

bool outcome_matches(const struct litmus *litmus, unsigned int row, const uint64_t reg[LITMUS_REGS])
{
	const struct outcome *outcome = &litmus->outcomes[row];

	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		bool match = outcome->value[i] == ANY ? is_declared(litmus, reg[i]) :
							outcome->value[i] == reg[i];

		if (!match)
			return false;
	}
	return true;
}

unsigned int outcome_find(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS])
{
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++) {
		if (outcome_matches(litmus, row, reg))
			return row;
	}
	return LITMUS_OUTCOMES;
}

void registers_are_set(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS])
{
	unsigned int nr = litmus_nr_regs(litmus);

	for (unsigned int i = 0; i < LITMUS_REGS; i++) {
		if (i < nr && reg[i] == REG_UNSET)
			broken("r->reg", i, "a run has ended, and nobody has set the register");
		else if (i >= nr && reg[i] != REG_UNSET)
			broken("r->reg", i, "the register is set, and .regs has no name for it");
	}
}

enum value value_named(const char *text, size_t len)
{
	for (unsigned int value = VALUE_NAMES; value < ANY; value++) {
		const char *name = value_names[value];

		if (strlen(name) == len && !strncmp(name, text, len))
			return (enum value)value;
	}
	return VALUE_END;
}

void value_spell(uint64_t value, char *buf, uint32_t size)
{
	if (value < VALUE_NAMES || value >= VALUE_END)
		snformat(buf, size, "%lu", value);
	else
		snformat(buf, size, "%s", value_names[value]);
}
