/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/judge.c: what is a NEVER, or no row of the table, is a violation.
 */
#include <string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <tests/engine/broken.h>
#include <tests/engine/judge.h>
#include <tests/engine/pause.h>
#include <tests/engine/table.h>
#include <tests/engine/witness.h>
#include <tests/unit/unit.h>

static unsigned int reports;
static const char *reported;
static struct page_corruption in_frames;
static unsigned int finished;

void witness_report(const struct scene *scene, const struct violation *what, uint64_t run)
{
	(void)scene;
	(void)run;
	reports++;
	reported = what->text;
}

static unsigned int pauses;

static enum pause_stage paused_at = PAUSE_AFTER_DESTROY;

/* Each violation that is told may be looked at, right behind what is told of it. */
void pause_caught(const struct session *session, enum pause_stage stage)
{
	paused_at = stage;
	EXPECT(session);
	pauses++;
	EXPECT_EQ(pauses, reports);
}

void page_take_corruption(struct page_corruption *found)
{
	*found = in_frames;
}

static unsigned int in_force = 2;

struct regime regime_in_force(void)
{
	return (struct regime){ NULL, LUF_TRACK_VMA, LUF_OWNER_SAME };
}

unsigned int regime_number(const struct regime *regime)
{
	(void)regime;
	return in_force;
}

bool luf_debug_active;
static struct debug_report debug;

bool luf_debug_take(struct debug_report *report)
{
	bool any = debug.count != 0;

	*report = debug;
	debug.count = 0;
	return any;
}

void luf_debug_forget_reports(void)
{
	debug.count = 0;
}

const char *luf_debug_rule(enum debug_rule rule)
{
	return rule == DEBUG_R3 ? "R3" : "another";
}

static void last_look(struct run *r)
{
	finished++;
	r->reg[1] = OLD;
}

static struct litmus litmus = {
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stale", 1, OLD),
		SOMETIMES("told", 1, ANY),
		SOMETIMES("early", 0, OLD),
	},
};

static struct tally tally;
static struct sweep sweep;
static struct session session = {
	.litmus = &litmus,
	.tally = &tally,
	.sweep = &sweep,
	.regime = 2,
	.reports_left = 1,
	.scene = { .litmus = &litmus, .nr_actors = 2 },
};

/* As before a run. */
static void unset(void)
{
	for (unsigned int i = 0; i < LITMUS_REGS; i++)
		session.scene.run.reg[i] = REG_UNSET;
}

/* Judge a run that ended with these registers; how many violations there are by now. */
static uint64_t judged(uint64_t y, uint64_t x)
{
	unset();
	session.scene.run.reg[0] = y;
	session.scene.run.reg[1] = x;
	judge_run(&session);
	return tally.violations;
}

TEST(first_row, "judge: the first row that matches counts, and a NEVER is a violation")
{
	EXPECT_EQ(judged(1, OLD), 1);
	EXPECT_EQ(tally.seen[0], 1);
	EXPECT_EQ(tally.seen[1], 0);
	EXPECT_STR(reported, "stale");
	EXPECT_EQ(tally.first_violation, 1);
	EXPECT_EQ(judged(1, NEW), 1);
	EXPECT_EQ(judged(0, OLD), 1);
	EXPECT_EQ(tally.seen[1], 1);
	EXPECT_EQ(tally.seen[2], 1);
	EXPECT_EQ(tally.runs, 3);
}

TEST(regime, "judge: a run counts for the regime in force, and that is the one wished for")
{
	EXPECT_EQ(judged(0, OLD), 0);
	EXPECT_EQ(tally.broken, 0);
	in_force = 5;
	EXPECT_EQ(judged(0, OLD), 0);
	EXPECT_EQ(tally.broken, 1);
	session.regime = 5;
	EXPECT_EQ(judged(0, OLD), 0);
	EXPECT_EQ(tally.by_regime[2], 1);
	EXPECT_EQ(tally.by_regime[5], 2);
	EXPECT_EQ(tally.broken, 1);
}

TEST(unlisted, "judge: what no row has is a violation")
{
	EXPECT_EQ(judged(0, NEW), 1);
	EXPECT_EQ(judged(2, OLD), 2);
	EXPECT_EQ(judged(0, FAULT), 3);
	EXPECT_EQ(tally.unlisted, 3);
	EXPECT_EQ(tally.first_violation, 1);
}

TEST(unnamed, "judge: a test that sets a register without a name is broken, and shows nothing")
{
	unset();
	session.scene.run.reg[0] = 1;
	session.scene.run.reg[3] = 0;
	session.scene.run.reg[1] = OLD;
	judge_run(&session);
	EXPECT_EQ(tally.broken, 1);
	EXPECT_EQ(tally.violations, 0);
	EXPECT_EQ(tally.seen[0], 0);
	EXPECT_EQ(judged(1, NEW), 0);
	EXPECT_EQ(tally.broken, 1);
	EXPECT_EQ(tally.seen[1], 1);
}

TEST(broken_call, "judge: of a run that is broken the first call is told, and the next run judged")
{
	char text[BROKEN_TEXT_MAX];

	broken("map", 0x1000, "one");
	broken("unmap", 0x2000, "two");
	EXPECT(broken_take(text));
	EXPECT_STR(text, "map(1000): one");
	EXPECT(!broken_take(text));
	broken("map", 0, "after the run");
	judge_reset(&session, PAUSE_AFTER_RESET);
	EXPECT_EQ(tally.broken, 1);
	EXPECT_EQ(judged(1, OLD), 1);
}

TEST(corrupted, "judge: a store into a free frame is a violation, whatever the registers say")
{
	in_frames.count = 3;
	EXPECT_EQ(judged(0, OLD), 1);
	EXPECT_EQ(tally.corrupted, 1);
	EXPECT(strstr(reported, "free"));
	EXPECT_EQ(judged(1, OLD), 2);
	EXPECT_EQ(tally.violations, 2);
}

/* Let the debug mode have found something. */
static void break_rule(void)
{
	luf_debug_active = true;
	debug.count = 2;
	debug.broken = (struct debug_break){ .rule = DEBUG_R3, .what = "a frame is handed out" };
}

TEST(debugged, "judge: what luf_debug=on found is a violation, and speaks first")
{
	break_rule();
	EXPECT_EQ(judged(1, OLD), 1);
	EXPECT_STR(reported, "R3: a frame is handed out");
	EXPECT_EQ(paused_at, PAUSE_AFTER_RUN);
	EXPECT_EQ(tally.debug_reports, 1);
	EXPECT_EQ(tally.first_debug, 1);
	EXPECT_EQ(judged(1, NEW), 1);
	break_rule();
	EXPECT_EQ(judged(1, NEW), 2);
	EXPECT_EQ(tally.debug_reports, 2);
	EXPECT_EQ(tally.first_debug, 1);
}

TEST(debugged_late, "judge: what it found afterwards makes a run that held a violation")
{
	EXPECT_EQ(judged(1, NEW), 0);
	break_rule();
	judge_reset(&session, PAUSE_AFTER_RESET);
	EXPECT_EQ(paused_at, PAUSE_AFTER_RESET);
	EXPECT_EQ(tally.violations, 1);
	EXPECT_EQ(tally.first_violation, 1);
	break_rule();
	judge_reset(&session, PAUSE_AFTER_RESET);
	EXPECT_EQ(tally.violations, 1);
	EXPECT_EQ(debug.count, 0);
}

TEST(capped, "judge: violations beyond the cap are counted, not reported")
{
	for (unsigned int i = 0; i < 5; i++)
		judged(1, OLD);
	EXPECT_EQ(tally.violations, 5);
	EXPECT_EQ(reports, 1);
	EXPECT_EQ(tally.first_violation, 1);
}

TEST(finish, "judge: the litmus has its last look before it is judged")
{
	litmus.finish = last_look;
	EXPECT_EQ(judged(1, NEW), 1);
	EXPECT_EQ(finished, 1);
}

TEST(attributed, "judge: each violation is put down to one pair, one warming, one offset")
{
	litmus.warm[1] = last_look;
	sweep.length[0] = 1000;
	sweep.length[1] = 1000;
	session.scene.actors[0].cpu = 3;
	for (unsigned int i = 0; i < 100; i++) {
		session.scene.actors[0].delay = i * 20;
		session.scene.actors[1].warmed = i % 4 == 0;
		session.scene.actors[1].cpu = i % 2 ? 5 : 1;
		judged(1, OLD);
	}
	EXPECT_EQ(tally.by_warm[1], 25);
	EXPECT_EQ(tally.by_warm[0], 75);
	EXPECT_EQ(tally.by_pair[0], 50);
	EXPECT_EQ(tally.by_pair[1], 50);
	for (unsigned int i = 0; i < OFFSET_BUCKETS; i++)
		EXPECT(tally.by_offset[i] > 0);
}
