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

/* A call that takes @va away begins when @births pages were born, and returns. */
static void goes(const struct mm *mm, uintptr_t va, uint32_t births)
{
	struct moves_call call = moves_begin();

	call.births = births;
	moves_gone(mm, va, 1, &call);
}

/* mremap() of one page. */
static void moves(uintptr_t from, uintptr_t to, uint32_t births)
{
	uint32_t move = moves_note(first, from, 1, to);

	goes(first, from, births);
	moves_end(move, true);
}

TEST(born, "moves: an address shows what was born there, and what came from where it was born")
{
	moves_forget(first);
	EXPECT(may_show(X, X, 1, 0));
	EXPECT(!may_show(X, Z, 1, 0));
	(void)moves_note(first, Z, 2, X);
	EXPECT(may_show(X, Z, 1, 0));
	EXPECT(may_show(X + PAGE_SIZE, Z + PAGE_SIZE, 1, 0));
	EXPECT(!may_show(X + 2 * PAGE_SIZE, Z + 2 * PAGE_SIZE, 1, 0));
	moves_forget(first);
	EXPECT(!may_show(X, Z, 1, 0));
}

TEST(gone, "moves: what was born before a call that took it away, and has returned, is gone")
{
	moves_forget(first);
	goes(first, X, 7);
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
	moves(X, Z, 7);
	EXPECT(!may_show(X, X, 7, 1));
	EXPECT(may_show(Z, X, 7, 1));
	moves(Z, X, 7);
	EXPECT(may_show(X, X, 7, 2));
	EXPECT(!may_show(Z, X, 7, 2));
	moves(X, Z, 7);
	EXPECT(may_show(Z, X, 7, 3));
	EXPECT(!may_show(X, X, 7, 3));
}

TEST(far, "moves: a page may be moved as often as a run may move any")
{
	moves_forget(first);
	for (uintptr_t i = 0; i < 16; i++)
		moves(X + i * PAGE_SIZE, X + (i + 1) * PAGE_SIZE, 7);
	EXPECT(may_show(X + 16 * PAGE_SIZE, X, 7, moves_returned()));
	EXPECT(!may_show(X + 15 * PAGE_SIZE, X, 7, moves_returned()));
}

TEST(came_and_went, "moves: what had come before a call that took it away began is gone")
{
	struct moves_call early;
	uint32_t move;

	moves_forget(first);
	early = moves_begin();
	early.births = 7;
	move = moves_note(first, X, 1, Z);
	goes(first, Z, 7);
	EXPECT(may_show(Z, X, 7, 1)); /* the move is still in progress */
	moves_end(move, true);
	moves_gone(first, Z, 1, &early);
	EXPECT(may_show(Z, X, 7, 2)); /* that may have been before it came */
	goes(first, Z, 7);
	EXPECT(!may_show(Z, X, 7, 3));
	EXPECT(may_show(Z, X, 7, 2));
}

TEST(stayed, "moves: a call that fails has moved nothing")
{
	moves_forget(first);
	moves_end(moves_note(first, X, 1, Z), false);
	EXPECT(!may_show(Z, X, 7, 0));
}

TEST(others, "moves: what goes from another mm is nobody's business")
{
	moves_forget(first);
	goes(other, X, 7);
	EXPECT_EQ(moves_returned(), 0);
	EXPECT(may_show(X, X, 7, 1));
	moves_end(moves_note(other, X, 1, Z), true);
	EXPECT(!may_show(Z, X, 7, 1));
}

static void sees(uintptr_t va, unsigned int birth)
{
	const struct stamp stamp = { .kind = STAMP_ANON, .version = birth };

	moves_saw(va, &stamp);
}

TEST(discarded, "moves: a page that was seen before it was discarded is gone, and no other is")
{
	struct moves_call call;

	moves_forget(first);
	sees(X + 8, 7);
	sees(X, 7);
	EXPECT_EQ(moves_begin().seen, 1);
	sees(Z, 5);
	call = moves_begin();
	sees(X, 9);
	moves_discarded(other, X, 1, &call);
	EXPECT_EQ(moves_returned(), 0);
	moves_discarded(first, X, 2, &call);
	EXPECT(may_show(X, X, 7, 0));
	EXPECT(!may_show(X, X, 7, moves_returned()));
	/* A fault that made them before may map them now. */
	EXPECT(may_show(X, X, 6, moves_returned()));
	EXPECT(may_show(X, X, 8, moves_returned()));
	EXPECT(may_show(X, X, 9, moves_returned()));
	EXPECT(may_show(Z, Z, 5, moves_returned()));
	for (unsigned int i = 0; i < 100; i++)
		sees(X, 10 + i);
	EXPECT_EQ(moves_begin().seen, 16);
	moves_forget(first);
	EXPECT_EQ(moves_begin().seen, 0);
	EXPECT(may_show(X, X, 7, 0));
}

TEST(wraps, "moves: numbers of pages have 24 bits, and begin anew")
{
	moves_forget(first);
	goes(first, X, 0x1000002);
	EXPECT(!may_show(X, X, 0xffffff, 1));
	EXPECT(!may_show(X, X, 2, 1));
	EXPECT(may_show(X, X, 3, 1));
}

TEST(many, "moves: more calls than there is room for are left out")
{
	moves_forget(first);
	for (unsigned int i = 0; i < 100; i++)
		goes(first, X + i * PAGE_SIZE, 7);
	EXPECT(!may_show(X, X, 7, moves_returned()));
	EXPECT(may_show(X + 50 * PAGE_SIZE, X + 50 * PAGE_SIZE, 7, moves_returned()));
}
