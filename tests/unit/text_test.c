/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/text/: what a text says is what is called, and with what.
 */
#include <stdlib.h>
#include <string.h>
#include <tests/engine/registry.h>
#include <tests/engine/table.h>
#include <tests/text/program.h>
#include <tests/text/text.h>
#include <tests/unit/host.h>
#include <tests/unit/text_calls.h>
#include <tests/unit/unit.h>

/* Of the linker's table, which is empty here. */
static const struct litmus *const none __attribute__((used, section("litmus_table"))) = NULL;

#define HEAD	"name t/a\nasks does it?\nsource nobody\n"
#define TABLE	"sees OLD\nregs 1:x\nNEVER OLD : read it\nSOMETIMES FAULT : faulted\n"
#define TOOTH_1 "tooth cow-skip-flush\n"
#define SETUP	"setup\n map x read|shared file0 3\n"
#define CPU_0	"cpu 0\n unmap x\n tell y\n"
#define CPU_1	"cpu 1\n await y\n 1:x = load x\n"
#define WHOLE	HEAD SETUP CPU_0 CPU_1 TABLE TOOTH_1

/* Load @text from a buffer of just its size, so that ASan finds reads beyond it. */
static const struct litmus *load_text(const char *text)
{
	size_t size = strlen(text);
	char *copy = malloc(size ? size : 1);
	const struct litmus *litmus;

	memcpy(copy, text, size);
	host_console_clear();
	litmus = text_load("file", copy, size);
	free(copy);
	return litmus;
}

/* A run in which each thing has a number of its own. */
static struct run run = {
	.mms = { (struct mm *)100, (struct mm *)101, (struct mm *)102 },
	.file = { (struct file *)200, (struct file *)201 },
	.x = 0x1000000,
	.z = 0x2000000,
	.lone = 0x3000000,
	.other = 0x4000000,
	.guest = (struct mm *)103,
	.device = (struct page *)300,
	.a = 400,
	.b = 401,
};

/* Play @function of @litmus, which makes these calls. */
static void expect_calls(const struct litmus *litmus, litmus_fn *function, const char *calls)
{
	run.program = litmus->program;
	*calls_log = '\0';
	function(&run);
	EXPECT_STR(calls_log, calls);
}

/* The line that a call makes whose first argument is the run. */
static const char *of_run(const char *name, const char *rest)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s %lu%s\n", name, (uint64_t)&run, rest);
	return text;
}

TEST(fields, "text: the fields are those of struct litmus")
{
	const struct litmus *litmus =
		load_text(HEAD SETUP "warm 1\n load x\n" CPU_0 CPU_1 TABLE
				     "tooth cow-skip-flush policy batch luf track pte owner any "
				     "needs unmapped remote ends-boot\nneeds pcid\n");

	EXPECT_STR(host_console(), "");
	EXPECT(litmus);
	EXPECT(registry_has("t/a") && registry_count() == 1);
	EXPECT_STR(litmus->name, "t/a");
	EXPECT_STR(litmus->asks, "does it?");
	EXPECT_STR(litmus->source, "nobody");
	EXPECT(litmus->setup && !litmus->warm[0] && litmus->warm[1] && !litmus->finish);
	EXPECT_EQ(litmus_nr_actors(litmus), 2);
	EXPECT_EQ(litmus_nr_regs(litmus), 1);
	EXPECT_EQ(litmus_nr_teeth(litmus), 1);
	EXPECT(litmus->sees[0] == OLD && !litmus->sees[1]);
	EXPECT(litmus->outcomes[0].verdict == VERDICT_NEVER && litmus->outcomes[0].value[0] == OLD);
	EXPECT(litmus->outcomes[1].verdict == VERDICT_SOMETIMES);
	EXPECT_EQ(litmus->outcomes[1].nr_values, 1);
	EXPECT_STR(litmus->outcomes[1].text, "faulted");
	EXPECT(litmus->teeth[0].mutant == MUTANT_COW_SKIP_FLUSH && litmus->teeth[0].ends_boot);
	EXPECT_EQ(litmus->teeth[0].policies, ON_BATCH | ON_LUF);
	EXPECT_EQ(litmus->teeth[0].tracks, TRACK_PTE);
	EXPECT_EQ(litmus->teeth[0].owners, OWNERS_ANY);
	EXPECT_EQ(litmus->teeth[0].needs, KEEPS_UNMAPPED | KEEPS_REMOTE);
	EXPECT_EQ(litmus->needs, KEEPS_PCID);
	EXPECT(!litmus->control && !litmus->raw);
}

TEST(calls, "text: a step is a call with the words that the text has")
{
	const struct litmus *litmus = load_text(WHOLE);

	EXPECT(litmus);
	expect_calls(litmus, litmus->setup, of_run("map", " 16777216 9 200 3"));
	yield_next = FAULT;
	run.reg[0] = REG_UNSET;
	litmus->cpu[1](&run);
	EXPECT_EQ(run.reg[0], FAULT);
}

/* The calls that a setup makes that has @line alone. */
static void expect_line(const char *line, const char *calls)
{
	static unsigned int n;
	const struct litmus *litmus;
	char text[1024];

	snprintf(text, sizeof(text),
		 "name t/n%u\nasks a\nsource s\nsetup\n %s\n" CPU_0 CPU_1 TABLE TOOTH_1, n++, line);
	litmus = load_text(text);
	EXPECT_STR(host_console(), "");
	EXPECT(litmus);
	expect_calls(litmus, litmus->setup, calls);
}

TEST(kinds, "text: mms, pages behind a page, counts and windows, rights, flags")
{
	expect_line("unmap_pages mm2 lone+511 512", "unmap_pages 102 52424704 512\n");
	expect_line("unmap_pages mm z+1 window(64)", "unmap_pages 100 33558528 2\n");
	expect_line("protect_pages mm1 other 1 none", "protect_pages 101 67108864 1 0\n");
	expect_line("map_pages guest x 2 read|write|exec anon 0",
		    "map_pages 103 16777216 2 7 0 0\n");
	expect_line("become none", "become 0\n");
	expect_line("become mm1", "become 101\n");
	expect_line("advise_pages mm x 1 free", "advise_pages 100 16777216 1 1\n");
	expect_line("break_cow_by mapcount", "break_cow_by 2\n");
	expect_line("write_pte x b accessed|dirty", of_run("write_pte", " 16777216 401 96"));
	expect_line("load_until_told x FAULT window(9)",
		    of_run("load_until_told", " 16777216 21 2"));
	expect_line("heal", "heal\n");
}

TEST(holds, "text: a page that is had goes to r->device")
{
	yield_next = 77;
	expect_line("held = get_page mm x write|longterm", of_run("get_page", " 100 16777216 5"));
	EXPECT(run.device == (struct page *)77);
}

TEST(put, "text: held is that page, from there on")
{
	char said[256];

	yield_next = 78;
	snprintf(said, sizeof(said), "%sput_page 78 3\n", of_run("get_page", " 100 16777216 3"));
	expect_line("held = get_page mm x write|pin\n put_page held write|pin", said);
}

TEST(flags, "text: a flag is its place in the run")
{
	char line[64];

	snprintf(line, sizeof(line), "tell %lu\n", (uint64_t)&run.u);
	expect_line("tell u", line);
}

TEST(ends, "text: lines may end with CR LF, and the last one with nothing")
{
	EXPECT(load_text("name t/b\r\nasks a\r\nsource s\r\n" SETUP CPU_0 CPU_1 TABLE
			 "tooth cow-skip-flush"));
	EXPECT_STR(host_console(), "");
}

TEST(refused, "text: what is refused is told in one line, and leaves nothing behind")
{
	EXPECT(!load_text(HEAD SETUP CPU_0 CPU_1 TABLE));
	EXPECT_EQ(host_console_lines(), 1);
	EXPECT(strstr(host_console(), "stalehound: file:15: found no tooth"));
	EXPECT(!load_text(""));
	EXPECT_STR(host_console(), "stalehound: file:1: found the end, expected 'regs'\n");
	EXPECT_EQ(registry_count(), 0);
	EXPECT(load_text(WHOLE));
	EXPECT(!load_text(WHOLE));
	EXPECT(strstr(host_console(), "found a test called t/a, expected another name"));
}

/* What the loader says of @bundle, and how many tests there are then. */
static void expect_bundle(const char *bundle, const char *said, size_t tests)
{
	char *copy = malloc(strlen(bundle));

	memcpy(copy, bundle, strlen(bundle));
	host_console_clear();
	EXPECT_EQ(text_load_all("bundle", copy, strlen(bundle)), !*said);
	EXPECT_STR(host_console(), said);
	EXPECT_EQ(registry_count(), tests);
	free(copy);
}

#define BORDER "# stalehound-litmus: "
#define UNFIT                                                                                      \
	", expected '# stalehound-litmus: SIZE NAME' before so many bytes and a new line, or "     \
	"'# stalehound-litmus: end'\n"

TEST(several, "text: a bundle says how long each is, and by whose name complaints go")
{
	expect_bundle(BORDER "13 my one\nname t/b\nunmp\n" BORDER "end\n",
		      "stalehound: my one:2: found the end, expected 'regs'\n", 0);
	expect_bundle(BORDER "end\nrubbish\n", "", 0);
	expect_bundle(BORDER "end", "", 0);
}

TEST(borders, "text: a line that looks like a border splits no text, in a bundle or alone")
{
	char bundle[2048];
	static const char text[] = WHOLE BORDER "3 two\n" BORDER "end\n" BORDER "\n";
	static const char cut[] = "name t/c\n" BORDER "end\nrubbish\n";

	snprintf(bundle, sizeof(bundle), BORDER "%zu one\n%s\n" BORDER "end\n", strlen(text), text);
	expect_bundle(bundle, "", 1);
	snprintf(bundle, sizeof(bundle), BORDER "%zu one\n%s\n" BORDER "end\n", strlen(cut), cut);
	expect_bundle(bundle, "stalehound: one:3: found the end, expected 'regs'\n", 1);
	expect_bundle(cut, "stalehound: bundle:3: found the end, expected 'regs'\n", 1);
}

TEST(unfit, "text: a bundle whose borders are not where they say is refused")
{
	expect_bundle(BORDER "9 one\nname t/b\n",
		      "stalehound: bundle:1: found '# stalehound-litmus: 9 one'" UNFIT, 0);
	expect_bundle(BORDER "8 one\nname t/b\n\n" BORDER "end\n",
		      "stalehound: one:1: found the end, expected 'regs'\n", 0);
	expect_bundle(BORDER "7 one\nname t/b\n\n" BORDER "end\n",
		      "stalehound: bundle:1: found '# stalehound-litmus: 7 one'" UNFIT, 0);
	expect_bundle(BORDER "one\nname t/b\n",
		      "stalehound: bundle:1: found '# stalehound-litmus: one'" UNFIT, 0);
	expect_bundle(BORDER "9\nname t/b\n\n",
		      "stalehound: bundle:1: found '# stalehound-litmus: 9'" UNFIT, 0);
	expect_bundle("# stalehound-litmus:\nname t/b\n",
		      "stalehound: bundle:1: found '# stalehound-litmus:'" UNFIT, 0);
	expect_bundle(
		BORDER "99999999999999999999 a",
		"stalehound: bundle:1: found '# stalehound-litmus: 9999999999999999999...'" UNFIT,
		0);
}

TEST(unended, "text: a bundle that does not say that it ends is refused, though its texts are fine")
{
	char bundle[2048];
	static const char text[] = WHOLE;

	snprintf(bundle, sizeof(bundle), BORDER "%zu one\n%s\n", strlen(text), text);
	expect_bundle(bundle, "stalehound: bundle:19: found the end of the line" UNFIT, 1);
}

TEST(room, "text: as many tests as there is room for, and no more")
{
	char text[1024];

	for (unsigned int i = 0; i <= TEXTS_MAX; i++) {
		snprintf(text, sizeof(text), "name t/n%u\nasks a\nsource s\n%s", i,
			 SETUP CPU_0 CPU_1 TABLE TOOTH_1);
		EXPECT_EQ(load_text(text) != NULL, i < TEXTS_MAX);
	}
	EXPECT_STR(host_console(),
		   "stalehound: file:1: found one more test, expected 32 at most\n");
}
