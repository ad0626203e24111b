/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See programs.h.  The outcomes of a program, as each engine finds them, are compared:
 *
 *	dpor  =  naive  =  bound, if that is large
 *	random, pct, eager, and each with a rule of the hardware left out  within  naive
 *
 * The eager TLB and the slow account are expensive: one program in EAGER_SHARE uses the first, and
 * only dpor, which sees every order of events, uses the second.
 */
#include <stdio.h>
#include <arch/model/host/host.h>
#include <arch/model/judge/closure.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/robust.h>
#include <arch/model/search/vectors.h>
#include <arch/model/suite/check.h>
#include <arch/model/suite/generate.h>
#include <arch/model/suite/outcomes.h>
#include <arch/model/suite/programs.h>
#include <arch/model/suite/raw.h>
#include <arch/model/suite/themes.h>
#include <arch/model/suite/usage.h>
#include <kernel/lib/version.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <tests/engine/select.h>

#define EXECUTIONS_MOST 200000 /* of one program and engine */
#define EAGER_MOST	30000
#define EAGER_SHARE	4
#define BUFFERED_SHARE	4 /* one in so many has store buffers, unless tso= is given */
#define BOUND_LARGE	40
#define BOUND_CHEAP	20000 /* executions, up to which the bound is worth a second search */
#define SAMPLES		200
#define PCT_DEPTH	3
#define SECONDS_MOST	30

const struct raw_program *raw_program;

static bool wants_closure;

/* The results of each comparison, over all programs. */
struct comparison {
	const char *what;
	uint64_t programs;
	uint64_t mismatches;
};

enum { DPOR, BOUND, SAMPLED, RULES, ROBUST, EAGER, ORACLES, NR_COMPARISONS };

static struct comparison comparisons[NR_COMPARISONS] = {
	[DPOR] = { .what = "dpor finds what naive does, and no more" },
	[BOUND] = { .what = "bound finds what naive does, if the bound is large" },
	[SAMPLED] = { .what = "random and pct find nothing that naive does not" },
	[RULES] = { .what = "a CPU that does less of what it may does nothing else" },
	[ROBUST] = { .what = "where they are said to make no difference, store buffers make none" },
	[EAGER] = { .what = "an eager TLB does nothing that the sets do not" },
	[ORACLES] = { .what = "no oracle speaks up, nor with closure=on the slow account" },
};

/* The rest of the summary. */
static struct {
	uint64_t programs;
	uint64_t buffered;
	uint64_t too_large;
	uint64_t executions; /* naive ones */
	uint64_t outcomes;
	uint64_t eager_whole; /* programs whose eager executions were all run */
	uint64_t set_only;    /* outcomes of those */
	uint64_t set_only_in; /* so many of them */
	uint64_t collapse_same;
	uint64_t collapse_more;
	uint64_t collapse_less;
	uint64_t deadlocks;
} totals;

struct subject {
	struct litmus litmus;
	struct config config;
	uint64_t seed;
};

/* Collect the outcomes that @strategy finds in @set.  False: it could not finish. */
static bool collect(const struct subject *subject, enum tlb_kind tlb,
		    const struct strategy *strategy, unsigned int bound, uint64_t executions,
		    struct vectors *set)
{
	struct limits limits = { .executions = executions, .until = check_work() + SECONDS_MOST };
	struct config config = subject->config;
	struct finding finding = { .executions = 0 };
	enum coverage coverage;

	config.tlb = tlb;
	closure_use(wants_closure && strategy == &strategy_dpor);
	outcomes_collect(set);
	coverage =
		check(&subject->litmus, &config, strategy, bound, subject->seed, &limits, &finding);
	if (strategy == &strategy_naive && bound == NO_BOUND && tlb == TLB_SETS && !config.without)
		totals.executions += finding.executions;
	return coverage == COVERED_ALL && outcomes_fitted();
}

static void print_difference(const struct subject *subject, const char *what,
			     const struct vector *example)
{
	printf("# %s: programs=1 seed=%lu%s\n", what, subject->seed,
	       subject->config.tso ? " tso=on" : "");
	raw_program_print(raw_program);
	outcome_print(example);
}

/* Check that @some is a subset of @all; if not, print one line. */
static bool expect_within(const struct subject *subject, const char *some_name,
			  const struct vectors *some, const char *all_name,
			  const struct vectors *all)
{
	const struct vector *example = NULL;
	unsigned int missing = vectors_missing(some, all, &example);
	char what[120];

	if (!missing)
		return true;
	snprintf(what, sizeof(what), "MISMATCH: %u of %u outcomes of %s are none of %s", missing,
		 some->nr, some_name, all_name);
	print_difference(subject, what, example);
	return false;
}

static void count(unsigned int comparison, bool holds)
{
	comparisons[comparison].programs++;
	comparisons[comparison].mismatches += !holds;
}

static void compare_engines(const struct subject *subject, const struct vectors *naive,
			    uint64_t executions)
{
	static struct vectors other;
	bool holds;

	HOST_BUG_ON(!collect(subject, TLB_SETS, &strategy_dpor, 0, UINT64_MAX, &other));
	holds = expect_within(subject, "dpor", &other, "naive", naive);
	/* A search ends at the first deadlock, so only its existence can be compared. */
	if (!outcomes_have_ending(naive, ENDING_DEADLOCK))
		holds &= expect_within(subject, "naive", naive, "dpor", &other);
	else if (!outcomes_have_ending(&other, ENDING_DEADLOCK))
		holds &= expect_within(subject, "naive", naive, "dpor, which does not deadlock",
				       &other);
	count(DPOR, holds);
	if (executions <= BOUND_CHEAP) {
		HOST_BUG_ON(!collect(subject, TLB_SETS, &strategy_naive, BOUND_LARGE, UINT64_MAX,
				     &other));
		holds = expect_within(subject, "naive", naive, "bound", &other);
		holds &= expect_within(subject, "bound", &other, "naive", naive);
		count(BOUND, holds);
	}
	(void)collect(subject, TLB_SETS, &strategy_random, 0, SAMPLES, &other);
	holds = expect_within(subject, "random", &other, "naive", naive);
	(void)collect(subject, TLB_SETS, &strategy_pct, PCT_DEPTH, SAMPLES, &other);
	holds &= expect_within(subject, "pct", &other, "naive", naive);
	count(SAMPLED, holds);
}

/* Without a rule dpor finds @found: does naive find more? */
static bool is_whole(const struct subject *lesser, const struct vectors *found)
{
	static struct vectors naive;

	if (!collect(lesser, TLB_SETS, &strategy_naive, NO_BOUND, EXECUTIONS_MOST, &naive) ||
	    outcomes_have_ending(&naive, ENDING_DEADLOCK))
		return true;
	return expect_within(lesser, "naive, without a rule,", &naive, "dpor without it", found);
}

/* Compare without one rule after the other; without one of them also with naive. */
static void compare_rules(const struct subject *subject, const struct vectors *naive)
{
	static struct vectors other;
	bool holds = true;

	for (unsigned int rule = 0; rule < NR_TLB_RULES; rule++) {
		struct subject lesser = *subject;

		lesser.config.without |= 1u << rule;
		HOST_BUG_ON(!collect(&lesser, TLB_SETS, &strategy_dpor, 0, UINT64_MAX, &other));
		holds &= expect_within(&lesser, tlb_rules[rule].name, &other, "naive", naive);
		if (rule == subject->seed % NR_TLB_RULES)
			holds &= is_whole(&lesser, &other);
	}
	count(RULES, holds);
}

/* If robust.h says that buffers add nothing, a search without must find all of @buffered. */
static void compare_robust(const struct subject *subject, const struct vectors *buffered)
{
	static struct vectors other;
	struct subject plain = *subject;

	plain.config.tso = false;
	robust_begin();
	HOST_BUG_ON(!collect(&plain, TLB_SETS, &strategy_dpor, 0, UINT64_MAX, &other));
	if (!robust_so_far())
		return;
	/* It ends at the first deadlock, so only its existence can be compared. */
	count(ROBUST, outcomes_have_ending(&other, ENDING_DEADLOCK) ||
			      expect_within(subject, "store buffers", buffered, "a search without",
					    &other));
}

static void compare_collapse(const struct subject *subject, const struct vectors *eager,
			     bool verbose)
{
	static struct vectors collapse;
	const struct vector *example;
	unsigned int less;
	unsigned int more;

	if (!collect(subject, TLB_COLLAPSE, &strategy_naive, NO_BOUND, EAGER_MOST, &collapse))
		return;
	less = vectors_missing(eager, &collapse, &example);
	if (less && verbose)
		print_difference(subject, "collapse on use is not enough", example);
	more = vectors_missing(&collapse, eager, &example);
	if (more && verbose)
		print_difference(subject, "collapse on use is not exact", example);
	totals.collapse_less += less != 0;
	totals.collapse_more += more != 0;
	totals.collapse_same += !less && !more;
}

static void compare_eager(const struct subject *subject, const struct vectors *naive, bool verbose)
{
	static struct vectors eager;
	bool whole = collect(subject, TLB_EAGER, &strategy_naive, NO_BOUND, EAGER_MOST, &eager);
	const struct vector *example;
	unsigned int set_only;

	count(EAGER, expect_within(subject, "eager", &eager, "the sets", naive));
	if (!whole)
		return;
	totals.eager_whole++;
	set_only = vectors_missing(naive, &eager, &example);
	if (set_only && verbose)
		print_difference(subject, "set-only", example);
	totals.set_only += set_only;
	totals.set_only_in += set_only != 0;
	compare_collapse(subject, &eager, verbose);
}

static void judge_oracles(const struct subject *subject)
{
	const char *violation = outcomes_violation();

	count(ORACLES, !*violation);
	if (!*violation)
		return;
	printf("# MISMATCH: %s: programs=1 seed=%lu%s\n", violation, subject->seed,
	       subject->config.tso ? " tso=on" : "");
	raw_program_print(raw_program);
}

static void run_one(const struct options *options, const struct raw_program *program, uint64_t seed,
		    bool tso)
{
	static struct vectors naive;
	uint64_t before = totals.executions;
	struct subject subject = {
		.litmus = { .name = "program", .setup = raw_setup, .raw = true },
		.config = { .regime = { flush_policies[0], LUF_TRACK_VMA, LUF_OWNER_SAME },
			    .warm = (1 << RAW_CPUS) - 1,
			    .asids = NR_ASIDS,
			    .tso = tso,
			    .without = options->without },
		.seed = seed,
	};

	raw_program = program;
	outcomes_forget_violation();
	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++) {
		subject.litmus.warm[cpu] = raw_enter;
		subject.litmus.cpu[cpu] = raw_run;
	}
	totals.programs++;
	totals.buffered += tso;
	if (!collect(&subject, TLB_SETS, &strategy_naive, NO_BOUND, EXECUTIONS_MOST, &naive)) {
		totals.too_large++;
		judge_oracles(&subject);
		return;
	}
	if (options->trace) {
		raw_program_print(program);
		printf("#   %u outcomes, seed=%lu%s\n", naive.nr, seed, tso ? " tso=on" : "");
	}
	totals.outcomes += naive.nr;
	totals.deadlocks += outcomes_have_ending(&naive, ENDING_DEADLOCK);
	compare_engines(&subject, &naive, totals.executions - before);
	compare_rules(&subject, &naive);
	if (tso)
		compare_robust(&subject, &naive);
	/* The eager TLB needs all rules. */
	if (!options->without && seed / BUFFERED_SHARE % EAGER_SHARE == 0)
		compare_eager(&subject, &naive, options->trace);
	judge_oracles(&subject);
}

static enum exit_status conclude(double seconds)
{
	uint64_t mismatches = 0;

	for (unsigned int i = 0; i < NR_COMPARISONS; i++) {
		const struct comparison *c = &comparisons[i];

		printf("%sok %u %s # %lu programs, %lu mismatches\n", c->mismatches ? "not " : "",
		       i + 1, c->what, c->programs, c->mismatches);
		mismatches += c->mismatches;
	}
	printf("# %lu programs, %lu of them with store buffers; %lu too large, left out\n",
	       totals.programs, totals.buffered, totals.too_large);
	printf("# %lu executions, %lu outcomes, %lu programs that can deadlock, %.1f s\n",
	       totals.executions, totals.outcomes, totals.deadlocks, seconds);
	printf("# set-only: %lu outcomes of %lu programs, in %lu of them\n", totals.set_only,
	       totals.eager_whole, totals.set_only_in);
	printf("# collapse on use is the eager TLB in %lu programs, more in %lu, less in %lu\n",
	       totals.collapse_same, totals.collapse_more, totals.collapse_less);
	return mismatches ? EXIT_CAUGHT : EXIT_HELD;
}

static bool themes_are_sane(const char *globs)
{
	const char *names[NR_THEMES];

	for (unsigned int i = 0; i < NR_THEMES; i++)
		names[i] = themes[i].about;
	return selection_is_sane("run", globs, names, NR_THEMES);
}

/* A word that programs do not follow, other than those of usage.h; NULL: there is none. */
static const char *word_not_followed(const struct options *options)
{
	if (options->mutate != MUTATE_DEFAULT)
		return "mutate=";
	if (options->policy)
		return "policy=";
	if (options->luf_debug)
		return "luf_debug=on";
	if (options->jobs != 1 || options->shards != 1)
		return "jobs= or shard=";
	if (options->list || options->list_mutants)
		return "list or mutants";
	if (options->json)
		return "format=json";
	return options->pairs ? "pairs" : NULL;
}

enum exit_status programs_run(const struct options *options)
{
	double start = host_seconds();

	if (usage_refuses(options, "programs=", word_not_followed(options),
			  "programs are drawn by seed=, and explored by every engine"))
		return EXIT_USAGE;
	if (!themes_are_sane(options->run))
		return EXIT_USAGE;
	printf("stalehound %s, the model against itself: %lu random programs from seed %lu\n",
	       stalehound_version, options->programs, options->seed);
	printf("KTAP version 1\n1..%d\n", NR_COMPARISONS);
	wants_closure = options->closure;
	machine_on_ipi = raw_on_ipi;
	verdict_watch(outcomes_take);
	for (uint64_t seed = options->seed; totals.programs < options->programs; seed++) {
		struct raw_program program;
		bool tso = options->tso == TSO_ON ||
			   (options->tso == TSO_AUTO && seed % BUFFERED_SHARE == 0);

		generate(&program, seed, tso);
		if (selected(options->run, program.about))
			run_one(options, &program, seed, tso);
	}
	return conclude(host_seconds() - start);
}
