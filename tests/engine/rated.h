/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words that a rate holds for.  Rates are measured without any that change what a run is
 * (rates.h), so under such a word a tooth that is missed may be one that cannot bite.
 */
#ifndef TESTS_ENGINE_RATED_H
#define TESTS_ENGINE_RATED_H

#include <kernel/options/cmdline.h>
#include <tests/litmus.h>

/*
 * The first word of @options under which nobody has measured how often @tooth is caught, as
 * "tlb_flush="; NULL: its rate holds.  Words that choose among the regimes matter only if they
 * leave out one in which @tooth bites.
 */
const char *unrated_word(const struct options *options, const struct tooth *tooth);

#endif
