/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state from which executions begin: one litmus in one configuration, just before its race.
 */
#ifndef ARCH_MODEL_SUITE_SCENE_H
#define ARCH_MODEL_SUITE_SCENE_H

#include <stdbool.h>
#include <arch/model/machine/tlb_set.h>
#include <kernel/mm/objects/refill.h>
#include <tests/engine/regime.h>
#include <tests/engine/world.h>
#include <tests/litmus.h>

/* How the executions begin. */
struct config {
	struct regime regime;
	unsigned int warm;   /* actors that fill their TLB before, as a mask */
	bool deferred_first; /* frames with a deferred flush are reused before others */
	unsigned int asids;
	bool tso;
	bool no_pcid;
	bool data_only;	      /* of the oracles */
	bool device_changes;  /* the test changes the device: a difference is no lost store */
	unsigned int without; /* a bit for each enum tlb_rule that is left out */
	enum tlb_kind tlb;
};

/* Set LUF's limits and its rule for refills for every configuration from now on. */
void scene_with_limits(const struct deferred_limits *limits, enum luf_refill rule);
const struct deferred_limits *scene_limits(void);
enum luf_refill scene_refill(void);

/* The same for the designs in force. */
void scene_with_rules(const struct mm_rules *rules);
const struct mm_rules *scene_rules(void);

/* Whether to check with luf_debug=on from now on. */
void scene_use_debug(bool use);

/* Boot, do everything up to the race of @litmus, and save that: executions begin there. */
void scene_set(const struct litmus *litmus, const struct config *config);

/* The race, as actor @cpu. */
void scene_play(unsigned int cpu);

/* After the race: all CPUs leave their mm. */
void scene_leave(void);
/* Then: what the test does at its end. */
void scene_finish(void);
/* At last: what would begin the next run. */
void scene_reset(void);

/* Does the test change the device? */
bool scene_device_changes(void);

/* The registers and accesses of the last execution. */
const struct scene *scene_now(void);

#endif
