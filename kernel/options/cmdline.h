/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The arguments: key=value words, most of them the same in both worlds.  A word that
 * only the other world knows is refused, and where to give it is said.
 */
#ifndef KERNEL_OPTIONS_CMDLINE_H
#define KERNEL_OPTIONS_CMDLINE_H

#include <stddef.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/options/options.h>

/*
 * Parse @cmdline into @options, defaults included.  False: something was wrong, and
 * one line on the console has said what, and what would be right.
 */
bool cmdline_parse(const char *cmdline, struct options *options);

/* Is format=json among the words?  Asked before anything is printed, their faults included. */
bool cmdline_asks_json(const char *cmdline);

/* LUF's limits, and its rule for refills, as words, those that have their default left out. */
void cmdline_print_limits(const struct deferred_limits *limits, enum luf_refill refill);
/* Likewise, the rule for copy-on-write. */
void cmdline_print_rules(const struct mm_rules *rules);

/* The word that leaves out these rules of the hardware; nothing for none. */
void cmdline_print_without(unsigned int rules);

/* The options as words for a shell that repeat the run, those that have their default left out. */
void cmdline_print(const struct options *options);

/* Print the words that this world takes, a line each, and what is right for their values. */
void cmdline_print_words(void);

#endif
