/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/table.c: what a table says of every combination of registers.
 */
#include <tests/engine/table.h>
#include <tests/unit/unit.h>

static void nothing(struct run *r)
{
	(void)r;
}

static const struct litmus litmus = {
	.cpu = { nothing, nothing, nothing },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stale", 1, OLD),
		SOMETIMES("told", 1, ANY),
		SOMETIMES("early", 0, OLD),
	},
	.teeth = { TOOTH(COW_SKIP_FLUSH), TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_READ) },
};

/* The row that has these registers, and whatever is in those without a name. */
static unsigned int row(uint64_t y, uint64_t x)
{
	uint64_t reg[LITMUS_REGS] = { y, x, 77, FOREIGN };

	return outcome_find(&litmus, reg);
}

TEST(counts, "table: actors, registers and teeth are counted, up to as many as there can be")
{
	static struct litmus full;

	EXPECT_EQ(litmus_nr_actors(&litmus), 3);
	EXPECT_EQ(litmus_nr_regs(&litmus), 2);
	EXPECT_EQ(litmus_nr_teeth(&litmus), 2);
	EXPECT_EQ(litmus_nr_actors(&full), 0);
	EXPECT_EQ(litmus_nr_regs(&full), 0);
	EXPECT_EQ(litmus_nr_teeth(&full), 0);
	for (unsigned int i = 0; i < LITMUS_CPUS; i++)
		full.cpu[i] = nothing;
	for (unsigned int i = 0; i < LITMUS_REGS; i++)
		full.regs[i] = "0:x";
	for (unsigned int i = 0; i < LITMUS_TEETH; i++)
		full.teeth[i].used = true;
	EXPECT_EQ(litmus_nr_actors(&full), LITMUS_CPUS);
	EXPECT_EQ(litmus_nr_regs(&full), LITMUS_REGS);
	EXPECT_EQ(litmus_nr_teeth(&full), LITMUS_TEETH);
}

TEST(first_row, "table: the first row that matches counts, whatever unnamed registers have")
{
	EXPECT_EQ(row(1, OLD), 0);
	EXPECT_EQ(row(1, NEW), 1);
	EXPECT_EQ(row(0, OLD), 2);
}

TEST(every_row, "table: each row can be asked by itself")
{
	const uint64_t reg[LITMUS_REGS] = { 1, OLD };

	EXPECT(outcome_matches(&litmus, 0, reg));
	EXPECT(outcome_matches(&litmus, 1, reg));
	EXPECT(!outcome_matches(&litmus, 2, reg));
}

TEST(unlisted, "table: what no row has is no row")
{
	EXPECT_EQ(row(0, NEW), LITMUS_OUTCOMES);
	EXPECT_EQ(row(2, OLD), LITMUS_OUTCOMES);
	EXPECT_EQ(row(0, FAULT), LITMUS_OUTCOMES);
}

TEST(any, "table: ANY is what .sees declares, or a number, and nothing else")
{
	EXPECT_EQ(row(1, 0), 1);
	EXPECT_EQ(row(1, 15), 1);
	EXPECT_EQ(row(1, FOREIGN), LITMUS_OUTCOMES);
	EXPECT_EQ(row(1, FREED), LITMUS_OUTCOMES);
	EXPECT_EQ(row(1, FAULT), LITMUS_OUTCOMES);
	EXPECT_EQ(row(1, NEWER), LITMUS_OUTCOMES);
	EXPECT_EQ(row(1, ANY), LITMUS_OUTCOMES);
	EXPECT_EQ(row(1, UINT64_MAX), LITMUS_OUTCOMES);
}

TEST(full_table, "table: the last of as many rows as there can be is found")
{
	static struct litmus full = { .regs = { "0:x" } };
	uint64_t reg[LITMUS_REGS] = { LITMUS_OUTCOMES - 1 };

	for (uint8_t i = 0; i < LITMUS_OUTCOMES; i++) {
		full.outcomes[i].verdict = VERDICT_SOMETIMES;
		full.outcomes[i].value[0] = i;
	}
	EXPECT_EQ(outcome_find(&full, reg), LITMUS_OUTCOMES - 1);
	reg[0] = OLD;
	EXPECT_EQ(outcome_find(&full, reg), LITMUS_OUTCOMES);
}

TEST(spelled, "table: names are spelled, numbers are numbers")
{
	static const struct {
		uint64_t value;
		const char *text;
	} cases[] = { { 0, "0" },     { 15, "15" },
		      { OLD, "OLD" }, { FAULT, "FAULT" },
		      { ANY, "any" }, { FOREIGN, "FOREIGN" },
		      { 200, "200" }, { UINT64_MAX, "18446744073709551615" } };
	char text[32];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		value_spell(cases[i].value, text, sizeof(text));
		EXPECT_STR(text, cases[i].text);
	}
	for (uint64_t value = VALUE_NAMES; value < VALUE_END; value++) {
		value_spell(value, text, sizeof(text));
		EXPECT(text[0] >= 'A');
	}
}
