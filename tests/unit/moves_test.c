/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/moves.c: which fresh page an address may show.
 */
#include <tests/engine/moves.h>
#include <tests/unit/unit.h>

#define X 0x10005000UL
#define Z 0x10100000UL

static const struct mm *const first = (const struct mm *)X;
static const struct mm *const other = (const struct mm *)Z;

/* The fresh page that was born at @va as number @birth, read at @at after @returned calls. */
static bool may_show(uintptr_t at, uintptr_t va, unsigned int birth, uint32_t returned)
{
	const struct stamp stamp = {
		.kind = STAMP_ANON,
		.index = va >> PAGE_SHIFT & 0xffff,
		.version = birth,
	};

	return moves_allow(at, &stamp, returned);
}

TEST(born, "moves: an address shows what was born there, and what came from where it was born")
{
	moves_forget(first);
	EXPECT(may_show(X, X, 1, 0));
	EXPECT(!may_show(X, Z, 1, 0));
	moves_note(Z, 2, X);
	EXPECT(may_show(X, Z, 1, 0));
	EXPECT(may_show(X + PAGE_SIZE, Z + PAGE_SIZE, 1, 0));
	EXPECT(!may_show(X + 2 * PAGE_SIZE, Z + 2 * PAGE_SIZE, 1, 0));
	moves_forget(first);
	EXPECT(!may_show(X, Z, 1, 0));
}

TEST(gone, "moves: what was born before a call that took it away, and has returned, is gone")
{
	moves_forget(first);
	moves_gone(first, X, 1, 7);
	EXPECT_EQ(moves_returned(), 1);
	EXPECT(!may_show(X, X, 6, 1));
	EXPECT(!may_show(X, X, 7, 1));
	EXPECT(may_show(X, X, 8, 1));
	EXPECT(may_show(X, X, 7, 0));
	EXPECT(may_show(X + PAGE_SIZE, X + PAGE_SIZE, 7, 1));
}

TEST(back, "moves: what was moved away, and back, is there")
{
	moves_forget(first);
	moves_note(X, 1, Z);
	moves_gone(first, X, 1, 7);
	EXPECT(!may_show(X, X, 7, 1));
	EXPECT(may_show(Z, X, 7, 1));
	moves_note(Z, 1, X);
	moves_gone(first, Z, 1, 7);
	EXPECT(may_show(X, X, 7, 2));
}

TEST(others, "moves: what goes from another mm is nobody's business")
{
	moves_forget(first);
	moves_gone(other, X, 1, 7);
	EXPECT_EQ(moves_returned(), 0);
	EXPECT(may_show(X, X, 7, 1));
}

static void sees(uintptr_t va, unsigned int birth)
{
	const struct stamp stamp = { .kind = STAMP_ANON, .version = birth };

	moves_saw(va, &stamp);
}

TEST(discarded, "moves: a page that was seen before it was discarded is gone, and no other is")
{
	uint32_t seen;

	moves_forget(first);
	sees(X + 8, 7);
	sees(X, 7);
	EXPECT_EQ(moves_seen(), 1);
	sees(Z, 5);
	seen = moves_seen();
	sees(X, 9);
	moves_discarded(other, X, 1, seen);
	EXPECT_EQ(moves_returned(), 0);
	moves_discarded(first, X, 2, seen);
	EXPECT(may_show(X, X, 7, 0));
	EXPECT(!may_show(X, X, 7, moves_returned()));
	/* A fault that made them before may map them now. */
	EXPECT(may_show(X, X, 6, moves_returned()));
	EXPECT(may_show(X, X, 8, moves_returned()));
	EXPECT(may_show(X, X, 9, moves_returned()));
	EXPECT(may_show(Z, Z, 5, moves_returned()));
	for (unsigned int i = 0; i < 100; i++)
		sees(X, 10 + i);
	EXPECT_EQ(moves_seen(), 16);
	moves_forget(first);
	EXPECT_EQ(moves_seen(), 0);
	EXPECT(may_show(X, X, 7, 0));
}

TEST(wraps, "moves: numbers of pages have 24 bits, and begin anew")
{
	moves_forget(first);
	moves_gone(first, X, 1, 0x1000002);
	EXPECT(!may_show(X, X, 0xffffff, 1));
	EXPECT(!may_show(X, X, 2, 1));
	EXPECT(may_show(X, X, 3, 1));
}

TEST(many, "moves: more calls than there is room for are left out")
{
	moves_forget(first);
	for (unsigned int i = 0; i < 100; i++)
		moves_gone(first, X + i * PAGE_SIZE, 1, 7);
	EXPECT(!may_show(X, X, 7, moves_returned()));
	EXPECT(may_show(X + 50 * PAGE_SIZE, X + 50 * PAGE_SIZE, 7, moves_returned()));
}
