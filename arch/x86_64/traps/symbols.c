/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names of functions.  The kernel is linked twice: first with an empty table, from which
 * tools/ksyms.sh makes the table, and then with that table.
 */
#include <arch/platform.h>
#include <arch/x86_64/cpu/layout.h>

struct ksym {
	uint64_t pc;
	uint64_t name; /* offset in ksym_names */
};

/* From linker.ld; ascending by pc. */
extern const struct ksym __start_ksyms[], __stop_ksyms[];
extern const char __start_ksym_names[];

/* The code at USER_STUB is linked at another address. */
static uintptr_t linked_pc(uintptr_t pc)
{
	if (pc - USER_STUB < PAGE_SIZE)
		return (uintptr_t)user_stub_page + (pc - USER_STUB);
	return pc;
}

const char *symbol_lookup(uintptr_t pc, size_t *offset)
{
	const struct ksym *low = __start_ksyms, *high = __stop_ksyms;

	pc = linked_pc(pc);
	while (low < high) {
		const struct ksym *middle = low + (high - low) / 2;

		if (middle->pc <= pc)
			low = middle + 1;
		else
			high = middle;
	}
	*offset = 0;
	if (low == __start_ksyms || pc >= (uintptr_t)text_end)
		return "?";
	*offset = pc - low[-1].pc;
	return __start_ksym_names + low[-1].name;
}
