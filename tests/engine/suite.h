/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The suite: which tests run, under which policies and with which teeth.
 */
#ifndef TESTS_ENGINE_SUITE_H
#define TESTS_ENGINE_SUITE_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>
#include <tests/litmus.h>

/*
 * Find the tests, once: those that are linked in, and the texts that the boot loader has loaded.
 * False: one of these texts is wrong, and one line on the console has said so.
 */
bool suite_find_tests(void);

/* Run what @options ask for and report it; the status to leave with. */
enum exit_status suite_main(const struct options *options);

#endif
