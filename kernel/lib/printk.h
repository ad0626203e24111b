/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted output to the console, a whole call at a time.
 */
#ifndef KERNEL_LIB_PRINTK_H
#define KERNEL_LIB_PRINTK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/lib/format.h>

/*
 * Print the output of one call without output of other CPUs in between.  Output of more than
 * PRINTK_MAX bytes is cut, and its line ended.  May be called with any lock held and interrupts in
 * any state.  An NMI handler may call it only after printk_bust_lock(): until then it would wait
 * for ever if the NMI had interrupted the CPU that prints.
 */
#define PRINTK_MAX 512
void printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void vprintk(const char *fmt, va_list args);

/*
 * From now on every line of the console is a JSON object: see json.h.  A line that one CPU prints
 * in pieces stays one line, whatever other CPUs print meanwhile.
 */
void printk_use_json(bool json);
bool printk_is_json(void);

/* @text as a string of JSON: "…", quoted and escaped. */
void printk_json_string(const char *text);

/*
 * Seal what was printed since the last seal (seal.h), which must be whole lines; @last: nothing
 * follows.  Before printk_name_run() it does nothing.
 */
void printk_seal(bool last);
/* The id that seals have from now on. */
void printk_name_run(uint32_t id);
/* Whether to print unsealed from now on: launchers add to the line that repeats a run. */
void printk_unsealed(bool on);

/*
 * For a panic: from now on wait for the lock only for a while, since its holder may never release
 * it.  Ends the unfinished line.
 */
void printk_bust_lock(void);

#endif
