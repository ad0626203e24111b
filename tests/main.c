/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the platform to the tests: arguments, memory, CPUs, then the suite.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/user.h>
#include <kernel/lib/first_last.h>
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/pause.h>
#include <tests/engine/suite.h>
#include <tests/shell/shell.h>

/* By which a fleet knows the machine. */
static void print_identity(void)
{
	struct cpu_signature cpu = cpu_signature();
	uint32_t microcode = cpu_microcode();

	printk("# cpu id: family %u, model %u, stepping %u", cpu.family, cpu.model, cpu.stepping);
	if (microcode)
		printk(", microcode 0x%x", microcode);
	printk("\n# APIC ids:");
	for (unsigned int i = 0; i < nr_cpus; i++)
		printk(" %u", cpu_apic_id(i));
	printk("\n# firmware: %s\n", platform_firmware());
	if (*platform_product())
		printk("# machine: %s\n", platform_product());
}

static void print_platform(size_t frames)
{
	const char *paravirtual = platform_paravirtual();

	printk("# cpu: %s, %u online, hypervisor %s\n", cpu_model_name(), nr_cpus,
	       cpu_hypervisor());
	print_identity();
	printk("# features:");
	for (unsigned int i = 0; i < NR_CPU_FEATURES; i++)
		printk(" %s%s", cpu_has((enum cpu_feature)i) ? "" : "no-",
		       cpu_feature_name((enum cpu_feature)i));
	if (paravirtual)
		printk("\n# paravirtual, only the clock used: %s", paravirtual);
	printk("\n# memory: %zu MiB free, clock %lu MHz\n", frames >> (20 - PAGE_SHIFT),
	       cpu_cycles_per_us());
}

/* If all held, but the machine has a defect, nothing is decided. */
static enum exit_status worth(const struct options *options, enum exit_status status)
{
	const char *defect = platform_defect();

	if (status != EXIT_HELD || !defect || options->list || options->list_mutants)
		return status;
	printk(options->json ? "{\"undecided\":\"%s\"}\n" : "# undecided: %s\n", defect);
	return EXIT_UNDECIDED;
}

static _Noreturn void leave(enum exit_status status)
{
	if (!shell_wants_reset())
		kernel_leave(status);
	printk("# the machine is reset, as asked\n");
	print_last_lines((int)status);
	platform_reset();
}

_Noreturn void kernel_main(const char *cmdline)
{
	struct options options;
	size_t frames;

	if (!cmdline_parse(cmdline, &options))
		kernel_leave(EXIT_USAGE);
	if (!options.seed)
		options.seed = cpu_cycles() % 1000000 + 1;
	frames = page_init();
	if (options.luf_debug)
		debug_start();
	tlb_init_cpu();
	cpu_start_others();
	user_access_level(options.access_kernel ? USER_CPL0 : USER_CPL3);
	irq_enable();
	print_platform(frames);
	if (options.crash)
		options.crash();
	pause_by(&shell_pauser);
	if (options.on_screen && !options.json && !options.shell)
		printk("# '!' or Ctrl-C opens a shell between two tests\n");
	leave(worth(&options, options.shell ? shell_main() : suite_main(&options)));
}
