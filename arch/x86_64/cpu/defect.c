/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All defects are printed when they are found; the run ends with the first one.
 */
#include <stddef.h>
#include <arch/platform.h>
#include <arch/x86_64/cpu/defect.h>
#include <kernel/lib/printk.h>

static const char *first;

void machine_defect(const char *what)
{
	if (!first)
		first = what;
	printk("# MACHINE: %s\n", what);
}

const char *platform_defect(void)
{
	return first;
}
