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
 * Print one call's output undivided by other CPUs'.  Longer than PRINTK_MAX bytes
 * is cut, and its line ended.  May be called anywhere, from NMI too.
 */
#define PRINTK_MAX 512
void printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void vprintk(const char *fmt, va_list args);

/*
 * From now on every line of the console is a JSON object: see json.h.  What one CPU prints
 * piece by piece is a line of its own, whatever others print meanwhile.
 */
void printk_use_json(bool json);
bool printk_is_json(void);

/* @text as a string of JSON: "…", quoted and escaped. */
void printk_json_string(const char *text);

/*
 * Seal what was printed since the last seal (seal.h), the @last time or not; whole lines only.
 * Nothing before the run is named.
 */
void printk_seal(bool last);
/* The id that seals have from now on. */
void printk_name_run(uint32_t id);
/* What is printed from now on is not sealed: launchers add to how a run is repeated. */
void printk_unsealed(bool on);

/*
 * From now on wait for the lock but for a while: its holder may never release it.  The line
 * that is unfinished is ended.
 */
void printk_bust_lock(void);

#endif
