/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/cmdline_keys.c: what there is to choose from is what the help lists, and the
 * complaints.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/options/cmdline.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static struct options options;

static bool parse(const char *text)
{
	host_console_clear();
	return cmdline_parse(text, &options);
}

/* Are these names to choose from? */
static bool is_choice(const char *values)
{
	return !strstr(values, "number") && !strstr(values, "GLOB") &&
	       !strstr(values, "microseconds") && !strstr(values, "schedule") &&
	       !strstr(values, "violation") && !strstr(values, "i/n");
}

/* Each word of @values, which key @key is said to take, is taken. */
static void expect_choices(const char *key, const char *values)
{
	char *copy = strdup(values);
	char text[80];

	for (char *word = strtok(copy, ", "); word; word = strtok(NULL, ", ")) {
		if (strstr(word, "NAME") || !strcmp(word, "of") || !strcmp(word, "or"))
			continue;
		snprintf(text, sizeof(text), "%s=%s", key, word);
		EXPECT(parse(text));
	}
	free(copy);
}

/* @name, which key @key takes, is among what it is said to take. */
static void expect_listed(const char *key, const char *name)
{
	char text[80];
	const char *at;

	snprintf(text, sizeof(text), "%s=%s", key, name);
	EXPECT(parse(text));
	snprintf(text, sizeof(text), "%s=?", key);
	EXPECT(!parse(text));
	at = strstr(host_console(), name);
	EXPECT(at && at[-1] == ' ' && strchr(", \n", at[strlen(name)]));
}

TEST(choices, "cmdline: what there is to choose from is what the help lists")
{
	for (enum world world = WORLD_METAL; world <= WORLD_MODEL; world <<= 1) {
		host_world = world;
		for (size_t i = 0; i < nr_cmdline_keys; i++) {
			const struct key *key = &cmdline_keys[i];

			if (key->worlds & world && key->values && is_choice(key->values))
				expect_choices(key->name, key->values);
		}
	}
	for (unsigned int i = 0; i < NR_TLB_RULES; i++)
		expect_listed("without", tlb_rules[i].name);
	for (unsigned int i = 0; i < NR_ENGINES; i++)
		expect_listed("engine", engine_name((enum engine)i));
	for (unsigned int i = 0; i < nr_flush_policies; i++)
		expect_listed("policy", flush_policies[i]->name);
	for (unsigned int i = 0; i < NR_LUF_TRACKS; i++)
		expect_listed("luf_track", luf_track_name((enum luf_track)i));
	for (unsigned int i = 0; i < NR_LUF_OWNERS; i++)
		expect_listed("luf_owner", luf_owner_name((enum luf_owner)i));
	for (unsigned int i = 0; i < NR_LUF_REFILLS; i++)
		expect_listed("luf_refill", luf_refill_name((enum luf_refill)i));
	for (unsigned int i = 0; i < NR_COW_RULES; i++)
		expect_listed("cow", cow_rule_name((enum cow_rule)i));
	for (unsigned int i = 0; i < NR_PIN_ROS; i++)
		expect_listed("pin_ro", pin_ro_name((enum pin_ro)i));
	for (unsigned int i = 0; i < NR_WP_PINNEDS; i++)
		expect_listed("wp_pinned", wp_pinned_name((enum wp_pinned)i));
	for (unsigned int i = 0; i < NR_UFFD_LOCKS; i++)
		expect_listed("uffd_lock", uffd_lock_name((enum uffd_lock)i));
	for (unsigned int i = 0; i < NR_TLB_FLUSHES; i++)
		expect_listed("tlb_flush", tlb_flush_name((enum tlb_flush)i));
}
