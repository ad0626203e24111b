/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: the way in, the console, the way out.
 */
#ifndef ARCH_PLATFORM_H
#define ARCH_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Provided by kernel/: says the line that all others follow.  Called once, as soon as the console
 * and its format are known, before anything else is said: what comes before it is taken for the
 * boot loader's.
 */
void kernel_greet(void);

/*
 * Provided by kernel/: called once on CPU 0 with its own page tables, interrupts
 * disabled and the console working, before any other CPU runs.
 */
_Noreturn void kernel_main(const char *cmdline);

/*
 * The worlds: a CPU that is real or emulated, and a process on a host that tries every
 * interleaving.  Bits, so that a set of them is a mask.
 */
enum world { WORLD_METAL = 1, WORLD_MODEL = 2 };
enum world platform_world(void);

/*
 * The files that were loaded beside the kernel, numbered from 0, for as long as there is a
 * name: one's name, its bytes, and how many they are; the bytes are NULL where there was no
 * room for them.  Metal only.
 */
const char *platform_module(size_t i, const char **at, size_t *size);

/* How many more files there were, which cannot be had.  Metal only. */
size_t platform_modules_lost(void);

/* Write @len bytes; "\n" becomes "\r\n" where the device wants it.  Not locked. */
void console_write(const char *text, size_t len);

/*
 * The next byte that was typed on the console, or -1: there is none.  Waits for nobody; Enter is
 * "\n", as a terminal sends it: CR, LF or both.  Not locked.  In the model nobody types.
 */
int console_getc(void);

/* Show @text in the last line of the screen, if there is one.  Metal only, as the next is. */
void console_status(const char *text);

/* Reset the machine.  The caller has said everything. */
_Noreturn void platform_reset(void);

/*
 * Leave with @status, by whatever means the platform has: QEMU's isa-debug-exit,
 * Bochs' shutdown port, else halt for ever.  The caller has said everything.
 */
_Noreturn void platform_exit(unsigned int status);

/* The call sites above the caller, innermost first; how many were stored. */
size_t backtrace(uintptr_t *pcs, size_t max);

/* Name of the function at @pc and how far into it; "?" if unknown. */
const char *symbol_lookup(uintptr_t pc, size_t *offset);

/* "tcg", "bochs", "kvm", "hypervisor" or "hardware": for what is known of each. */
const char *platform_name(void);

/*
 * What is wrong with the machine, so that a run in which everything held proves less than
 * it seems to: CPUs that are missing, say.  NULL: nothing.
 */
const char *platform_defect(void);

/* Print one CPU's registers where an exception led here; nothing otherwise. */
void platform_print_registers(void);

#endif
