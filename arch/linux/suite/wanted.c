/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See wanted.h.
 */
#include <string.h>
#include <arch/linux/suite/wanted.h>
#include <kernel/lib/printk.h>
#include <kernel/options/keys.h>

#define HERE 1u /* the only world that this table is for */

static const struct wanted usual = {
	.run = "*",
	.disk = "/var/tmp",
	.sound = true,
	.teeth = true,
	.plant = NR_PLANTS,
	.iters = 10000,
	.seconds = 3,
};

KEY_TEXT(wanted, run, run, 256)
KEY_TEXT(wanted, directory, disk, 256)
KEY_TEXT(wanted, litmus, litmus, 4000)
KEY_FLAG(wanted, list, list)
KEY_FLAG(wanted, mutants, list_plants)
KEY_NUMBER(wanted, iters, iters, 1, 1000000000000UL)
KEY_NUMBER(wanted, seconds, seconds, 1, 1000000)
KEY_NUMBER(wanted, stop, stop, 1, 1000000)
KEY_NUMBER(wanted, seed, seed, 1, UINT64_MAX)
KEY_SWITCH(wanted, format, json, "json", "ktap")

static bool set_disk(void *into, struct word value)
{
	struct wanted *wanted = into;

	wanted->disk = NULL;
	return word_is(value, "none") || set_directory(wanted, value);
}

static bool set_warm(void *into, struct word value)
{
	struct wanted *wanted = into;

	wanted->warm = word_is(value, "on")  ? WARM_ON :
		       word_is(value, "off") ? WARM_OFF :
					       WARM_RANDOM;
	return wanted->warm != WARM_RANDOM || word_is(value, "random");
}

static bool set_mutate(void *into, struct word value)
{
	struct wanted *wanted = into;

	wanted->sound = !word_is(value, "teeth");
	wanted->teeth = word_is(value, "teeth");
	if (word_is(value, "teeth") || word_is(value, "none"))
		return true;
	for (unsigned int i = 0; i < NR_PLANTS; i++) {
		if (word_is(value, plants[i].name))
			wanted->plant = (enum plant)i;
	}
	return wanted->plant != NR_PLANTS;
}

static const struct key table[] = {
	{ "run", "GLOB[,GLOB…], such as unmap/*, 255 characters at most", HERE, false, set_run },
	{ "list", NULL, HERE, false, set_list },
	{ "mutants", NULL, HERE, false, set_mutants },
	{ "iters", "a number from 1 to 1000000000000", HERE, false, set_iters },
	{ "seconds", "a number from 1 to 1000000", HERE, false, set_seconds },
	{ "stop", "a number from 1 to 1000000", HERE, false, set_stop },
	{ "seed", "a number from 1 to 18446744073709551615", HERE, false, set_seed },
	{ "mutate", "teeth, none, or a NAME that 'mutants' lists", HERE, false, set_mutate },
	{ "format", "ktap or json", HERE, false, set_format },
	{ "warm", "on, off or random", HERE, false, set_warm },
	{ "disk", "a DIRECTORY of a disk's file system, or none", HERE, false, set_disk },
	{ "litmus", "FILE[,FILE…]: tests that are text", HERE, false, set_litmus },
};
#define NR_KEYS (sizeof(table) / sizeof(table[0]))

static const struct keys keys = { table, NR_KEYS, HERE };

void wanted_help(void)
{
	printk("Usage: build/linux/stalehound [WORD]...\n\n"
	       "Run the litmus tests against the Linux that is running.\n\n");
	keys_print(&keys);
	printk("\nExit status: 0 all held; 1 a stale access was caught; 2 usage; 3 a crash; "
	       "5 undecided.\n");
}

bool wanted_parse(int nr, char *const words[], struct wanted *wanted)
{
	bool seen[NR_KEYS] = { false };

	*wanted = usual;
	for (int i = 0; i < nr; i++) {
		struct word word = { words[i], strlen(words[i]) };

		if (!keys_take(&keys, word, wanted, seen))
			return false;
	}
	return true;
}

void wanted_print(const struct wanted *wanted)
{
	if (strcmp(wanted->run, usual.run))
		printk(" run='%s'", wanted->run);
	if (wanted->iters != usual.iters)
		printk(" iters=%lu", wanted->iters);
	if (wanted->seconds != usual.seconds)
		printk(" seconds=%lu", wanted->seconds);
	if (wanted->stop)
		printk(" stop=%lu", wanted->stop);
	if (wanted->plant != NR_PLANTS)
		printk(" mutate=%s", plants[wanted->plant].name);
	else if (!wanted->sound || !wanted->teeth)
		printk(" mutate=%s", wanted->teeth ? "teeth" : "none");
	if (wanted->json)
		printk(" format=json");
	if (wanted->warm != WARM_RANDOM)
		printk(" warm=%s", wanted->warm == WARM_ON ? "on" : "off");
	if (wanted->litmus)
		printk(" litmus=%s", wanted->litmus);
	if (!wanted->disk || strcmp(wanted->disk, usual.disk))
		printk(" disk=%s", wanted->disk ? wanted->disk : "none");
	printk(" seed=%lu\n", wanted->seed);
}
