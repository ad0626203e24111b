/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See search.h.
 */
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/choices.h>
#include <arch/model/search/robust.h>
#include <arch/model/suite/search.h>
#include <tests/engine/table.h>

/* Both policies that defer nothing, LUF four ways with two orders, warmed or not, one ASID or not.
 */
#define CONFIGS_MAX   ((2 + 4 * 2) * (1 << LITMUS_CPUS) * 2)
#define TOOTH_SECONDS 10
#define QUICK_BOUND   2
#define QUICK_SLICE   0.02
#define QUICK_AFTER   1.0  /* seconds at most, in which what is small is exhausted */
#define QUICK_PARTS   8	   /* of the time that is left, for all that is looked at quickly */
#define FIRST_SLICE   0.05 /* seconds, for each configuration */
#define SLICE_GROWTH  4

struct search {
	const struct litmus *litmus;
	const struct options *options;
	struct answer *answer;
	double deadline;
	uint64_t executions; /* of a configuration, at most */
	bool switching;
	unsigned int nr;
	bool exhausted[CONFIGS_MAX];
	struct config configs[CONFIGS_MAX];
};

unsigned int search_warm_actors(const struct litmus *litmus)
{
	unsigned int mask = 0;

	for (unsigned int i = 0; i < LITMUS_CPUS; i++)
		mask |= (unsigned int)(litmus->warm[i] != NULL) << i;
	return mask;
}

bool search_about_buffers(const struct litmus *litmus)
{
	unsigned int needs = litmus->needs;

	for (unsigned int i = 0; i < litmus_nr_teeth(litmus); i++)
		needs |= litmus->teeth[i].needs;
	return needs & KEEPS_BUFFERED;
}

static void add_config(struct search *search, const struct config *config)
{
	HOST_BUG_ON(search->nr == CONFIGS_MAX);
	search->configs[search->nr++] = *config;
}

static void add_regime(struct search *search, struct regime regime, bool buffered)
{
	unsigned int warmable = search_warm_actors(search->litmus);
	enum switch3 warm = search->options->warm;
	unsigned int orders = regime.policy == &policy_luf ? 2 : 1; /* of reuse of frames */

	for (unsigned int mask = warmable;; mask = (mask - 1) & warmable) {
		bool wanted = warm == SWITCH_RANDOM || mask == (warm == SWITCH_ON ? warmable : 0);

		for (unsigned int deferred = 0; deferred < orders; deferred++) {
			struct config config = {
				.regime = regime,
				.warm = mask,
				.deferred_first = deferred,
				.asids = (unsigned int)search->options->asids,
				.tlb = search->options->engine == ENGINE_EAGER ? TLB_EAGER :
										 TLB_SETS,
				.tso = buffered,
				.without = search->options->without,
			};

			if (wanted)
				add_config(search, &config);
		}
		if (!mask)
			return;
	}
}

/* If a race was seen to switch to another mm: add the same configurations with one PCID. */
static void add_switching(struct search *search)
{
	unsigned int nr = search->nr;

	if (search->switching || !check_has(CHECK_SWITCHES_MM) || search->options->asids == 1)
		return;
	search->switching = true;
	for (unsigned int i = 0; i < nr; i++) {
		struct config config = search->configs[i];

		config.asids = 1;
		add_config(search, &config);
	}
}

static void search_begin(struct search *search, const struct litmus *litmus,
			 const struct options *options, const struct tooth *tooth, bool buffered,
			 struct answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	memset(search, 0, sizeof(*search));
	check_work_begin();
	check_forget_traits();
	robust_begin();
	search->litmus = litmus;
	search->options = options;
	search->answer = answer;
	answer->regimes = regimes_wanted(options, tooth);
	for (unsigned int i = 0; i < regimes_count(&answer->regimes); i++)
		add_regime(search, regime_at(&answer->regimes, i), buffered);
}

static bool is_over(const struct search *search)
{
	const struct finding *finding = &search->answer->finding;

	return finding->violated || finding->too_large || finding->broken ||
	       check_work() > search->deadline;
}

/* Was an equivalent configuration run? */
static bool is_like_another(const struct search *search, unsigned int i)
{
	const struct regime *regime = &search->configs[i].regime;
	const struct regime *first = &search->configs[0].regime;

	return !check_has(CHECK_ASKS_POLICY) && regime->policy != first->policy;
}

/* Are two regimes equivalent for this test? */
static bool regimes_are_alike(const struct regime *a, const struct regime *b)
{
	return a->policy == b->policy && (a->track == b->track || !check_has(CHECK_DEFERS)) &&
	       (a->owner == b->owner || !check_has(CHECK_TAKES_OFF));
}

/* Configuration @i counts as exhausted if an equivalent one is. */
static void inherit(struct search *search, unsigned int i)
{
	const struct config *this = &search->configs[i];

	for (unsigned int j = 0; j < i; j++) {
		const struct config *other = &search->configs[j];

		if (search->exhausted[j] && other->warm == this->warm &&
		    other->deferred_first == this->deferred_first && other->asids == this->asids &&
		    regimes_are_alike(&other->regime, &this->regime))
			search->exhausted[i] = true;
	}
}

/* Run configuration @i, at most until @until. */
static enum coverage run(struct search *search, unsigned int i, const struct strategy *strategy,
			 unsigned int bound, double until)
{
	struct answer *answer = search->answer;
	struct limits limits = {
		.executions = search->executions,
		.until = until < search->deadline ? until : search->deadline,
	};
	enum coverage coverage = check(search->litmus, &search->configs[i], strategy, bound,
				       search->options->seed, &limits, &answer->finding);

	if (answer->finding.violated)
		answer->config = search->configs[i];
	return coverage;
}

/*
 * Run each configuration that is not exhausted for 1/@parts of its share of the time until @until,
 * or, if @parts is 0, for all that is left.
 */
static void run_round(struct search *search, const struct strategy *strategy, unsigned int bound,
		      double until, unsigned int parts)
{
	unsigned int left = 0;

	for (unsigned int i = 0; i < search->nr; i++)
		left += !search->exhausted[i];
	for (unsigned int i = 0; i < search->nr && !is_over(search); i++) {
		double now = check_work();

		if (search->exhausted[i])
			continue;
		inherit(search, i);
		if (!search->exhausted[i] && now < until)
			search->exhausted[i] = run(search, i, strategy, bound,
						   parts ? now + (until - now) / (left * parts) :
							   until) == COVERED_ALL;
		left--;
	}
	add_switching(search);
}

static bool all_are_exhausted(const struct search *search)
{
	for (unsigned int i = 0; i < search->nr; i++) {
		if (!search->exhausted[i])
			return false;
	}
	return !is_over(search);
}

#define FIRST_PARTS 8

/*
 * First those that are exhausted soon.  Then each in turn gets all the time that is left: many are
 * equivalent to one that is exhausted, and if one cannot be exhausted, the others do not help.
 */
static bool run_all(struct search *search, const struct strategy *strategy, unsigned int bound,
		    double until)
{
	unsigned int nr;

	run_round(search, strategy, bound, until, FIRST_PARTS);
	do {
		nr = search->nr;
		run_round(search, strategy, bound, until, 0);
	} while (search->nr > nr);
	return all_are_exhausted(search);
}

/* Search with bounds 0, 1, 2 … what could not be exhausted. */
static void run_bounded(struct search *search, unsigned int most)
{
	bool exhausted[CONFIGS_MAX];

	memcpy(exhausted, search->exhausted, sizeof(exhausted));
	search->answer->extent = EXTENT_SAMPLED;
	for (unsigned int bound = 0; bound <= most; bound++) {
		memcpy(search->exhausted, exhausted, sizeof(exhausted));
		if (!run_all(search, &strategy_naive, bound, search->deadline))
			return;
		search->answer->extent = EXTENT_BOUNDED;
		search->answer->bound = bound;
	}
}

/*
 * Run the simplest executions of each configuration that is not exhausted yet: most faults show
 * there, and to exhaust one configuration before the next would delay them.  If there is no
 * violation, they count for nothing.
 */
static void look_quickly(struct search *search)
{
	struct finding *finding = &search->answer->finding;
	struct finding before = *finding;
	double slice = (search->deadline - check_work()) / (QUICK_PARTS * QUICK_BOUND * search->nr);

	if (slice > QUICK_SLICE)
		slice = QUICK_SLICE;
	for (unsigned int bound = 1; bound <= QUICK_BOUND; bound++) {
		for (unsigned int i = 0; i < search->nr && !is_over(search); i++) {
			if (!search->exhausted[i] && !is_like_another(search, i))
				(void)run(search, i, &strategy_naive, bound, check_work() + slice);
		}
	}
	if (!finding->violated)
		*finding = before;
}

/* What DPOR exhausts soon needs no quick look. */
static bool run_dpor(struct search *search, double until)
{
	double soon = check_work() + FIRST_PARTS * QUICK_AFTER;

	run_round(search, &strategy_dpor, 0, soon < until ? soon : until, FIRST_PARTS);
	look_quickly(search);
	return run_all(search, &strategy_dpor, 0, until);
}

#define MANY_ACTORS 3
#define BOUNDS_MAX  9

static void run_engine(struct search *search)
{
	const struct options *options = search->options;
	double now = check_work();
	bool many = litmus_nr_actors(search->litmus) >= MANY_ACTORS || search->answer->buffered;
	/* The rest is for a bounded search, which proves more than half of a tree does. */
	double until = now + (search->deadline - now) * (many ? 0.5 : 0.75);

	switch (options->engine) {
	case ENGINE_BOUND:
		run_bounded(search, (unsigned int)options->bound);
		return;
	case ENGINE_RANDOM:
	case ENGINE_PCT:
		search->answer->extent = EXTENT_SAMPLED;
		run_round(search, options->engine == ENGINE_PCT ? &strategy_pct : &strategy_random,
			  (unsigned int)options->bound, search->deadline, 1);
		return;
	case ENGINE_NAIVE:
	case ENGINE_EAGER:
		search->answer->extent =
			run_all(search, &strategy_naive, NO_BOUND, search->deadline) ?
				EXTENT_EXHAUSTIVE :
				EXTENT_SAMPLED;
		return;
	default:
		if (!run_dpor(search, until))
			run_bounded(search, BOUNDS_MAX);
		return;
	}
}

void search_whole(const struct litmus *litmus, const struct options *options, bool buffered,
		  struct answer *answer)
{
	static struct search search;
	double start = host_seconds();

	search_begin(&search, litmus, options, NULL, buffered, answer);
	answer->buffered = buffered;
	search.deadline = check_work() + (double)options->seconds;
	search.executions = options->iters;
	run_engine(&search);
	answer->robust = !buffered && robust_so_far();
	answer->seconds = host_seconds() - start;
}

void search_violation(const struct litmus *litmus, const struct options *options,
		      const struct tooth *tooth, struct answer *answer)
{
	static struct search search;
	double start = host_seconds();
	double slice = FIRST_SLICE;
	/* DPOR cannot handle fills. */
	const struct strategy *whole =
		options->engine == ENGINE_EAGER ? &strategy_naive : &strategy_dpor;

	search_begin(&search, litmus, options, tooth, tooth->needs & KEEPS_BUFFERED, answer);
	/* Neither seconds= nor iters= bounds this: it shows nothing if it ends too early. */
	search.deadline = check_work() + TOOTH_SECONDS;
	search.executions = UINT64_MAX;
	answer->buffered = tooth->needs & KEEPS_BUFFERED;
	answer->extent = EXTENT_SAMPLED;
	for (unsigned int round = 0; !is_over(&search); round++, slice *= SLICE_GROWTH) {
		bool all = true;

		for (unsigned int i = 0; i < search.nr && !is_over(&search); i++) {
			if (is_like_another(&search, i))
				continue;
			run(&search, i, &strategy_naive, round % 3, check_work() + slice);
			if (!is_over(&search))
				all &= run(&search, i, whole, NO_BOUND, check_work() + slice) ==
				       COVERED_ALL;
		}
		if (all && !is_over(&search) && search.switching == check_has(CHECK_SWITCHES_MM)) {
			answer->extent = EXTENT_EXHAUSTIVE;
			break;
		}
		add_switching(&search);
	}
	answer->seconds = host_seconds() - start;
}
