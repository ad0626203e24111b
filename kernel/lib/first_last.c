/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing the first and last lines.  See first_last.h.
 */
#include <stdint.h>
#include <arch/cpu.h>
#include <arch/platform.h>
#include <kernel/lib/first_last.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/random.h>
#include <kernel/lib/version.h>

/* A name made from the time, so that two runs in one log can be told apart. */
static uint32_t name_run(void)
{
	struct random random = random_seeded(cpu_cycles(), 0x5ea1);

	return (uint32_t)random_next(&random);
}

void kernel_greet(void)
{
	printk_name_run(name_run());
	printk(printk_is_json() ? "{\"stalehound\":\"%s\"}\n" : "stalehound %s\n",
	       stalehound_version);
}

void print_last_lines(int status)
{
	printk(printk_is_json() ? "{\"exit_status\":%d}\n" : "# exit status %d\n", status);
	printk_seal(true);
}
