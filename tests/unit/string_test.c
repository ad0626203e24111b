/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/string.c, whose functions are called k_memset and so on here.
 */
#include <stdlib.h>
#include <string.h>
#include <kernel/lib/random.h>
#include <tests/unit/unit.h>

void *k_memset(void *to, int byte, size_t n);
void *k_memcpy(void *restrict to, const void *restrict from, size_t n);
int k_memcmp(const void *a, const void *b, size_t n);
size_t k_strlen(const char *s);
int k_strcmp(const char *a, const char *b);
int k_strncmp(const char *a, const char *b, size_t n);
char *k_strchr(const char *s, int c);
bool glob_match(const char *pattern, size_t pattern_len, const char *text);
unsigned int edit_distance(const char *a, size_t a_len, const char *b);

#define ROOM 96

/* Each length at each place in a word: what is around stays as it was. */
TEST(fill, "string: memset fills any length at any alignment, and nothing else")
{
	for (size_t at = 0; at < 9; at++) {
		for (size_t n = 0; n < 40; n++) {
			unsigned char got[ROOM], want[ROOM];

			memset(got, 0x11, ROOM);
			memset(want, 0x11, ROOM);
			memset(want + at, 0xfe, n);
			EXPECT(k_memset(got + at, 0xfe, n) == got + at);
			EXPECT(memcmp(got, want, ROOM) == 0);
		}
	}
}

TEST(fill_byte, "string: memset takes the low byte of its argument, negative or large")
{
	unsigned char got[17];

	k_memset(got, -1, sizeof(got));
	EXPECT_EQ(got[0], 0xff);
	EXPECT_EQ(got[16], 0xff);
	k_memset(got, 0x1234, sizeof(got));
	EXPECT_EQ(got[7], 0x34);
	EXPECT_EQ(got[16], 0x34);
}

TEST(copy, "string: memcpy copies any length between any two alignments, and nothing else")
{
	unsigned char from[ROOM];

	for (size_t i = 0; i < ROOM; i++)
		from[i] = (unsigned char)(i * 37 + 5);
	for (size_t at = 0; at < 9 * 9; at++) {
		size_t target = at % 9, source = at / 9;

		for (size_t n = 0; n < 40; n++) {
			unsigned char got[ROOM], want[ROOM];

			memset(got, 0x11, ROOM);
			memset(want, 0x11, ROOM);
			memcpy(want + target, from + source, n);
			EXPECT(k_memcpy(got + target, from + source, n) == got + target);
			EXPECT(memcmp(got, want, ROOM) == 0);
		}
	}
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

TEST(compare, "string: memcmp, strcmp and strncmp order bytes as unsigned")
{
	static const char *const words[] = { "",  "a",	  "ab",	  "abc",  "abd",
					     "b", "\x7f", "\x80", "\xff", "a\xff" };

	for (size_t i = 0; i < 100; i++) {
		const char *a = words[i / 10], *b = words[i % 10];
		size_t shorter = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

		EXPECT_EQ(sign(k_strcmp(a, b)), sign(strcmp(a, b)));
		EXPECT_EQ(sign(k_memcmp(a, b, shorter)), sign(memcmp(a, b, shorter)));
		for (size_t n = 0; n < 5; n++)
			EXPECT_EQ(sign(k_strncmp(a, b, n)), sign(strncmp(a, b, n)));
	}
	EXPECT_EQ(k_memcmp("x", "y", 0), 0);
	EXPECT(k_memcmp("a\0b", "a\0c", 3) < 0);
}

TEST(search, "string: strlen and strchr")
{
	const char *text = "abcabc";

	EXPECT_EQ(k_strlen(""), 0);
	EXPECT_EQ(k_strlen(text), 6);
	EXPECT(k_strchr(text, 'b') == text + 1);
	EXPECT(k_strchr(text, 'z') == NULL);
	EXPECT(k_strchr("", 'z') == NULL);
}

static bool matches(const char *pattern, const char *text)
{
	return glob_match(pattern, strlen(pattern), text);
}

TEST(globs, "string: glob_match, with stars that must be tried again")
{
	EXPECT(matches("", ""));
	EXPECT(!matches("", "a"));
	EXPECT(!matches("a", ""));
	EXPECT(matches("*", ""));
	EXPECT(matches("**", ""));
	EXPECT(!matches("?", ""));
	EXPECT(!matches("*?", ""));
	EXPECT(matches("?", "a"));
	EXPECT(matches("*?", "a"));
	EXPECT(!matches("*??", "a"));
	EXPECT(matches("reclaim/*", "reclaim/luf-fault-cow"));
	EXPECT(!matches("reclaim/*", "reclaim"));
	EXPECT(matches("*luf*", "reclaim/luf-fault-cow"));
	EXPECT(matches("*/luf-*-cow", "reclaim/luf-fault-cow"));
	EXPECT(!matches("*/luf-*-cow", "reclaim/luf-fault-cows"));
	EXPECT(matches("*ab", "aab"));
	EXPECT(matches("*aab", "aaaab"));
	EXPECT(matches("*a*b*c", "xxaxxbxxbxc"));
	EXPECT(!matches("*a*b*c", "xxaxxcxxb"));
	EXPECT(matches("a*b", "ab"));
	EXPECT(!matches("a*b", "a"));
	EXPECT(glob_match("ab", 1, "a"));
	EXPECT(!glob_match("a*", 1, "ab"));
}

/* The definition itself. */
static bool by_definition(const char *pattern, size_t len, const char *text)
{
	if (!len)
		return !*text;
	if (*pattern == '*')
		return by_definition(pattern + 1, len - 1, text) ||
		       (*text && by_definition(pattern, len, text + 1));
	return *text && (*pattern == '?' || *pattern == *text) &&
	       by_definition(pattern + 1, len - 1, text + 1);
}

/* A heap copy of random letters, so that reading past its end is noticed. */
static char *random_word(struct random *random, const char *letters, size_t max, size_t *len)
{
	char *word;

	*len = random_below(random, max + 1);
	word = malloc(*len + 1);
	for (size_t i = 0; i < *len; i++)
		word[i] = letters[random_below(random, strlen(letters))];
	word[*len] = '\0';
	return word;
}

TEST(random_globs, "string: glob_match agrees with its definition on random patterns")
{
	struct random random = random_seeded(1, 2);

	for (unsigned int i = 0; i < 50000; i++) {
		size_t len, text_len;
		char *pattern = random_word(&random, "ab*?", 8, &len);
		char *text = random_word(&random, "ab", 10, &text_len);

		/* Not terminated: the pattern is a piece of the command line. */
		pattern[len] = 'b';
		EXPECT_EQ(glob_match(pattern, len, text), by_definition(pattern, len, text));
		free(pattern);
		free(text);
	}
}

TEST(slow_globs, "string: glob_match with many stars does not take for ever")
{
	char text[2001];

	memset(text, 'a', 2000);
	text[2000] = '\0';
	EXPECT(!matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

static unsigned int distance(const char *a, const char *b)
{
	return edit_distance(a, strlen(a), b);
}

TEST(edits, "string: edit_distance counts inserted, deleted and replaced letters")
{
	char long_word[80];

	EXPECT_EQ(distance("", ""), 0);
	EXPECT_EQ(distance("", "abc"), 3);
	EXPECT_EQ(distance("abc", ""), 3);
	EXPECT_EQ(distance("iters", "iters"), 0);
	EXPECT_EQ(distance("itres", "iters"), 2);
	EXPECT_EQ(distance("kitten", "sitting"), 3);
	EXPECT_EQ(edit_distance("seedling", 4, "seed"), 0);
	memset(long_word, 'x', 79);
	long_word[64] = '\0';
	EXPECT_EQ(distance(long_word, "x"), 63);
	EXPECT_EQ(distance(long_word, long_word), 0);
	long_word[64] = 'x';
	long_word[79] = '\0';
	EXPECT(distance(long_word, "x") >= 64);
	EXPECT(distance("x", long_word) >= 64);
}

TEST(edit_laws, "string: edit_distance is symmetric and obeys the triangle inequality")
{
	struct random random = random_seeded(3, 4);

	for (unsigned int i = 0; i < 5000; i++) {
		size_t a_len, b_len, c_len;
		char *a = random_word(&random, "abc", 9, &a_len);
		char *b = random_word(&random, "abc", 9, &b_len);
		char *c = random_word(&random, "abc", 9, &c_len);
		unsigned int ab = edit_distance(a, a_len, b);

		EXPECT_EQ(edit_distance(b, b_len, a), ab);
		EXPECT((ab == 0) == (strcmp(a, b) == 0));
		EXPECT(ab <= edit_distance(a, a_len, c) + edit_distance(c, c_len, b));
		EXPECT(ab >= (a_len > b_len ? a_len - b_len : b_len - a_len));
		free(a);
		free(b);
		free(c);
	}
}
