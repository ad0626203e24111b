/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/progress.c: what the last row of a screen says.
 */
#include <tests/engine/lines.h>
#include <tests/engine/pause.h>
#include <tests/engine/progress.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

uint64_t pause_clock(void)
{
	return 0;
}

TEST(place, "progress: the place among the tests, and the one that runs")
{
	lines_begin(false, 4);
	progress_show("unmap/one", 0, 0);
	EXPECT_STR(host_status, "1 of 4, 0 failed, 00:00, 0 runs/s: unmap/one");
}

TEST(soak,
     "progress: a soak has sessions and violations, and when it is over the undecided are told")
{
	const struct line_head head = { LINE_SOUND, RESULT_UNDECIDED, "sound", "why" };

	lines_begin(false, 4);
	progress_soak(7, 2);
	progress_show("unmap/one", 0, 0);
	EXPECT_STR(host_status, "soak, 7 sessions, 2 violations, 00:00, 0 runs/s: unmap/one");
	lines_count(&head, false);
	progress_end();
	EXPECT_STR(host_status, "over after 00:00: 0 passed, 0 failed, 1 skipped (1 undecided)");
}
