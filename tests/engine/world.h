/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The world of a run: its address spaces, files and addresses, made for a session
 * and put back to their first state between runs.
 */
#ifndef TESTS_ENGINE_WORLD_H
#define TESTS_ENGINE_WORLD_H

#include <tests/engine/session.h>

/* Make mms, files and anchor mappings.  Memory that is out here is a panic. */
void world_create(struct scene *scene, struct random *random);
void world_destroy(struct scene *scene);

/* Before a run: number it, choose its pages, clear its registers and flags. */
void world_prepare(struct scene *scene, struct random *random);
/* After it: nothing is mapped but the anchors, nothing cached.  No CPU uses the mms. */
void world_reset(struct scene *scene);

/* From now on this CPU plays @actor: its accesses are remembered there. */
void world_enter(struct actor *actor);

/* What @word, read in @run, means to the test. */
enum value world_meaning(const struct run *run, uint64_t word);

/* The word that means @value as the content of page @index of @file: see content(). */
uint64_t content_stamp(const struct run *r, const struct file *file, uint64_t index,
		       enum value value);
/* Nothing maps the device's frames: it gives them back. */
void world_reset_device(void);

#endif
