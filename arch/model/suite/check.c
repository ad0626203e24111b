/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything from boot to just before the race is done once, serially; each execution starts from
 * there.
 */
#include <stdio.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/host/host.h>
#include <arch/model/judge/closure.h>
#include <arch/model/judge/oracle.h>
#include <arch/model/judge/race.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/search/robust.h>
#include <arch/model/suite/check.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/race/step.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/awaits.h>
#include <tests/engine/broken.h>
#include <tests/engine/table.h>
#include <tests/engine/world.h>

/* How often to look at the clock. */
/* Steps that a host of 2023 makes in a second, and the cost in steps to begin an execution. */
#define WORK_PER_SECOND 10000000.0
#define WORK_TO_BEGIN	100

static __attribute__((section("kernel_state"))) struct scene scene;

const struct scene *check_scene(void)
{
	return &scene;
}

static bool use_debug;

void check_use_debug(bool use)
{
	use_debug = use;
}

static unsigned int traits;

void check_note(enum check_trait trait)
{
	traits |= trait;
}

bool check_has(enum check_trait trait)
{
	return traits & trait;
}

void check_forget_traits(void)
{
	traits = 0;
}

static struct deferred_limits luf_limits;
static enum luf_refill refill;

void check_with_limits(const struct deferred_limits *limits, enum luf_refill rule)
{
	luf_limits = *limits;
	refill = rule;
}

static struct mm_rules rules;

void check_with_rules(const struct mm_rules *asked)
{
	rules = *asked;
}

const struct mm_rules *check_rules(void)
{
	return &rules;
}

enum luf_refill check_refill(void)
{
	return refill;
}

const struct deferred_limits *check_limits(void)
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

/* Boot, and everything up to the race. */
static void prepare(const struct litmus *litmus, const struct config *config)
{
	struct config copy = *config;

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

static void program(unsigned int cpu)
{
	scene.litmus->cpu[cpu](&scene.run);
	awaits_leave();
}

static bool device_changes;

static void leave_mm(void *arg)
{
	(void)arg;
	world_use(NULL);
}

static void violation(struct finding *finding, const char *oracle, const char *what)
{
	finding->violated = true;
	finding->oracle = oracle;
	snprintf(finding->what, sizeof(finding->what), "%s", what);
}

static bool is_broken(struct finding *finding)
{
	if (broken_take(finding->what))
		finding->broken = true;
	return finding->broken;
}

static void reset_world(void *arg)
{
	(void)arg;
	world_reset(&scene);
}

/*
 * Does the run leave anything behind?  In the model no run follows, but on metal runs do.  To look
 * once is enough: most tests leave something in every run or in none.
 */
static void judge_leftovers(struct finding *finding)
{
	if (finding->executions > 1 || mutant_any())
		return;
	serially(0, reset_world, NULL);
	(void)is_broken(finding);
}

/* If luf_debug=on had no room for an entry, it was not watched: that is no pass. */
static void judge_debug_room(struct finding *finding)
{
	if (finding->violated || !luf_debug_missed())
		return;
	finding->too_large = true;
	snprintf(finding->what, sizeof(finding->what),
		 "luf_debug had no room for %lu entries that were owed a flush",
		 luf_debug_missed());
}

/* No row of the table matches: print the registers. */
static void unlisted(struct finding *finding)
{
	const struct litmus *litmus = scene.litmus;
	char value[16];
	size_t len;

	violation(finding, "data", "an outcome that the table does not have:");
	len = strlen(finding->what);
	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		value_spell(scene.run.reg[i], value, sizeof(value));
		len += (size_t)snprintf(finding->what + len, sizeof(finding->what) - len, " %s=%s",
					litmus->regs[i], value);
		if (len >= sizeof(finding->what))
			return;
	}
}

static void judge_registers(struct finding *finding)
{
	const struct litmus *litmus = scene.litmus;
	static struct debug_report debug;
	struct page_corruption corruption;
	unsigned int row;

	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		serially(cpu, leave_mm, NULL);
	if (!litmus->raw && !device_changes && oracle_lost_store() != NO_FRAME) {
		violation(finding, "lost store",
			  "a page of a file has content that is not on the "
			  "device, and nothing says that it is dirty");
		return;
	}
	if (litmus->finish)
		litmus->finish(&scene.run);
	registers_are_set(litmus, scene.run.reg);
	if (is_broken(finding))
		return;
	if (luf_debug_active && luf_debug_take(&debug)) {
		violation(finding, "debug", debug.broken.what);
		return;
	}
	row = outcome_find(litmus, scene.run.reg);
	page_take_corruption(&corruption);
	if (row == LITMUS_OUTCOMES) {
		unlisted(finding);
		return;
	}
	finding->seen[row]++;
	if (litmus->outcomes[row].verdict == VERDICT_NEVER)
		violation(finding, "data", litmus->outcomes[row].text);
	else if (corruption.count)
		violation(finding, "data", "a store reached a frame that was free");
}

static void (*watcher)(void);

void check_watch(void (*finished)(void))
{
	watcher = finished;
}

static bool is_watched(struct finding *finding)
{
	if (!watcher || execution.ending == ENDING_REDUNDANT ||
	    execution.ending == ENDING_TOO_LARGE)
		return false;
	finding->executions++;
	watcher();
	return true;
}

static uint64_t work;

void check_work_begin(void)
{
	work = 0;
}

double check_work(void)
{
	return (double)work / WORK_PER_SECOND;
}

/* How the current search began. */
static struct {
	unsigned int bound;
	uint64_t seed;
} begun;

/* Will the search cover all executions? */
static bool searches_all(void)
{
	return explorer == &strategy_dpor ||
	       (explorer == &strategy_naive && begun.bound == NO_BOUND);
}

/* Do all CPUs that are stuck await a tell()?  Handlers do not. */
static bool only_awaits(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (cpus[cpu].in_handler)
			return false;
	}
	return true;
}

static void judge(struct finding *finding)
{
	work += trace.nr_events + WORK_TO_BEGIN;
	finding->steps += trace.nr_events;
	if (trace.nr_events > finding->longest)
		finding->longest = trace.nr_events;
	if (!buffers_in_use && searches_all() && execution.ending == ENDING_DONE)
		robust_look();
	if (is_watched(finding))
		return;
	switch (execution.ending) {
	case ENDING_DONE:
		finding->executions++;
		judge_registers(finding);
		judge_debug_room(finding);
		if (!finding->violated && !finding->broken)
			judge_leftovers(finding);
		return;
	case ENDING_REDUNDANT:
		finding->redundant++;
		return;
	case ENDING_TOO_LARGE:
		finding->too_large = true;
		snprintf(finding->what, sizeof(finding->what), "%s", execution.text);
		return;
	case ENDING_DEADLOCK:
		finding->executions++;
		if (only_awaits() && awaits_are_all())
			(void)is_broken(finding);
		else if (!is_broken(finding))
			violation(finding, "deadlock", "nobody can go on");
		return;
	case ENDING_VIOLATION:
		finding->executions++;
		if (is_broken(finding))
			return;
		violation(finding, execution.oracle, execution.text);
		return;
	}
}

static bool limit_is_hit(const struct limits *limits, uint64_t executions)
{
	return executions >= limits->executions || check_work() > limits->until;
}

static void begin_search(const struct strategy *strategy, unsigned int bound, uint64_t seed)
{
	explorer = strategy;
	begun.bound = bound;
	begun.seed = seed;
	strategy->begin(bound, seed);
}

/*
 * An execution has shown that a handler and its CPU's program share a word, so events that were
 * taken as independent are not: begin again.
 */
static bool must_begin_anew(void)
{
	if (!race_found_shared() || explorer != &strategy_dpor)
		return false;
	begin_search(explorer, begun.bound, begun.seed);
	return true;
}

/* Run executions until a limit is hit or there is a violation. */
static enum coverage run_executions(const struct limits *limits, struct finding *finding)
{
	struct finding before = *finding;
	uint64_t executions = 0;

	for (;;) {
		execution_run(program);
		judge(finding);
		if (finding->violated || finding->too_large || finding->broken)
			return COVERED_STOPPED;
		if (must_begin_anew())
			*finding = before;
		else if (!explorer->next())
			return COVERED_ALL;
		machine_restore();
		if (limit_is_hit(limits, ++executions))
			return COVERED_STOPPED;
	}
}

enum coverage check(const struct litmus *litmus, const struct config *config,
		    const struct strategy *strategy, unsigned int bound, uint64_t seed,
		    const struct limits *limits, struct finding *finding)
{
	device_changes = config->device_changes;
	prepare(litmus, config);
	begin_search(strategy, bound, seed);
	return run_executions(limits, finding);
}

enum coverage check_again(const struct strategy *strategy, unsigned int bound, uint64_t seed,
			  const struct limits *limits, struct finding *finding)
{
	machine_restore();
	begin_search(strategy, bound, seed);
	return run_executions(limits, finding);
}

enum coverage check_more(const struct limits *limits, struct finding *finding)
{
	if (!explorer->next())
		return COVERED_ALL;
	machine_restore();
	return run_executions(limits, finding);
}
