/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: start, console, and exit.
 */
#ifndef ARCH_PLATFORM_H
#define ARCH_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Provided by kernel/: print the first line of a run.  Called once, as soon as the console and its
 * format are known, before anything else is printed: readers take text before it for the boot
 * loader's.
 */
void kernel_greet(void);

/*
 * Provided by kernel/: called once on CPU 0 with its own page tables, interrupts
 * disabled and the console working, before any other CPU runs.
 */
_Noreturn void kernel_main(const char *cmdline);

/*
 * The worlds: a real or emulated CPU, and a process on a host that tries every interleaving.
 * Bits, so that a mask can hold a set of them.
 */
enum world { WORLD_METAL = 1, WORLD_MODEL = 2 };
enum world platform_world(void);

/*
 * The files that were loaded with the kernel, numbered from 0.  Returns the name of file @i, or
 * NULL after the last; *@at is its content, of *@size bytes, or NULL if there was no room for it.
 * Metal only.
 */
const char *platform_module(size_t i, const char **at, size_t *size);

/* How many more files there were, which were lost.  Metal only. */
size_t platform_modules_lost(void);

/* Write @len bytes; "\n" becomes "\r\n" where the device wants it.  Not locked. */
void console_write(const char *text, size_t len);

/*
 * The next byte that was typed on the console; -1: there is none.  Does not wait.  Enter is "\n",
 * whether the terminal sends CR, LF or both.  Not locked.  In the model nobody types.
 */
int console_getc(void);

/* Show @text in the last line of the screen, if there is one.  Metal only. */
void console_status(const char *text);

/* Reset the machine.  The caller has printed everything.  Metal only. */
_Noreturn void platform_reset(void);

/*
 * Leave with @status by the platform's means: QEMU's isa-debug-exit, Bochs' shutdown port, or
 * halt for ever.  The caller has printed everything.
 */
_Noreturn void platform_exit(unsigned int status);

/* Store the call sites above the caller, innermost first.  Returns how many. */
size_t backtrace(uintptr_t *pcs, size_t max);

/* Name of the function at @pc and how far into it; "?" if unknown. */
const char *symbol_lookup(uintptr_t pc, size_t *offset);

/* "tcg", "bochs", "kvm", "hypervisor" or "hardware": tables of rates are by this name. */
const char *platform_name(void);

/*
 * What the firmware is, "BIOS" or "UEFI", and its own name, version and date if it tells them; the
 * machine's maker and product, empty if it does not tell them.  Metal only.
 */
const char *platform_firmware(void);
const char *platform_product(void);

/* What the hypervisor offers to guests that know of it, by Linux's names for KVM's, or NULL. */
const char *platform_paravirtual(void);

/*
 * What is wrong with the machine, such as missing CPUs, so that a run in which everything held
 * proves less than it seems to.  NULL: nothing.
 */
const char *platform_defect(void);

/* If an exception led here, print this CPU's registers. */
void platform_print_registers(void);

#endif
