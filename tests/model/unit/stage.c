/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See stage.h.
 */
#include <string.h>
#include <arch/model/judge/oracle.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>
#include <arch/model/suite/check.h>
#include <arch/model/suite/scene.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

#define SCRIPT_MAX   64
#define RACES_MAX    64
#define SECONDS_MOST 60 /* of work, see check_work() */

static const struct stage *on_stage;
static struct litmus litmus;

static const char *script;
static threads_t enabled_at[SCRIPT_MAX];

static struct {
	uint32_t earlier;
	uint32_t later;
} races[RACES_MAX];
static unsigned int nr_races;

static unsigned int thread_of(char letter)
{
	if (letter >= 'a')
		return program_of((unsigned int)(letter - 'a'));
	if (letter >= 'A')
		return handler_of((unsigned int)(letter - 'A'));
	if (letter >= '5')
		return buffer_of(handler_of((unsigned int)(letter - '5')));
	return buffer_of(program_of((unsigned int)(letter - '0')));
}

static void script_begin(unsigned int bound, uint64_t seed)
{
	(void)bound;
	(void)seed;
	nr_races = 0;
}

static unsigned int script_pick(uint32_t index, threads_t enabled)
{
	char letter = script[index];

	if (!letter || index >= SCRIPT_MAX)
		return NOBODY;
	enabled_at[index] = enabled;
	if (!stage_could(index, letter))
		unit_fail(__FILE__, __LINE__, "'%c' cannot make event %u of \"%s\"", letter, index,
			  script);
	return thread_of(letter);
}

static unsigned int script_choose(uint32_t index, unsigned int n)
{
	(void)index;
	(void)n;
	return 0;
}

static void script_event(uint32_t index, const uint16_t *of, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (nr_races == RACES_MAX)
			unit_fail(__FILE__, __LINE__, "too many races");
		races[nr_races].earlier = of[i];
		races[nr_races++].later = index;
	}
}

static bool script_next(void)
{
	return false;
}

static uint32_t script_repeated(void)
{
	return 0;
}

static const struct strategy strategy_script = {
	.name = "script",
	.begin = script_begin,
	.pick = script_pick,
	.choose = script_choose,
	.event = script_event,
	.next = script_next,
	.repeated = script_repeated,
};

static void set_up(struct run *r)
{
	raw_setup(r);
	oracle_use(on_stage->oracles);
	if (on_stage->setup)
		on_stage->setup(r);
}

/* The litmus and the configuration that @stage is. */
static struct config configure(const struct stage *stage)
{
	on_stage = stage;
	raw_program = &stage->program;
	machine_on_ipi = raw_on_ipi;
	litmus = (struct litmus){ .name = "stage", .setup = set_up, .raw = true };
	for (unsigned int cpu = 0; cpu < stage->program.nr_cpus; cpu++) {
		litmus.warm[cpu] = stage->warm[cpu] ? stage->warm[cpu] : raw_enter;
		litmus.cpu[cpu] = stage->act[cpu] ? stage->act[cpu] : raw_run;
	}
	return (struct config){
		.regime = { flush_policies[0], LUF_TRACK_VMA, LUF_OWNER_SAME },
		.warm = (1 << RAW_CPUS) - 1,
		.asids = NR_ASIDS,
		.tso = stage->tso,
		.tlb = stage->tlb,
	};
}

void stage_begin(const struct stage *stage, const struct strategy *strategy)
{
	struct config config = configure(stage);

	explorer = strategy;
	explorer->begin(0, 0);
	scene_set(&litmus, &config);
}

void stage_again(void)
{
	machine_restore();
	execution_run(scene_play);
}

void stage_play(const struct stage *stage, const char *of)
{
	script = of;
	stage_begin(stage, &strategy_script);
	stage_again();
}

bool stage_ordered(uint32_t earlier, uint32_t later)
{
	return event_before(earlier, later);
}

bool stage_raced(uint32_t earlier, uint32_t later)
{
	for (unsigned int i = 0; i < nr_races; i++) {
		if (races[i].earlier == earlier && races[i].later == later)
			return true;
	}
	return false;
}

bool stage_could(uint32_t index, char letter)
{
	return enabled_at[index] >> thread_of(letter) & 1;
}

bool stage_violates(const char *oracle)
{
	return execution.ending == ENDING_VIOLATION && strcmp(execution.oracle, oracle) == 0;
}

bool stage_holds(void)
{
	return execution.ending == ENDING_DONE || execution.ending == ENDING_REDUNDANT;
}

void stage_explore(const struct stage *stage, const struct strategy *strategy, void (*look)(void))
{
	struct limits limits = { .executions = UINT64_MAX, .until = check_work() + SECONDS_MOST };
	struct config config = configure(stage);
	struct finding finding = { .executions = 0 };

	verdict_watch(look);
	EXPECT(check(&litmus, &config, strategy, NO_BOUND, 1, &limits, &finding) == COVERED_ALL);
	EXPECT(finding.executions > 0);
}
