/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See simplest.h.  Bounds first, then length: the search goes on for a moment after the
 * first violation, and keeps the shortest.
 */
#include <stdio.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/gates.h>
#include <arch/model/host.h>
#include <arch/model/machine.h>
#include <arch/model/replay.h>
#include <arch/model/simplest.h>
#include <kernel/cmdline.h>
#include <kernel/schedule.h>
#include <kernel/tlb/policy.h>

#define RUN_QEMU_CPUS  2 /* unless told otherwise */
#define BOUND_MOST     3
#define BOUND_SECONDS  2.0 /* for each bound */
#define LENGTH_SECONDS 0.5 /* after the first violation */

/* For each search that metal could follow; time is the last resort only. */
#define METAL_EXECUTIONS 20000
#define METAL_SECONDS	 60.0

static struct choices best;

/* Run what @choices say, and nothing else. */
static void repeat(const struct litmus *litmus, const struct config *config,
		   const struct choices *choices, struct finding *finding)
{
	struct limits limits = { .executions = 1, .until = host_seconds() + BOUND_SECONDS };

	memset(finding, 0, sizeof(*finding));
	replay_use(choices);
	(void)check(litmus, config, &strategy_replay, 0, 0, &limits, finding);
}

/* Violations with @bound preemptions: keep the shortest.  False: there is none. */
static bool shortest_with(const struct litmus *litmus, const struct config *config,
			  unsigned int bound)
{
	struct limits limits = { .executions = UINT64_MAX,
				 .until = host_seconds() + BOUND_SECONDS };
	struct finding finding = { .executions = 0 };

	(void)check(litmus, config, &strategy_naive, bound, 0, &limits, &finding);
	if (!finding.violated)
		return false;
	choices_keep(&best);
	limits.until = host_seconds() + LENGTH_SECONDS;
	for (;;) {
		memset(&finding, 0, sizeof(finding));
		if (check_more(&limits, &finding) == COVERED_ALL || !finding.violated)
			return true;
		if (trace.nr_events < best.nr)
			choices_keep(&best);
	}
}

void simplest(const struct litmus *litmus, const struct config *config, struct finding *finding)
{
	struct finding found;

	choices_keep(&best);
	for (unsigned int bound = 0; bound <= BOUND_MOST; bound++) {
		if (shortest_with(litmus, config, bound))
			break;
	}
	repeat(litmus, config, &best, &found);
	/* The model's own limits, such as a wait's, are not looked at in what is repeated. */
	if (!found.violated)
		return;
	finding->oracle = found.oracle;
	memcpy(finding->what, found.what, sizeof(finding->what));
}

static void print_mutants(void)
{
	const char *separator = "";

	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		if (!mutant_active[i])
			continue;
		printf("%s%s", separator, mutant_info[i].name);
		separator = ",";
	}
	if (!*separator)
		printf("none");
}

static void print_head(const struct litmus *litmus, const struct config *config)
{
	cmdline_print_limits(check_limits());
	cmdline_print_without(config->without);
	printf(" schedule=1.%s.%s.", schedule_build(), litmus->name);
	print_mutants();
	printf(".%s-%s-%s-%x-%u-%u-", config->regime.policy->name,
	       luf_track_name(config->regime.track), luf_owner_name(config->regime.owner),
	       config->warm, config->deferred_first, config->asids);
	if (!config->tso && config->tlb == TLB_SETS && !config->no_pcid)
		printf("0");
	printf("%s%s%s", config->tso ? "t" : "", config->tlb == TLB_DEMAND ? "d" : "",
	       config->no_pcid ? "p" : "");
}

/* How metal's schedules are looked for: at its steps, then at all gates, then in any order. */
static const struct {
	const struct strategy *strategy;
	unsigned int bound;
	uint64_t executions;
} metal_searches[] = {
	{ &strategy_steps, 0, METAL_EXECUTIONS },    { &strategy_steps, 1, METAL_EXECUTIONS },
	{ &strategy_steps, 2, METAL_EXECUTIONS },    { &strategy_naive, 1, METAL_EXECUTIONS },
	{ &strategy_steps, 3, METAL_EXECUTIONS },    { &strategy_naive, 2, METAL_EXECUTIONS },
	{ &strategy_dpor, 0, 4 * METAL_EXECUTIONS },
};

/* A violation that threads came to by changing places at gates only?  Leaves its trace. */
static bool can_be_led_to(const struct limits *limits, struct finding *finding)
{
	while (finding->violated) {
		if (gates_can_follow())
			return true;
		memset(finding, 0, sizeof(*finding));
		(void)check_more(limits, finding);
	}
	return false;
}

/* Does metal see something wrong if it is led through the gates?  Leaves the trace behind. */
static bool find_for_metal(const struct litmus *litmus, struct config *config)
{
	config->tso = false;
	config->without = 0;
	config->no_pcid = true;
	config->data_only = true;
	config->tlb = TLB_DEMAND;
	for (size_t i = 0; i < sizeof(metal_searches) / sizeof(*metal_searches); i++) {
		struct limits limits = { metal_searches[i].executions,
					 host_seconds() + METAL_SECONDS };
		struct finding finding = { .executions = 0 };

		(void)check(litmus, config, metal_searches[i].strategy, metal_searches[i].bound, 0,
			    &limits, &finding);
		if (can_be_led_to(&limits, &finding))
			return true;
	}
	return false;
}

void print_schedules(const struct litmus *litmus, const struct config *config)
{
	static struct choices choices;
	static char text[SCHEDULE_MAX];
	struct config metal = *config;

	choices_keep(&choices);
	if (choices_write(&choices, text, sizeof(text))) {
		printf("# repeat it: build/model/stalehound trace=on");
		print_head(litmus, config);
		printf(".%s.-\n", text);
	}
	if (!find_for_metal(litmus, &metal)) {
		printf("# on metal: no schedule that its gates can follow was found\n");
		return;
	}
	if (!gates_write(text, sizeof(text))) {
		printf("# on metal: the schedule is too long\n");
		return;
	}
	printf("# on metal: ./run-qemu.sh");
	if (nr_cpus != RUN_QEMU_CPUS)
		printf(" --smp %u", nr_cpus);
	print_head(litmus, &metal);
	printf(".-.%s\n", text);
}
