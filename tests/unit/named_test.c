/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/named.c: the result of a test whose teeth were named and not caught.
 */
#include <kernel/rules/mutants.h>
#include <kernel/lib/printk.h>
#include <tests/engine/named.h>
#include <tests/unit/unit.h>

static const struct litmus litmus = {
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH),
		TOOTH(GATHER_SKIP_LUF),
		TOOTH(SHOOTDOWN_SKIP_IPI),
	},
};

static struct options options;
static struct ruling ruling;

/* As @found has it for each tooth, in their order. */
static void rule(const struct tooth *tooth, const void *found, struct ruling *one)
{
	const enum result *results = found;

	one->result = results[tooth - litmus.teeth];
	snformat(one->note, sizeof(one->note), "why");
}

static enum result judged(enum result first, enum result second, enum result third)
{
	const enum result results[] = { first, second, third };

	named_judge(&litmus, &options, rule, results, &ruling);
	return ruling.result;
}

static void name_all(void)
{
	for (unsigned int i = 0; i < 3; i++)
		options.mutants[litmus.teeth[i].mutant] = true;
}

TEST(nobody, "named: with no mutant in there is nothing to say")
{
	EXPECT_EQ(judged(RESULT_FAILED, RESULT_FAILED, RESULT_FAILED), RESULT_OK);
	EXPECT_STR(ruling.note, "");
}

TEST(strongest, "named: of several teeth the one that says most decides, whatever their order")
{
	name_all();
	EXPECT_EQ(judged(RESULT_SKIPPED, RESULT_SKIPPED, RESULT_SKIPPED), RESULT_SKIPPED);
	EXPECT_EQ(judged(RESULT_UNDECIDED, RESULT_SKIPPED, RESULT_SKIPPED), RESULT_UNDECIDED);
	EXPECT_EQ(judged(RESULT_SKIPPED, RESULT_UNDECIDED, RESULT_SKIPPED), RESULT_UNDECIDED);
	EXPECT_STR(ruling.note, "gather-skip-luf: why");
	EXPECT_EQ(judged(RESULT_UNDECIDED, RESULT_SKIPPED, RESULT_FAILED), RESULT_FAILED);
	EXPECT_EQ(judged(RESULT_FAILED, RESULT_SKIPPED, RESULT_UNDECIDED), RESULT_FAILED);
	EXPECT_STR(ruling.note, "gather-skip-flush: why");
}

TEST(those_named, "named: teeth that were not put in are not judged")
{
	options.mutants[MUTANT_GATHER_SKIP_LUF] = true;
	EXPECT_EQ(judged(RESULT_FAILED, RESULT_UNDECIDED, RESULT_FAILED), RESULT_UNDECIDED);
}

TEST(strangers, "named: a mutant that is no tooth of the test is told")
{
	options.mutants[MUTANT_KSM_SKIP_FLUSH] = true;
	EXPECT_EQ(judged(RESULT_FAILED, RESULT_FAILED, RESULT_FAILED), RESULT_OK);
	EXPECT_STR(ruling.note,
		   "held with ksm-skip-flush in, which never acted and is no tooth of this test");
	name_all();
	EXPECT_EQ(judged(RESULT_SKIPPED, RESULT_SKIPPED, RESULT_SKIPPED), RESULT_SKIPPED);
	EXPECT_STR(ruling.note, "gather-skip-flush: why");
}
