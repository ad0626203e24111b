/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page cannot move while somebody holds a reference to its frame.  The holder might store there;
 * and it would be the last to put the frame, without knowing of the deferred flush.
 *
 *	CPU 0				CPU 1
 *	hold x's page			repeat: r0 = load(x)
 *	move x				until it is not x's
 *	release the page		wait for y, r0 = load(x)
 *	allocate a frame, fill it
 *	y = 1
 */
#include <tests/litmus.h>

#define LOOKS 3

static void map_clean(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_held(struct run *r)
{
	struct page *page = hold_page_at(r, r->x);

	migrate(r, r->x);
	release_page(page);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, 1, LOOKS);
}

LITMUS(migrate_held) = {
	.name = "migrate/held",
	.asks = "does a page stay where it is as long as somebody holds it?",
	.source = "Linux, folio_expected_ref_count()",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { move_held, keep_reading },
	.regs = { "1:x" },
	.sees = { 1 },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the page", 1),
	},
	.teeth = {
		TOOTH(MIGRATE_IGNORES_REFS, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
