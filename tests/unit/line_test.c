/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/shell/line.c: what is typed, what is shown, and that nothing that comes on the line does
 * any harm.  What is shown is checked on a terminal of ours, which knows letters, backspace and
 * new line.
 */
#include <stdlib.h>
#include <string.h>
#include <tests/shell/line.h>
#include <tests/unit/unit.h>

static char screen[4096]; /* the last row of the terminal, and blanks behind it */
static size_t cursor;

static void show(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n') {
			memset(screen, ' ', sizeof(screen));
			cursor = 0;
		} else if (text[i] == '\b') {
			EXPECT(cursor > 0);
			cursor--;
		} else {
			EXPECT(text[i] >= ' ' && text[i] < 0x7f);
			screen[cursor++] = text[i];
		}
	}
}

static struct line line = { .echo = show };

static void begin(void)
{
	show("\n", 1);
	line_begin(&line);
}

/* What the terminal shows is the line, with the cursor where it is. */
static void expect_shown(void)
{
	EXPECT_EQ(cursor, line.at);
	EXPECT_EQ(line.text[line.len], 0);
	EXPECT(memcmp(screen, line.text, line.len) == 0);
	for (size_t i = line.len; i < sizeof(screen); i++)
		EXPECT(screen[i] == ' ');
}

/* Type what is no end of a line. */
static void type(const char *text)
{
	for (; *text; text++) {
		EXPECT(line_take(&line, (unsigned char)*text) == LINE_MORE);
		expect_shown();
	}
}

/* A whole line: @text is typed, @want comes of it. */
static void expect_line(const char *text, const char *want)
{
	begin();
	type(text);
	EXPECT(line_take(&line, '\n') == LINE_DONE);
	EXPECT_STR(line.text, want);
}

#define LEFT  "\033[D"
#define RIGHT "\033[C"
#define UP    "\033[A"
#define DOWN  "\033[B"

TEST(plain, "line: what is typed is what comes")
{
	expect_line("", "");
	expect_line("run unmap/*", "run unmap/*");
	expect_line("  two  blanks ", "  two  blanks ");
}

TEST(editing, "line: letters are put in and taken out where the cursor is")
{
	expect_line("abd" LEFT "c", "abcd");
	expect_line("abc" LEFT LEFT "\b", "bc");
	expect_line("abc\177\177", "a");
	expect_line("\b\177" LEFT RIGHT "a", "a");
	expect_line("bc\001a\005d", "abcd");
	expect_line("abc\033[H\033[3~x\033[Fy", "xbcy");
	expect_line("abc\033OH_\033OF.", "_abc.");
	expect_line("abc\033[1~_\033[4~.", "_abc.");
	expect_line("abc\002\002\013", "a");
	expect_line("abc\002\025", "c");
	expect_line("one two  three\027", "one two  ");
	expect_line("one two  \027\027", "");
	expect_line("abc\001\004\006\004", "b");
}

TEST(history, "line: earlier lines come back, and the one that was begun is kept")
{
	expect_line("one", "one");
	expect_line("two", "two");
	expect_line("two", "two");
	expect_line(UP, "two");
	expect_line(UP UP, "one");
	expect_line(UP UP UP UP UP, "one");
	expect_line("thr" UP UP DOWN DOWN "ee", "three");
	expect_line("\020", "three");
	expect_line("x\020\020\016\016y", "xy");
	expect_line(DOWN DOWN "a", "a");
	for (int i = 0; i < 3 * LINE_HISTORY; i++) {
		begin();
		type("n");
		for (int n = 0; n < i; n++)
			type("!");
		line_take(&line, '\n');
	}
	EXPECT_EQ(line.nr_history, LINE_HISTORY);
}

TEST(too_long, "line: one that is too long is told, and what is right again is taken")
{
	char text[LINE_MAX + 2];

	memset(text, 'x', sizeof(text));
	text[LINE_MAX] = '\0';
	expect_line(text, text);
	begin();
	type(text);
	type("y");
	EXPECT_EQ(line.len, LINE_MAX);
	EXPECT(line_take(&line, '\n') == LINE_TOO_LONG);
	begin();
	type(text);
	type("yyy\025ok");
	EXPECT(line_take(&line, '\n') == LINE_DONE);
	EXPECT_STR(line.text, "ok");
	begin();
	for (int i = 0; i < 100000; i++)
		line_take(&line, 'z');
	EXPECT(line_take(&line, '\n') == LINE_TOO_LONG);
}

TEST(dropped, "line: Ctrl-C drops it, Tab asks, and either is asked for wherever it comes")
{
	begin();
	type("abc");
	EXPECT(line_take(&line, '\t') == LINE_COMPLETE);
	line_insert(&line, "def", 3);
	expect_shown();
	EXPECT(line_take(&line, '\n') == LINE_DONE);
	EXPECT_STR(line.text, "abcdef");
	begin();
	type("abc\033");
	EXPECT(line_take(&line, 3) == LINE_DROPPED);
	begin();
	EXPECT(line_take(&line, '\n') == LINE_DONE);
	EXPECT_STR(line.text, "");
}

TEST(sequences, "line: sequences that are cut off, unknown or endless are ignored")
{
	expect_line("a\033[31;1mb", "ab");
	expect_line("a\033[99999999999999999999~b", "ab");
	expect_line("a\033xb", "ab");
	expect_line("a\033\033[Db", "ba");
	expect_line("a\033[\001b", "ba");
	expect_line("a\033[12", "a");
	expect_line("a\033", "a");
	expect_line("a\033O", "a");
	expect_line("\200\377\033[\200a\0013", "3a");
}

TEST(shown_again, "line: after other output it is shown as it was")
{
	begin();
	type("abc" LEFT);
	show("\n", 1);
	line_show(&line);
	expect_shown();
}

TEST(noise, "line: a million random bytes leave a line, and the terminal shows it")
{
	unsigned int lines = 0;

	srand(7);
	begin();
	for (int i = 0; i < 1000000; i++) {
		static const char often[] = "\033[ABCDH~3\177\b\001\005\020\016\025\013 x";
		int c = rand() % 3 ? often[rand() % (int)(sizeof(often) - 1)] : rand() % 256;
		enum line_event event = line_take(&line, c);

		EXPECT(strlen(line.text) == line.len && line.at <= line.len);
		if (event == LINE_MORE || event == LINE_COMPLETE) {
			if (i % 64 == 0)
				expect_shown();
			continue;
		}
		lines++;
		begin();
	}
	EXPECT(lines > 100);
}
