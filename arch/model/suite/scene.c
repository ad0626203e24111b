/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything from boot to just before the race is done once, serially; each execution starts from
 * there.
 */
#include <arch/cpu.h>
#include <arch/model/judge/closure.h>
#include <arch/model/judge/oracle.h>
#include <arch/model/judge/race.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/suite/scene.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/race/step.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/awaits.h>
#include <tests/engine/table.h>

static __attribute__((section("kernel_state"))) struct scene scene;

const struct scene *scene_now(void)
{
	return &scene;
}

static bool use_debug;

void scene_use_debug(bool use)
{
	use_debug = use;
}

static struct deferred_limits luf_limits;
static enum luf_refill refill;

void scene_with_limits(const struct deferred_limits *limits, enum luf_refill rule)
{
	luf_limits = *limits;
	refill = rule;
}

static struct mm_rules rules;

void scene_with_rules(const struct mm_rules *asked)
{
	rules = *asked;
}

const struct mm_rules *scene_rules(void)
{
	return &rules;
}

enum luf_refill scene_refill(void)
{
	return refill;
}

const struct deferred_limits *scene_limits(void)
{
	return &luf_limits;
}

static void start_cpu(void *arg)
{
	(void)arg;
	tlb_init_cpu();
}

static void enter(void *arg)
{
	const struct config *config = arg;
	unsigned int actor = current_cpu;
	litmus_fn *warm = scene.litmus->warm[actor];

	world_enter(&scene.actors[actor]);
	tlb_flush_everything_here();
	world_use(scene.run.mm);
	if (warm && config->warm >> actor & 1)
		warm(&scene.run);
	scene.actors[actor].nr_accesses = 0;
	awaits_enter(actor);
}

static void make_world(void *arg)
{
	const struct config *config = arg;
	struct random random = random_seeded(1, 1);

	(void)page_init();
	oracle_init();
	step_watch(NULL);
	if (use_debug)
		debug_start();
	regime_choose(&config->regime);
	asid_limit_slots(config->asids);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		serially(cpu, start_cpu, NULL);
	world_follow(config->tlb == TLB_DEMAND);
	world_luf_usual(&luf_limits, refill);
	world_rules_usual(&rules);
	world_create(&scene, &random);
	world_prepare(&scene, &random);
	page_reuse_deferred_first(config->deferred_first);
}

static bool device_changes;

bool scene_device_changes(void)
{
	return device_changes;
}

static void use_hardware(const struct config *config)
{
	rules_left_out = config->without;
	buffer_use(config->tso && rule_holds(RULE_STORE_BUFFERS));
	machine_has_pcid(!config->no_pcid && rule_holds(RULE_KEPT_PCID));
	if (config->tlb == TLB_SETS && !rule_holds(RULE_TWO_ENTRIES))
		tlb_set_use(TLB_COLLAPSE);
	else
		tlb_set_use(config->tlb);
	closure_start();
}

void scene_set(const struct litmus *litmus, const struct config *config)
{
	struct config copy = *config;

	device_changes = config->device_changes;
	machine_start(litmus_nr_actors(litmus));
	use_hardware(config);
	race_forget_shared();
	oracle_use(!config->data_only && !litmus->raw);
	race_use(!config->data_only);
	scene = (struct scene){ .litmus = litmus, .nr_actors = nr_cpus };
	for (unsigned int i = 0; i < nr_cpus; i++) {
		scene.actors[i].index = i;
		scene.actors[i].cpu = i;
	}
	serially(0, make_world, &copy);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		serially(cpu, enter, &copy);
	luf_debug(judge, !litmus->raw && !config->data_only);
	machine_save();
}

void scene_play(unsigned int cpu)
{
	scene.litmus->cpu[cpu](&scene.run);
	awaits_leave();
}

static void leave_mm(void *arg)
{
	(void)arg;
	world_use(NULL);
}

void scene_leave(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		serially(cpu, leave_mm, NULL);
}

void scene_finish(void)
{
	if (scene.litmus->finish)
		scene.litmus->finish(&scene.run);
}

static void reset_world(void *arg)
{
	(void)arg;
	world_reset(&scene);
}

void scene_reset(void)
{
	serially(0, reset_world, NULL);
}
