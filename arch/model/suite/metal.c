/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See metal.h.  An emulator's CPU holds what its own accesses fetched, one translation for a page,
 * until it is flushed (TLB_DEMAND).  It is led from gate to gate, and only what an access sees
 * counts.  So the violation is searched again under these conditions; if it is not found, with as
 * few of the hardware's rules as possible.
 */
#include <stdio.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/gates.h>
#include <arch/model/search/replay.h>
#include <arch/model/suite/metal.h>
#include <arch/model/suite/search.h>
#include <kernel/options/cmdline.h>
#include <kernel/options/schedule.h>
#include <kernel/rules/tlb_rules.h>
#include <kernel/tlb/policy.h>
#include <tests/text/text.h>

#define RUN_QEMU_CPUS 2	   /* unless told otherwise */
#define SECONDS_MOST  60.0 /* for one search; a slow host does not change that */

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
	cmdline_print_limits(scene_limits(), scene_refill());
	cmdline_print_rules(scene_rules());
	cmdline_print_without(config->without);
	printf(" schedule=1.%s", schedule_build());
	if (text_hash_of(litmus))
		printf("-%08x", text_hash_of(litmus));
	printf(".%s.", litmus->name);
	print_mutants();
	printf(".%s-%s-%s-%x-%u-%u-", config->regime.policy->name,
	       luf_track_name(config->regime.track), luf_owner_name(config->regime.owner),
	       config->warm, config->deferred_first, config->asids);
	if (!config->tso && config->tlb == TLB_SETS && !config->no_pcid)
		printf("0");
	printf("%s%s%s", config->tso ? "t" : "", config->tlb == TLB_DEMAND ? "d" : "",
	       config->no_pcid ? "p" : "");
}

struct way {
	const struct strategy *strategy;
	unsigned int bound;
	uint64_t executions;
};

/* How schedules are looked for: switching at steps, at all gates, in any order. */
static const struct way ways[] = {
	{ &strategy_steps, 0, 20000 }, { &strategy_steps, 1, 20000 }, { &strategy_steps, 2, 20000 },
	{ &strategy_naive, 1, 20000 }, { &strategy_steps, 3, 20000 }, { &strategy_naive, 2, 20000 },
	{ &strategy_dpor, 0, 50000 },
};

#define NR_WAYS (sizeof(ways) / sizeof(*ways))

/* The same if there is much to try. */
static const struct way quick_ways[] = {
	{ &strategy_naive, 0, 2000 },
	{ &strategy_naive, 1, 5000 },
	{ &strategy_naive, 2, 5000 },
	{ &strategy_dpor, 0, 20000 },
};
#define NR_QUICK_WAYS (sizeof(quick_ways) / sizeof(*quick_ways))

/* The await oracle reported it: the model goes no further there, so no access saw anything. */
static bool is_of_await(const struct finding *finding)
{
	return !strcmp(finding->oracle, "await");
}

/* Is there a violation; with @gated one that switches only at gates?  Leaves its trace. */
static bool violates(const struct litmus *litmus, const struct config *config,
		     const struct way *way, bool gated)
{
	struct limits limits = { way->executions, check_work() + SECONDS_MOST };
	struct finding finding = { .executions = 0 };

	(void)check(litmus, config, way->strategy, way->bound, 0, &limits, &finding);
	while (finding.violated) {
		if (!is_of_await(&finding) && (!gated || gates_can_follow()))
			return true;
		memset(&finding, 0, sizeof(finding));
		(void)check_more(&limits, &finding);
	}
	return false;
}

static void as_emulator(struct config *config)
{
	config->tso = false;
	config->without = 0;
	config->no_pcid = true;
	config->data_only = true;
	config->tlb = TLB_DEMAND;
}

/* Try other initial states: another regime, other actors warm, frames reused in another order. */
static bool try_beginnings(const struct litmus *litmus, const struct regimes *regimes,
			   const struct way *way, struct config *config)
{
	unsigned int warmable = search_warm_actors(litmus);

	for (unsigned int n = 0; n < 2 * regimes_count(regimes); n++) {
		config->regime = regime_at(regimes, n / 2);
		config->deferred_first = n % 2;
		for (config->warm = warmable;; config->warm = (config->warm - 1) & warmable) {
			if (violates(litmus, config, way, true))
				return true;
			if (!config->warm)
				break;
		}
	}
	return false;
}

static bool find_from_another(const struct litmus *litmus, const struct regimes *regimes,
			      struct config *config)
{
	as_emulator(config);
	for (size_t i = 0; i < NR_QUICK_WAYS; i++) {
		if (try_beginnings(litmus, regimes, &quick_ways[i], config))
			return true;
	}
	return false;
}

static bool find_schedule(const struct litmus *litmus, struct config *config)
{
	as_emulator(config);
	for (size_t i = 0; i < NR_WAYS; i++) {
		if (violates(litmus, config, &ways[i], true))
			return true;
	}
	return false;
}

static void print_schedule(const struct litmus *litmus, const struct config *config)
{
	static char text[SCHEDULE_MAX];

	if (!gates_write(text, sizeof(text))) {
		printf("# on metal: the schedule is too long\n");
		return;
	}
	printf("# on metal: ./run-qemu.sh");
	if (text_file_of(litmus))
		printf(" --litmus %s", text_file_of(litmus));
	if (nr_cpus != RUN_QEMU_CPUS)
		printf(" --smp %u", nr_cpus);
	print_head(litmus, config);
	printf(".-.%s\n", text);
}

/* The rules that x86 allows and emulators do not follow. */
#define HARDWARE_ONLY                                                                              \
	(1u << RULE_SPECULATION | 1u << RULE_UPPER_LEVELS | 1u << RULE_LATE_RIGHTS |               \
	 1u << RULE_SPONTANEOUS_A | 1u << RULE_KEPT_PCID | 1u << RULE_TWO_ENTRIES |                \
	 1u << RULE_STORE_BUFFERS)

static bool violates_on(const struct litmus *litmus, struct config config, unsigned int rules,
			bool data_only)
{
	config.without = HARDWARE_ONLY & ~rules;
	config.tso = rules >> RULE_STORE_BUFFERS & 1;
	config.no_pcid = !(rules >> RULE_KEPT_PCID & 1);
	config.data_only = data_only;
	config.tlb = TLB_SETS;
	for (size_t i = 0; i < NR_QUICK_WAYS; i++) {
		if (violates(litmus, &config, &quick_ways[i], false))
			return true;
	}
	return false;
}

/* Are there @nr of those rules with which the test is violated? */
static bool find_rules(const struct litmus *litmus, const struct config *config, bool data_only,
		       unsigned int nr, unsigned int *rules)
{
	for (*rules = 0; *rules < 1u << NR_TLB_RULES; ++*rules) {
		if ((unsigned int)__builtin_popcount(*rules) == nr && !(*rules & ~HARDWARE_ONLY) &&
		    violates_on(litmus, *config, *rules, data_only))
			return true;
	}
	return false;
}

/* The fewest rules with which an access sees the violation; or else with which an oracle does. */
static bool find_fewest_rules(const struct litmus *litmus, const struct config *config,
			      bool *data_only, unsigned int *rules)
{
	static const struct {
		bool data_only;
		unsigned int nr;
	} order[] = { { true, 0 },  { true, 1 }, { false, 0 },
		      { false, 1 }, { true, 2 }, { false, 2 } };

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		*data_only = order[i].data_only;
		if (find_rules(litmus, config, *data_only, order[i].nr, rules))
			return true;
	}
	return false;
}

static void print_rules(unsigned int rules)
{
	const char *separator = " ";

	for (unsigned int rule = 0; rule < NR_TLB_RULES; rule++) {
		if (!(rules >> rule & 1))
			continue;
		printf("%s%s (%s)", separator, tlb_rules[rule].name, tlb_rules[rule].text);
		separator = ", ";
	}
	if (!rules)
		printf(" drop entries by itself");
}

/* No schedule was found: print what a CPU must do. */
static void print_hardware(bool found, bool data_only, unsigned int rules)
{
	printf("# on metal: no schedule was found");
	if (!found) {
		printf(", nor what the hardware must do\n");
		return;
	}
	printf("; the hardware must%s:", data_only ? "" : " walk there of its own accord");
	print_rules(rules);
	printf("\n");
}

static void print_for_metal(const struct litmus *litmus, const struct answer *answer)
{
	struct config config = answer->config;
	unsigned int rules;
	bool data_only;
	bool found;

	if (find_schedule(litmus, &config)) {
		print_schedule(litmus, &config);
		return;
	}
	if (!strcmp(answer->finding.oracle, "race")) {
		printf("# on metal: no schedule was found; a race shows in what a compiler makes of it\n");
		return;
	}
	if (is_of_await(&answer->finding)) {
		printf("# on metal: no schedule was found; the model goes no further once what a wait was "
		       "for is written again\n");
		return;
	}
	found = find_fewest_rules(litmus, &answer->config, &data_only, &rules);
	/* With another initial state an access may see what none saw here. */
	if (found && (!data_only || rules == 1u << RULE_SPECULATION) &&
	    find_from_another(litmus, &answer->regimes, &config))
		print_schedule(litmus, &config);
	else
		print_hardware(found, data_only, rules);
}

void print_schedules(const struct litmus *litmus, const struct answer *answer)
{
	static struct choices choices;
	static char text[SCHEDULE_MAX];
	struct deferred_limits limits = *scene_limits();
	struct deferred_limits ageless = limits;

	choices_keep(&choices);
	if (choices_write(&choices, text, sizeof(text))) {
		printf("# repeat it: build/model/stalehound trace=on");
		if (text_file_of(litmus))
			printf(" litmus=%s", text_file_of(litmus));
		print_head(litmus, &answer->config);
		printf(".%s.-\n", text);
	}
	/* The model has no durations, so LUF's limit by age is left out. */
	ageless.age_us = DEFERRED_NO_LIMIT;
	scene_with_limits(&ageless, scene_refill());
	print_for_metal(litmus, answer);
	scene_with_limits(&limits, scene_refill());
}
