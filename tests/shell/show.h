/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Showing the state of the machine: nothing of it is changed, and all that is shown is as it is at
 * this moment.  All CPUs but this one are idle, or wait.  @held: whose run was caught, or NULL.
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
/* The areas of @mm. */
void show_mm(const struct mm *mm);
/* The entries that lead to @va in @mm, and the frame that it maps. */
void show_walk(const struct mm *mm, uintptr_t va);

#endif
