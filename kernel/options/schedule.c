/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a schedule part by part; a complaint names the first part that is wrong.
 * schedule_runs.c reads its runs.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/options/schedule.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>

/* The Makefile gets it from tools/build-id.sh; code that is compiled without it is not run. */
#ifndef BUILD_ID
#define BUILD_ID "00000000"
#endif

#define FORMAT	  "1"
#define SHOWN_MAX 60 /* what a complaint repeats of a part */

enum part {
	PART_FORMAT,
	PART_BUILD,
	PART_TEST,
	PART_MUTANTS,
	PART_SETTING,
	PART_EVENTS,
	PART_STEPS,
	NR_PARTS,
};

enum setting {
	SETTING_POLICY,
	SETTING_TRACK,
	SETTING_OWNER,
	SETTING_WARM,
	SETTING_DEFERRED,
	SETTING_ASIDS,
	SETTING_FLAGS,
	NR_SETTINGS,
};

const char *schedule_build(void)
{
	return BUILD_ID;
}

static bool wrong(const char *what, struct word word, const char *right)
{
	bool whole = word.len <= SHOWN_MAX;

	printk("stalehound: schedule=: %s '%.*s%s': must be %s\n", what,
	       whole ? (int)word.len : SHOWN_MAX, word.at, whole ? "" : "…", right);
	return false;
}

/* Split @text at each @separator into at most @max @words.  Returns how many there would be. */
static size_t split(struct word text, char separator, struct word words[], size_t max)
{
	size_t start = 0;
	size_t n = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.at[i] != separator)
			continue;
		if (n < max)
			words[n] = (struct word){ text.at + start, i - start };
		n++;
		start = i + 1;
	}
	return n;
}

/* One to @max hexadecimal digits, in lower case. */
static bool parse_hex(struct word word, size_t max, unsigned int *n)
{
	static const char digits[] = "0123456789abcdef";

	*n = 0;
	for (size_t i = 0; i < word.len; i++) {
		const char *digit = word.at[i] ? strchr(digits, word.at[i]) : NULL;

		if (!digit)
			return false;
		*n = *n << 4 | (unsigned int)(digit - digits);
	}
	return word.len && word.len <= max;
}

/* BUILD, or for a test that is text BUILD-HASH. */
static bool parse_build(struct schedule *schedule, struct word word)
{
	struct word part[2];
	size_t parts = split(word, '-', part, 2);

	if (parts > 2 || part[0].len != strlen(BUILD_ID) ||
	    (parts == 2 && (part[1].len != 8 || !parse_hex(part[1], 8, &schedule->text))))
		return wrong("the build", word,
			     "8 hexadecimal digits, and if the test is text - and 8 more");
	if (word_is(part[0], BUILD_ID))
		return true;
	printk("stalehound: schedule=: it is of build %.*s, this is %s: use that one, or search again\n",
	       (int)part[0].len, part[0].at, BUILD_ID);
	return false;
}

static bool parse_test(struct schedule *schedule, struct word word)
{
	if (!word.len || word.len >= SCHEDULE_NAME_SIZE)
		return wrong("the test", word, "a name of 1 to 63 letters");
	memcpy(schedule->test, word.at, word.len);
	schedule->test[word.len] = '\0';
	return true;
}

static bool parse_mutants(struct schedule *schedule, struct word word)
{
	struct word names[NR_MUTANTS];
	size_t n;

	if (word_is(word, "none"))
		return true;
	n = split(word, ',', names, NR_MUTANTS);
	if (n > NR_MUTANTS)
		return wrong("the mutants", word, "none, or NAME[,NAME…], each once");
	for (size_t i = 0; i < n; i++) {
		enum mutant id = word_mutant("schedule", names[i]);

		if (id == NR_MUTANTS)
			return false;
		schedule->mutants[id] = true;
	}
	return true;
}

static bool parse_policy(struct schedule *schedule, struct word word)
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (word_is(word, flush_policies[i]->name))
			schedule->policy = flush_policies[i];
	}
	return schedule->policy || wrong("the policy", word, "eager, batch or luf");
}

static bool parse_track(struct schedule *schedule, struct word word)
{
	unsigned int i;

	if (!word_is_name(word, luf_track_name, NR_LUF_TRACKS, &i))
		return wrong("the track", word, "vma or pte");
	schedule->track = (enum luf_track)i;
	return true;
}

static bool parse_owner(struct schedule *schedule, struct word word)
{
	unsigned int i;

	if (!word_is_name(word, luf_owner_name, NR_LUF_OWNERS, &i))
		return wrong("the owner", word, "same or any");
	schedule->owner = (enum luf_owner)i;
	return true;
}

/* A bit for each actor, in hexadecimal. */
static bool parse_warm(struct schedule *schedule, struct word word)
{
	return parse_hex(word, SCHEDULE_ACTORS / 4, &schedule->warm) ||
	       wrong("the warm actors", word, "a mask from 0 to ff");
}

static bool parse_flags(struct schedule *schedule, struct word word)
{
	bool right = word.len > 0;

	if (word_is(word, "0"))
		return true;
	for (size_t i = 0; i < word.len; i++) {
		schedule->tso |= word.at[i] == 't';
		schedule->demand_filled |= word.at[i] == 'd';
		schedule->no_pcid |= word.at[i] == 'p';
		right &= word.at[i] == 't' || word.at[i] == 'd' || word.at[i] == 'p';
	}
	return right || wrong("the flags", word, "0, or letters out of t, d and p");
}

static bool parse_setting(struct schedule *schedule, struct word word)
{
	struct word part[NR_SETTINGS];
	uint64_t deferred;
	uint64_t asids;

	if (split(word, '-', part, NR_SETTINGS) != NR_SETTINGS)
		return wrong("the setting", word, "POLICY-TRACK-OWNER-WARM-DEFERRED-ASIDS-FLAGS");
	if (!parse_policy(schedule, part[SETTING_POLICY]) ||
	    !parse_track(schedule, part[SETTING_TRACK]) ||
	    !parse_owner(schedule, part[SETTING_OWNER]) ||
	    !parse_warm(schedule, part[SETTING_WARM]))
		return false;
	if (!word_number(part[SETTING_DEFERRED], 0, 1, &deferred))
		return wrong("reuse of deferred frames", part[SETTING_DEFERRED], "0 or 1");
	if (!word_number(part[SETTING_ASIDS], 1, NR_ASIDS, &asids))
		return wrong("the ASIDs", part[SETTING_ASIDS], "a number from 1 to 6");
	schedule->deferred_first = deferred;
	schedule->asids = (unsigned int)asids;
	return parse_flags(schedule, part[SETTING_FLAGS]);
}

static bool is_for_events(const struct schedule_run *run)
{
	return run->thread == SCHEDULE_BUFFER || run->choice;
}

/* Check the runs in @word, and add up their entries in *@entries. */
static bool parse_runs(struct schedule *schedule, const char *what, struct word word, bool events,
		       uint32_t *entries)
{
	const char *at = word.at;
	struct schedule_run run;

	if (word_is(word, "-"))
		return true;
	if (!word.len)
		return wrong(what, word, "'-', or runs such as a3B1");
	while (at < word.at + word.len) {
		const char *start = at;

		if (!schedule_read_run(&at, &run) || (!events && is_for_events(&run)))
			return wrong(
				what, (struct word){ start, word.len - (size_t)(start - word.at) },
				events ? "a to h, A to H or s to z, and a number from 1; after "
					 "a to h perhaps '!' and a number from 1" :
					 "a to h or A to H, and a number from 1");
		*entries += run.times;
		if (*entries > SCHEDULE_ENTRIES)
			return wrong(what, word, "65536 entries at most");
		if (run.actor >= schedule->nr_actors)
			schedule->nr_actors = run.actor + 1;
	}
	return true;
}

bool schedule_parse(const char *text, struct schedule *schedule)
{
	struct word word = { text, strlen(text) };
	struct word part[NR_PARTS];
	size_t parts = split(word, '.', part, NR_PARTS);

	memset(schedule, 0, sizeof(*schedule));
	if (!word_is(part[PART_FORMAT], FORMAT))
		return wrong("the format", part[PART_FORMAT], FORMAT ", all that this build reads");
	if (parts != NR_PARTS)
		return wrong("its parts", word,
			     "1.BUILD.TEST.MUTANTS.SETTING.EVENTS.STEPS, with 6 dots");
	schedule->events = part[PART_EVENTS].at;
	schedule->steps = part[PART_STEPS].at;
	return parse_build(schedule, part[PART_BUILD]) && parse_test(schedule, part[PART_TEST]) &&
	       parse_mutants(schedule, part[PART_MUTANTS]) &&
	       parse_setting(schedule, part[PART_SETTING]) &&
	       parse_runs(schedule, "the events at", part[PART_EVENTS], true,
			  &schedule->nr_events) &&
	       parse_runs(schedule, "the steps at", part[PART_STEPS], false, &schedule->nr_steps);
}

_Static_assert(SCHEDULE_ACTORS == 8 && SCHEDULE_ENTRIES == 65536 && NR_ASIDS == 6 &&
		       SCHEDULE_NAME_SIZE == 64,
	       "what the complaints say");
