/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Showing the current state of the machine, without changing it.  All other CPUs are idle or wait.
 * @held: the session whose run was caught, or NULL.
 */
#ifndef TESTS_SHELL_SHOW_H
#define TESTS_SHELL_SHOW_H

#include <stdint.h>
#include <tests/engine/session.h>

/* Each CPU: what it has loaded, and its slots with the generations that they have reached. */
void show_cpus(const struct session *held);
/* LUF's time, and the flushes that are deferred for mms, files and frames. */
void show_luf(const struct session *held);
/* The last steps of the actors' CPUs, or of the first ones. */
void show_steps(const struct session *held);
/* The VMAs of @mm. */
void show_mm(const struct mm *mm);
/* The entries that lead to @va in @mm, and the frame that it maps. */
void show_walk(const struct mm *mm, uintptr_t va);

#endif
