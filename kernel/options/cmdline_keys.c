/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The keys: one table, and one function for each kind of value, which stores what a word says
 * and checks that word alone.
 */
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/options/crash.h>
#include <kernel/options/options.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/policy.h>

KEY_TEXT(options, run, run, 256)
KEY_TEXT(options, bench, bench, 64)
KEY_TEXT(options, schedule, schedule, SCHEDULE_MAX + 1)
KEY_TEXT(options, emit, emit, 256)
KEY_TEXT(options, litmus, litmus, 4000)
KEY_FLAG(options, list, list)
KEY_FLAG(options, list_mutants, list_mutants)
KEY_FLAG(options, soak, soak)
KEY_FLAG(options, shell, shell)
KEY_FLAG(options, pairs, pairs)
KEY_SWITCH(options, luf_debug, luf_debug, "on", "off")
KEY_SWITCH(options, trace, trace, "on", "off")
KEY_SWITCH(options, closure, closure, "on", "off")
KEY_SWITCH(options, access, access_kernel, "kernel", "user")
KEY_SWITCH(options, format, json, "json", "ktap")
KEY_NUMBER(options, iters, iters, 1, 1000000000000ULL)
KEY_NUMBER(options, stop, stop, 1, 1000000)
KEY_NUMBER(options, seed, seed, 1, UINT64_MAX)
KEY_NUMBER(options, perturb, perturb_us, 0, 100000)
KEY_NUMBER(options, catches, catches, 1, 1000000)
KEY_NUMBER(options, asids, asids, 1, NR_ASIDS)
KEY_NUMBER(options, bound, bound, 0, 9)
KEY_NUMBER(options, jobs, jobs, 1, 256)
KEY_NUMBER(options, programs, programs, 1, 1000000)
KEY_NUMBER(options, sample, sample, 1, 1000000)

static bool set_seconds(void *into, struct word value)
{
	struct options *options = into;

	/* By default a test may end sooner. */
	if (options->iters == ITERS_ENOUGH)
		options->iters = ITERS_USUAL;
	return word_number(value, 1, 1000000, &options->seconds);
}

static bool set_policy(void *into, struct word value)
{
	struct options *options = into;

	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (!word_is(value, flush_policies[i]->name))
			continue;
		options->policy = flush_policies[i];
		return true;
	}
	return false;
}

static bool set_luf_track(void *into, struct word value)
{
	struct options *options = into;
	unsigned int i;

	if (!word_is_name(value, luf_track_name, NR_LUF_TRACKS, &i))
		return false;
	options->luf_tracks = 1u << i;
	return true;
}

static bool set_limit(struct word value, uint64_t min, uint64_t *limit)
{
	*limit = DEFERRED_NO_LIMIT;
	return word_is(value, "none") || word_number(value, min, 1000000000, limit);
}

static bool set_luf_max(void *into, struct word value)
{
	struct options *options = into;

	return set_limit(value, 1, &options->luf_limits.frames);
}

static bool set_luf_age(void *into, struct word value)
{
	struct options *options = into;

	return set_limit(value, 0, &options->luf_limits.age_us);
}

static bool set_luf_owner(void *into, struct word value)
{
	struct options *options = into;
	unsigned int i;

	if (!word_is_name(value, luf_owner_name, NR_LUF_OWNERS, &i))
		return false;
	options->luf_owners = 1u << i;
	return true;
}

/* An option that is one of @nr names. */
#define NAMED(option, member, type, name_of, nr)                                                   \
	static bool set_##option(void *into, struct word value)                                    \
	{                                                                                          \
		struct options *options = into;                                                    \
		unsigned int i;                                                                    \
		bool known = word_is_name(value, name_of, nr, &i);                                 \
                                                                                                   \
		if (known)                                                                         \
			options->member = (enum type)i;                                            \
		return known;                                                                      \
	}

NAMED(luf_refill, luf_refill, luf_refill, luf_refill_name, NR_LUF_REFILLS)
NAMED(cow, rules.cow, cow_rule, cow_rule_name, NR_COW_RULES)
NAMED(pin_ro, rules.pin_ro, pin_ro, pin_ro_name, NR_PIN_ROS)
NAMED(wp_pinned, rules.wp_pinned, wp_pinned, wp_pinned_name, NR_WP_PINNEDS)
NAMED(uffd_lock, rules.uffd_lock, uffd_lock, uffd_lock_name, NR_UFFD_LOCKS)
NAMED(engine, engine, engine, engine_name, NR_ENGINES)
NAMED(tlb_flush, rules.tlb_flush, tlb_flush, tlb_flush_name, NR_TLB_FLUSHES)

static bool set_warm(void *into, struct word value)
{
	struct options *options = into;

	options->warm = word_is(value, "on")  ? SWITCH_ON :
			word_is(value, "off") ? SWITCH_OFF :
						SWITCH_RANDOM;
	return options->warm != SWITCH_RANDOM || word_is(value, "random");
}

/* The platform has the console, and reads this word by itself. */
static bool set_console(void *into, struct word value)
{
	struct options *options = into;

	options->on_screen = word_is(value, "screen") || word_is(value, "both");
	return options->on_screen || word_is(value, "serial");
}

static bool set_crash(void *into, struct word value)
{
	struct options *options = into;

	options->crash = crash_find(value.at, value.len);
	return options->crash != NULL;
}

/* Call @set for each part of NAME[,NAME…]. */
static bool each_part(struct options *options, struct word value,
		      bool (*set)(struct options *options, struct word name))
{
	for (size_t start = 0; start <= value.len;) {
		size_t end = start;

		while (end < value.len && value.at[end] != ',')
			end++;
		if (!set(options, (struct word){ value.at + start, end - start }))
			return false;
		start = end + 1;
	}
	return true;
}

static bool set_mutant(struct options *options, struct word name)
{
	enum mutant id = word_mutant("mutate", name);

	if (id == NR_MUTANTS)
		return false;
	options->mutants[id] = true;
	return true;
}

/* Complains by itself, naming the one that is wrong. */
static bool set_mutate(void *into, struct word value)
{
	struct options *options = into;

	if (word_is(value, "teeth") || word_is(value, "none")) {
		options->mutate = word_is(value, "teeth") ? MUTATE_TEETH : MUTATE_NONE;
		return true;
	}
	options->mutate = MUTATE_NAMED;
	return each_part(options, value, set_mutant);
}

/* i/n */
static bool set_shard(void *into, struct word value)
{
	struct options *options = into;
	struct word shard = { value.at, 0 };
	struct word shards;

	while (shard.len < value.len && value.at[shard.len] != '/')
		shard.len++;
	if (shard.len == value.len)
		return false;
	shards = (struct word){ value.at + shard.len + 1, value.len - shard.len - 1 };
	return word_number(shards, 1, 100000, &options->shards) &&
	       word_number(shard, 1, options->shards, &options->shard);
}

static bool set_tso(void *into, struct word value)
{
	struct options *options = into;

	options->tso = word_is(value, "on") ? TSO_ON : word_is(value, "off") ? TSO_OFF : TSO_AUTO;
	return options->tso != TSO_AUTO || word_is(value, "auto");
}

static bool set_rule(struct options *options, struct word name)
{
	for (unsigned int i = 0; i < NR_TLB_RULES; i++) {
		if (!word_is(name, tlb_rules[i].name))
			continue;
		options->without |= 1u << i;
		return true;
	}
	return false;
}

static bool set_without(void *into, struct word value)
{
	struct options *options = into;

	return each_part(options, value, set_rule);
}

/* Those of tlb_rules[]. */
#define TLB_RULE(id, name, text) " " name
static const char rules[] = "NAME[,NAME…] of"
#include <kernel/rules/tlb_rules.def>
	;
#undef TLB_RULE

#define METAL WORLD_METAL
#define MODEL WORLD_MODEL
#define BOTH  (WORLD_METAL | WORLD_MODEL)

/* clang-format off */
const struct key cmdline_keys[] = {
	{ "run", "GLOB[,GLOB…], such as reclaim/*, 255 characters at most", BOTH, false, set_run },
	{ "list", NULL, BOTH, false, set_list },
	{ "mutants", NULL, BOTH, false, set_list_mutants },
	{ "iters", "a number from 1 to 1000000000000", BOTH, false, set_iters },
	{ "seconds", "a number from 1 to 1000000", BOTH, false, set_seconds },
	{ "stop", "a number from 1 to 1000000", BOTH, false, set_stop },
	{ "seed", "a number from 1 to 18446744073709551615", BOTH, false, set_seed },
	{ "policy", "eager, batch or luf", BOTH, false, set_policy },
	{ "luf_track", "vma or pte", BOTH, false, set_luf_track },
	{ "luf_max", "a number from 1 to 1000000000, or none", BOTH, false, set_luf_max },
	{ "luf_age", "microseconds, from 0 to 1000000000, or none", BOTH, false, set_luf_age },
	{ "luf_owner", "same or any", BOTH, false, set_luf_owner },
	{ "luf_refill", "compare or flush", BOTH, false, set_luf_refill },
	{ "cow", "exclusive, count or mapcount", BOTH, false, set_cow },
	{ "pin_ro", "unshare, refuse or wait", BOTH, false, set_pin_ro },
	{ "wp_pinned", "allow, refuse or count", BOTH, false, set_wp_pinned },
	{ "uffd_lock", "read, group or write", BOTH, false, set_uffd_lock },
	{ "tlb_flush", "ipi or broadcast", BOTH, false, set_tlb_flush },
	{ "mutate", "teeth, none, or NAME[,NAME…]", BOTH, true, set_mutate },
	{ "format", "ktap or json", BOTH, false, set_format },
	{ "asids", "a number from 1 to 6", BOTH, false, set_asids },
	{ "warm", "on, off or random", BOTH, false, set_warm },
	{ "luf_debug", "on or off", BOTH, false, set_luf_debug },
	{ "schedule", "what a violation printed, at most 4000 characters", BOTH, false,
	  set_schedule },
	{ "bench", "GLOB[,GLOB…], such as pressure", BOTH, false, set_bench },
	{ "soak", NULL, METAL, false, set_soak },
	{ "shell", NULL, METAL, false, set_shell },
	{ "access", "user or kernel", METAL, false, set_access },
	{ "catches", "a number from 1 to 1000000", METAL, false, set_catches },
	{ "perturb", "microseconds, from 0 to 100000", METAL, false, set_perturb },
	{ "crash", CRASH_KINDS, METAL, false, set_crash },
	{ "console", "serial, screen or both", METAL, false, set_console },
	{ "engine", "dpor, bound, pct, random, naive or eager", MODEL, false, set_engine },
	{ "bound", "a number from 0 to 9", MODEL, false, set_bound },
	{ "jobs", "a number from 1 to 256", MODEL, false, set_jobs },
	{ "shard", "i/n, with i from 1 to n, and n up to 100000", MODEL, false, set_shard },
	{ "tso", "on, off or auto", MODEL, false, set_tso },
	{ "without", rules, MODEL, false, set_without },
	{ "trace", "on or off", MODEL, false, set_trace },
	{ "closure", "on or off", MODEL, false, set_closure },
	{ "programs", "a number from 1 to 1000000", MODEL, false, set_programs },
	{ "pairs", NULL, MODEL, false, set_pairs },
	{ "sample", "a number from 1 to 1000000", MODEL, false, set_sample },
	{ "emit", "the DIRECTORY that litmus tests are written to", MODEL, false, set_emit },
	{ "litmus", "FILE[,FILE…]: tests that are text", MODEL, false, set_litmus },
};
/* clang-format on */

const size_t nr_cmdline_keys = sizeof(cmdline_keys) / sizeof(cmdline_keys[0]);

_Static_assert(sizeof(cmdline_keys) / sizeof(cmdline_keys[0]) <= CMDLINE_KEYS_MAX,
	       "cmdline.c remembers which were seen");
_Static_assert(SCHEDULE_MAX == 4000, "the table says so");
