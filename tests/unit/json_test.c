/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/json.c: every line that comes out is an object, whatever comes in and however it is
 * cut into pieces.
 */
#include <string.h>
#include <kernel/lib/json.h>
#include <kernel/lib/random.h>
#include <tests/unit/unit.h>

static struct json_lines lines;
static char out[1 << 18];
static size_t out_len;

static void write_out(const char *text, size_t len)
{
	EXPECT(out_len + len < sizeof(out));
	memcpy(out + out_len, text, len);
	out_len += len;
	out[out_len] = '\0';
}

static const char *put(const char *text, size_t len)
{
	out_len = 0;
	out[0] = '\0';
	json_put(&lines, text, len, write_out);
	return out;
}

#define PUT(text) put(text, sizeof(text) - 1)

TEST(plain, "json: a line that is no object becomes one, quotes, backslashes and tabs escaped")
{
	EXPECT_STR(PUT("# a comment\n"), "{\"text\":\"# a comment\"}\n");
	EXPECT_STR(PUT("say \"\\\"\t\x7f\x01\n"),
		   "{\"text\":\"say \\\"\\\\\\\"\\u0009\\u007f\\u0001\"}\n");
	EXPECT_STR(PUT("\n\n"), "");
	EXPECT_STR(PUT("a\nb\n"), "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
}

TEST(objects, "json: a line that is an object stays as it is")
{
	EXPECT_STR(PUT("{\"n\":1}\n# x\n{}\n"), "{\"n\":1}\n{\"text\":\"# x\"}\n{}\n");
}

TEST(pieces, "json: lines may come in pieces, and nothing is written before they are whole")
{
	EXPECT_STR(PUT("{\"n\""), "");
	EXPECT_STR(PUT(":1}"), "");
	EXPECT_STR(PUT("\n# tw"), "{\"n\":1}\n");
	EXPECT_STR(PUT("o\n"), "{\"text\":\"# two\"}\n");
}

TEST(cut, "json: an object that nobody ends is text")
{
	PUT("{\"result\":\"o");
	out_len = 0;
	json_end(&lines, write_out);
	EXPECT_STR(out, "{\"text\":\"{\\\"result\\\":\\\"o\"}\n");
	out_len = 0;
	out[0] = '\0';
	json_end(&lines, write_out);
	EXPECT_STR(out, "");
}

TEST(utf8, "json: UTF-8 stays, and what is none is escaped byte by byte")
{
	EXPECT_STR(PUT("…ß€\xf0\x9f\x90\x95\n"), "{\"text\":\"…ß€\xf0\x9f\x90\x95\"}\n");
	EXPECT_STR(PUT("\xff\xe2\x80\n"), "{\"text\":\"\\u00ff\\u00e2\\u0080\"}\n");
	EXPECT_STR(PUT("\xc0\xaf\n"), "{\"text\":\"\\u00c0\\u00af\"}\n");	     /* overlong */
	EXPECT_STR(PUT("\xed\xa0\x80\n"), "{\"text\":\"\\u00ed\\u00a0\\u0080\"}\n"); /* surrogate */
	EXPECT_STR(PUT("\xf4\x90\x80\x80\n"), "{\"text\":\"\\u00f4\\u0090\\u0080\\u0080\"}\n");
}

TEST(too_long, "json: a line that is too long becomes several, an object of that length text")
{
	static char text[3 * JSON_LINE_MAX];
	size_t nr = 0;

	memset(text, 'x', sizeof(text));
	text[0] = '{';
	text[sizeof(text) - 1] = '\n';
	put(text, sizeof(text));
	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n")) {
		EXPECT(strncmp(line, "{\"text\":\"", 9) == 0);
		EXPECT_STR(line + strlen(line) - 2, "\"}");
		nr++;
	}
	EXPECT_EQ(nr, 3);
}

/* Is @line {"text":"…"} with nothing in it that a string may not have? */
static bool is_text(const char *line)
{
	size_t len = strlen(line);

	if (len < 11 || strncmp(line, "{\"text\":\"", 9) != 0 || strcmp(line + len - 2, "\"}") != 0)
		return false;
	for (size_t i = 9; i < len - 2; i++) {
		if (line[i] == '\\')
			i += line[i + 1] == 'u' ? 5 : 1;
		else if (line[i] == '"' || (unsigned char)line[i] < ' ')
			return false;
	}
	return true;
}

TEST(noise, "json: of random bytes each line is an object with one string in it")
{
	struct random random = random_seeded(7, 0);

	for (unsigned int i = 0; i < 2000; i++) {
		char text[200];
		size_t len = random_below(&random, sizeof(text));

		for (size_t j = 0; j < len; j++) {
			text[j] = (char)random_next(&random);
			if (text[j] == '{')
				text[j] = '}';
		}
		put(text, len);
		for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n"))
			EXPECT(is_text(line));
	}
}
