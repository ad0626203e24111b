/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Spelling the options as words again, for the line that repeats a run.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/options/cmdline.h>
#include <kernel/rules/mutants.h>
#include <kernel/rules/tlb_rules.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/policy.h>

/* A printk() takes a long schedule in pieces. */
#define PIECE 256

_Static_assert(PIECE < PRINTK_MAX, "a piece is printed whole");

static void print_mutate(const struct options *options)
{
	char separator = '=';

	if (options->mutate == MUTATE_DEFAULT)
		return;
	printk(" mutate");
	if (options->mutate != MUTATE_NAMED)
		printk("=%s", options->mutate == MUTATE_TEETH ? "teeth" : "none");
	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		if (!options->mutants[i])
			continue;
		printk("%c%s", separator, mutant_info[i].name);
		separator = ',';
	}
}

static void print_schedule(const char *schedule)
{
	size_t len = strlen(schedule);

	printk(" schedule='");
	for (size_t at = 0; at < len; at += PIECE)
		printk("%.*s", PIECE, schedule + at);
	printk("'");
}

void cmdline_print_without(unsigned int rules)
{
	const char *separator = " without=";

	for (unsigned int i = 0; i < NR_TLB_RULES; i++) {
		if (!(rules >> i & 1))
			continue;
		printk("%s%s", separator, tlb_rules[i].name);
		separator = ",";
	}
}

/* A printk() takes a long list in pieces. */
static void print_files(const char *files)
{
	size_t len = files ? strlen(files) : 0;

	if (files)
		printk(" litmus=");
	for (size_t at = 0; at < len; at += PIECE)
		printk("%.*s", PIECE, files + at);
}

/* The words that only the model knows. */
static void print_exploration(const struct options *options, const struct options *usual)
{
	if (options->engine != usual->engine)
		printk(" engine=%s", engine_name(options->engine));
	if (options->bound != usual->bound)
		printk(" bound=%lu", options->bound);
	if (options->jobs != usual->jobs)
		printk(" jobs=%lu", options->jobs);
	if (options->shards != usual->shards)
		printk(" shard=%lu/%lu", options->shard, options->shards);
	if (options->tso != usual->tso)
		printk(" tso=%s", options->tso == TSO_ON ? "on" : "off");
	cmdline_print_without(options->without);
	if (options->closure)
		printk(" closure=on");
	if (options->trace)
		printk(" trace=on");
	if (options->programs != usual->programs)
		printk(" programs=%lu", options->programs);
	if (options->pairs)
		printk(" pairs");
	if (options->sample)
		printk(" sample=%lu", options->sample);
	if (options->emit)
		printk(" emit=%s", options->emit);
	print_files(options->litmus);
}

static void print_limit(const char *name, uint64_t limit, uint64_t usual)
{
	if (limit == usual)
		return;
	if (limit == DEFERRED_NO_LIMIT)
		printk(" %s=none", name);
	else
		printk(" %s=%lu", name, limit);
}

void cmdline_print_limits(const struct deferred_limits *limits, enum luf_refill refill)
{
	print_limit("luf_max", limits->frames, deferred_usual.frames);
	print_limit("luf_age", limits->age_us, deferred_usual.age_us);
	if (refill != LUF_REFILL_COMPARE)
		printk(" luf_refill=%s", luf_refill_name(refill));
}

void cmdline_print_rules(const struct mm_rules *rules)
{
	static const struct mm_rules usual;

	if (rules->cow != usual.cow)
		printk(" cow=%s", cow_rule_name(rules->cow));
	if (rules->pin_ro != usual.pin_ro)
		printk(" pin_ro=%s", pin_ro_name(rules->pin_ro));
	if (rules->wp_pinned != usual.wp_pinned)
		printk(" wp_pinned=%s", wp_pinned_name(rules->wp_pinned));
	if (rules->uffd_lock != usual.uffd_lock)
		printk(" uffd_lock=%s", uffd_lock_name(rules->uffd_lock));
	if (rules->tlb_flush != usual.tlb_flush)
		printk(" tlb_flush=%s", tlb_flush_name(rules->tlb_flush));
}

static void print_luf(const struct options *options, const struct options *usual)
{
	for (unsigned int i = 0; i < NR_LUF_TRACKS; i++) {
		if (options->luf_tracks == 1u << i && options->luf_tracks != usual->luf_tracks)
			printk(" luf_track=%s", luf_track_name((enum luf_track)i));
	}
	for (unsigned int i = 0; i < NR_LUF_OWNERS; i++) {
		if (options->luf_owners == 1u << i && options->luf_owners != usual->luf_owners)
			printk(" luf_owner=%s", luf_owner_name((enum luf_owner)i));
	}
	cmdline_print_limits(&options->luf_limits, options->luf_refill);
	cmdline_print_rules(&options->rules);
}

void cmdline_print(const struct options *options)
{
	struct options usual = cmdline_default();

	if (strcmp(options->run, usual.run))
		printk(" run='%s'", options->run);
	if (options->iters != usual.iters)
		printk(" iters=%lu", options->iters);
	if (options->seconds != usual.seconds)
		printk(" seconds=%lu", options->seconds);
	if (options->stop)
		printk(" stop=%lu", options->stop);
	if (options->policy)
		printk(" policy=%s", options->policy->name);
	print_luf(options, &usual);
	print_mutate(options);
	if (options->soak)
		printk(" soak");
	if (options->access_kernel)
		printk(" access=kernel");
	if (options->perturb_us != usual.perturb_us)
		printk(" perturb=%lu", options->perturb_us);
	if (options->catches != usual.catches)
		printk(" catches=%lu", options->catches);
	if (options->asids != usual.asids)
		printk(" asids=%lu", options->asids);
	if (options->json)
		printk(" format=json");
	if (options->warm != usual.warm)
		printk(" warm=%s", options->warm == SWITCH_ON ? "on" : "off");
	if (options->luf_debug)
		printk(" luf_debug=on");
	print_exploration(options, &usual);
	if (options->bench)
		printk(" bench='%s'", options->bench);
	if (options->schedule)
		print_schedule(options->schedule);
	printk(" seed=%lu\n", options->seed);
}
