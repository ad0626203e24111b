/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The arguments: key=value words, most of them the same in both worlds.  A word that only the
 * other world knows is refused, and one line says where to give it.
 */
#ifndef KERNEL_OPTIONS_CMDLINE_H
#define KERNEL_OPTIONS_CMDLINE_H

#include <stddef.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/options/options.h>

/* The options of a run without arguments, in this world. */
struct options cmdline_default(void);

/*
 * Parse @cmdline into @options, defaults included.  False: something was wrong, and one line on
 * the console has said what, and what would be right.
 */
bool cmdline_parse(const char *cmdline, struct options *options);

/* Is format=json among the words?  Asked before anything is printed, complaints included. */
bool cmdline_asks_json(const char *cmdline);

/* Print LUF's limits and its rule for refills as words, except those that have their default. */
void cmdline_print_limits(const struct deferred_limits *limits, enum luf_refill refill);
/* The same for the designs in force. */
void cmdline_print_rules(const struct mm_rules *rules);

/* Print the word that leaves out @rules of the hardware; nothing if there are none. */
void cmdline_print_without(unsigned int rules);

/* Print the options that differ from the defaults, as words for a shell that repeat the run. */
void cmdline_print(const struct options *options);

/* Print the words that this world takes, a line each, with the values that they may have. */
void cmdline_print_words(void);

#endif
