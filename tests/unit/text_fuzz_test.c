/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/text/: whatever a file has, it is refused with one line, or is a litmus that is whole.
 * The good files are changed at random, and read from a place of their size, for ASan.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <kernel/lib/random.h>
#include <tests/engine/table.h>
#include <tests/text/text.h>
#include <tests/text/verbs.h>
#include <tests/unit/host.h>
#include <tests/unit/text_calls.h>
#include <tests/unit/unit.h>

/* What load.c keeps is reset between texts: so it is a part of this file. */
#include <tests/text/load.c>

#define ROUNDS	  6000
#define CHANGES	  4
#define FILES_MAX 64
#define ROOM	  (2 * TEXT_SIZE_MAX)

/* Stand-ins for the registry, which would fill up. */
static unsigned int nr_registered;

bool registry_add(const struct litmus *litmus)
{
	EXPECT(litmus);
	nr_registered++;
	return true;
}

bool registry_has(const char *name)
{
	return !strcmp(name, "unmap/unmap-await-tell");
}

static char *files[FILES_MAX];
static size_t sizes[FILES_MAX];
static unsigned int nr_files;

static void read_files(void)
{
	glob_t found;

	EXPECT(!glob("tests/text/*/*.litmus", 0, NULL, &found));
	for (size_t i = 0; i < found.gl_pathc && nr_files < FILES_MAX; i++) {
		FILE *file;

		if (!strncmp(found.gl_pathv[i], "tests/text/bad/", 15))
			continue;
		file = fopen(found.gl_pathv[i], "rb");
		EXPECT(file);
		files[nr_files] = malloc(TEXT_SIZE_MAX);
		sizes[nr_files] = fread(files[nr_files], 1, TEXT_SIZE_MAX, file);
		EXPECT(sizes[nr_files]);
		nr_files++;
		fclose(file);
	}
	globfree(&found);
	EXPECT(nr_files >= 20);
}

static const char *const pieces[] = {
	"regs",	    "sees",   "NEVER",	 "SOMETIMES", "tooth",	  "control",
	"cpu 7",    "warm 0", "finish",	 "setup",     ":",	  "=",
	"1:x",	    "0:x = ", "held = ", "load x",    "unmap",	  "x+1",
	"x+",	    "|",      "read|",	 "|write",    "window(",  "window(3)",
	"0",	    "15",     "16",	 "ANY",	      "OLD",	  "FOREIGN",
	"ENOMEM",   "\n",     "\r\n",	 "\n\n",      "\t",	  "\"",
	"\\",	    "#",      "policy",	 "track pte", "needs",	  "ends-boot",
	"mm1",	    "none",   "file1",	 "anon",      "\xff\xfe", "%s%n",
	"name a/b", "asks",   "source",	 "raw",	      "heal",	  "99999999999999999999",
};

static size_t random_line(struct random *random, const char *text, size_t size)
{
	size_t at = size ? random_below(random, size) : 0;

	while (at && text[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_length(const char *text, size_t size, size_t at)
{
	size_t len = 0;

	while (at + len < size && text[at + len] != '\n')
		len++;
	return at + len < size ? len + 1 : len;
}

static size_t insert(char *text, size_t size, size_t at, const char *what, size_t len)
{
	if (size + len > ROOM)
		return size;
	memmove(text + at + len, text + at, size - at);
	memcpy(text + at, what, len);
	return size + len;
}

static size_t cut(char *text, size_t size, size_t at, size_t len)
{
	if (len > size - at)
		len = size - at;
	memmove(text + at, text + at + len, size - at - len);
	return size - len;
}

/* One change at random of @text; its new size. */
static size_t change(struct random *random, char *text, size_t size)
{
	size_t at = random_below(random, size + 1);
	size_t line = random_line(random, text, size);
	const char *piece = pieces[random_below(random, sizeof(pieces) / sizeof(pieces[0]))];
	char copy[TEXT_LINE_MAX + 1];
	size_t len = line_length(text, size, line);

	switch (random_below(random, 7)) {
	case 0:
		if (at < size)
			text[at] = (char)random_below(random, 256);
		return size;
	case 1:
		return cut(text, size, at, 1 + random_below(random, 8));
	case 2:
		return cut(text, size, line, len);
	case 3:
		len = len < sizeof(copy) ? len : sizeof(copy);
		memcpy(copy, text + line, len);
		return insert(text, size, random_line(random, text, size), copy, len);
	case 4:
		return insert(text, size, at, piece, strlen(piece));
	case 5:
		size = insert(text, size, line, "\n", 1);
		return insert(text, size, line, piece, strlen(piece));
	default:
		return random_below(random, 8) ? size : at;
	}
}

static bool is_a_call(text_call *call)
{
	for (size_t i = 0; i < nr_text_verbs; i++) {
		if (text_verbs[i].call == call)
			return true;
	}
	return false;
}

static void expect_block(const struct text_program *program, const struct text_block *block,
			 bool there)
{
	EXPECT_EQ(block->nr != 0, there);
	for (size_t i = 0; i < block->nr; i++) {
		const struct text_step *step = &block->steps[i];

		EXPECT(step >= program->steps && step < program->steps + program->nr_steps);
		EXPECT(is_a_call(step->call));
		EXPECT(step->nr_args <= TEXT_ARGS);
		for (unsigned int n = 0; n < step->nr_args; n++)
			EXPECT(step->args[n].offset < sizeof(struct run));
	}
}

static void play_all(const struct litmus *litmus)
{
	static struct run run;

	memset(&run, 0xee, sizeof(run));
	run.program = litmus->program;
	for (unsigned int i = 0; i < LITMUS_REGS; i++)
		run.reg[i] = REG_UNSET;
	*calls_log = '\0';
	litmus->setup(&run);
	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		if (litmus->warm[i])
			litmus->warm[i](&run);
		if (litmus->cpu[i])
			litmus->cpu[i](&run);
	}
	if (litmus->finish)
		litmus->finish(&run);
}

/* By other means than whole.c: it can fail, something may happen, and each has its place. */
static void expect_whole(const struct litmus *litmus)
{
	bool never = false, sometimes = false;

	EXPECT(litmus->name && strchr(litmus->name, '/') && strlen(litmus->name) <= 48);
	EXPECT(litmus->asks && *litmus->asks && litmus->source && *litmus->source);
	EXPECT(!strpbrk(litmus->asks, "\"\\\n") && !strpbrk(litmus->source, "\"\\\n"));
	EXPECT(litmus->sees[0] && litmus_nr_regs(litmus) && litmus_nr_actors(litmus));
	EXPECT((litmus_nr_teeth(litmus) != 0) != litmus->control);
	for (unsigned int i = 0; i < LITMUS_OUTCOMES && litmus->outcomes[i].verdict; i++) {
		never |= litmus->outcomes[i].verdict == VERDICT_NEVER;
		sometimes |= litmus->outcomes[i].verdict == VERDICT_SOMETIMES;
		EXPECT_EQ(litmus->outcomes[i].nr_values, litmus_nr_regs(litmus));
	}
	EXPECT(sometimes && (never || litmus->control));
	expect_block(litmus->program, &litmus->program->setup, litmus->setup);
	expect_block(litmus->program, &litmus->program->finish, litmus->finish);
	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		expect_block(litmus->program, &litmus->program->cpu[i], litmus->cpu[i]);
		expect_block(litmus->program, &litmus->program->warm[i], litmus->warm[i]);
	}
}

/* @text is refused with one line, or whole. */
static bool judged(const char *text, size_t size)
{
	char *copy = malloc(size ? size : 1);
	unsigned int before = nr_registered;
	const struct litmus *litmus;

	memcpy(copy, text, size);
	host_console_clear();
	nr_texts = 0;
	litmus = text_load("fuzz", copy, size);
	free(copy);
	EXPECT_EQ(nr_registered - before, litmus != NULL);
	EXPECT_EQ(host_console_lines(), litmus == NULL);
	if (!litmus)
		return false;
	expect_whole(litmus);
	play_all(litmus);
	return true;
}

TEST(good, "text: each file of tests/text/ is whole")
{
	read_files();
	for (unsigned int i = 0; i < nr_files; i++)
		EXPECT(judged(files[i], sizes[i]));
}

TEST(fuzz, "text: files changed at random are refused with one line, or whole")
{
	struct random random = random_seeded(17, 4);
	static char text[ROOM];
	unsigned int taken = 0;

	read_files();
	for (unsigned int i = 0; i < ROUNDS; i++) {
		unsigned int file = i % nr_files;
		size_t size = sizes[file];

		memcpy(text, files[file], size);
		for (uint64_t n = 1 + random_below(&random, CHANGES); n; n--)
			size = change(&random, text, size);
		taken += judged(text, size);
	}
	/* Comments, and order, may change; else it would not be known what was looked at. */
	EXPECT(taken > ROUNDS / 20 && taken < ROUNDS / 2);
}

TEST(noise, "text: noise is refused with one line")
{
	struct random random = random_seeded(3, 5);
	static char text[ROOM];

	for (unsigned int i = 0; i < 500; i++) {
		size_t size = random_below(&random, ROOM);

		for (size_t n = 0; n < size; n++)
			text[n] = (char)(i % 2 ? random_below(&random, 256) :
						 ' ' + random_below(&random, 95));
		EXPECT(!judged(text, size));
	}
}
