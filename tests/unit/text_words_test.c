/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/text/args.c: each word of a text stands for C's constant of that name.  What is expected
 * of a word is derived from the word itself, so this test cannot exchange two words, either.
 */
#include <ctype.h>
#include <string.h>
#include <tests/text/args.c>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

/* A word as C has it, SHARE_TABLE, as a text has it: share-table. */
static struct word spelt(const char *name)
{
	static char word[32];
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		word[i] = name[i] == '_' ? '-' : (char)tolower(name[i]);
	return (struct word){ word, len };
}

static unsigned int nr_asked;

static void expect_arg(enum text_kind kind, struct word word, enum text_from from, size_t offset,
		       uint64_t add)
{
	const struct text_source source = { .name = "file" };
	struct text_arg arg;

	nr_asked++;
	if (!text_take_arg(&source, "call", kind, word, &arg)) {
		unit_fail(__FILE__, __LINE__, "%.*s is not taken", (int)word.len, word.at);
		return;
	}
	if (arg.from != from || arg.offset != offset || arg.add != add)
		unit_fail(__FILE__, __LINE__, "%.*s is something else", (int)word.len, word.at);
}

/* clang-format off */
#define ENUM(kind, prefix, name) \
	expect_arg(TEXT_##kind, spelt(#name), FROM_NUMBER, 0, prefix##_##name)
#define NOTHING(kind, word) expect_arg(TEXT_##kind, spelt(word), FROM_NUMBER, 0, 0)
#define MEMBER(kind, name)  \
	expect_arg(TEXT_##kind, spelt(#name), FROM_FIELD, offsetof(struct run, name), 0)
#define CALLED(kind, word, member) \
	expect_arg(TEXT_##kind, spelt(word), FROM_FIELD, offsetof(struct run, member), 0)
#define PLACE(kind, name)   \
	expect_arg(TEXT_##kind, spelt(#name), FROM_ADDRESS, offsetof(struct run, name), 0)

static void ask_places(void)
{
	MEMBER(VA, x); MEMBER(VA, z); MEMBER(VA, lone); MEMBER(VA, other);
	CALLED(MM, "mm", mms[0]); CALLED(MM, "mm1", mms[1]); CALLED(MM, "mm2", mms[2]);
	MEMBER(MM, guest);
	CALLED(FILE, "file0", file[0]); CALLED(FILE, "file1", file[1]);
	PLACE(FLAG, y); PLACE(FLAG, w); PLACE(FLAG, v); PLACE(FLAG, u);
	CALLED(PAGE, "held", device);
	MEMBER(FRAME, a); MEMBER(FRAME, b);
}

static void ask_enums(void)
{
	NOTHING(MM_OR_NONE, "none"); NOTHING(BACKING, "anon");
	NOTHING(RIGHTS, "none"); NOTHING(GUP, "read"); NOTHING(BITS, "none");
	ENUM(RIGHTS, VM, READ); ENUM(RIGHTS, VM, WRITE); ENUM(RIGHTS, VM, EXEC);
	ENUM(RIGHTS, VM, SHARED); ENUM(RIGHTS, VM, SHARE_TABLE);
	ENUM(GUP, GUP, WRITE); ENUM(GUP, GUP, PIN); ENUM(GUP, GUP, LONGTERM);
	ENUM(BITS, PTE, ACCESSED); ENUM(BITS, PTE, DIRTY); ENUM(BITS, PTE, WRITE);
	ENUM(ADVICE, MADV, DONTNEED); ENUM(ADVICE, MADV, FREE);
	ENUM(UFFD_LOCK, UFFD_LOCK, READ); ENUM(UFFD_LOCK, UFFD_LOCK, GROUP);
	ENUM(UFFD_LOCK, UFFD_LOCK, WRITE);
	ENUM(COW, COW, EXCLUSIVE); ENUM(COW, COW, COUNT); ENUM(COW, COW, MAPCOUNT);
	ENUM(PIN_RO, PIN_RO, UNSHARE); ENUM(PIN_RO, PIN_RO, REFUSE); ENUM(PIN_RO, PIN_RO, WAIT);
	ENUM(WP_PINNED, WP_PINNED, ALLOW); ENUM(WP_PINNED, WP_PINNED, REFUSE);
	ENUM(WP_PINNED, WP_PINNED, COUNT);
	ENUM(TLB_FLUSH, TLB_FLUSH, IPI); ENUM(TLB_FLUSH, TLB_FLUSH, BROADCAST);
}

TEST(words, "text: each word of an argument is what C calls so, and each is asked")
{
	ask_places();
	ask_enums();
	EXPECT_EQ(nr_asked, sizeof(spellings) / sizeof(spellings[0]));
}

#define BIT(of, prefix, name) EXPECT_EQ(text_##of(spelt(#name)), prefix##_##name)

TEST(bits, "text: each word of a tooth is what C calls so")
{
	BIT(policy, ON, EAGER); BIT(policy, ON, BATCH); BIT(policy, ON, LUF);
	BIT(track, TRACK, VMA); BIT(track, TRACK, PTE);
	BIT(owner, OWNERS, SAME); BIT(owner, OWNERS, ANY);
	BIT(keeps, KEEPS, READ); BIT(keeps, KEEPS, UNMAPPED); BIT(keeps, KEEPS, WRITE);
	BIT(keeps, KEEPS, REMOTE); BIT(keeps, KEEPS, DIRTY); BIT(keeps, KEEPS, GLOBAL);
	BIT(keeps, KEEPS, UPPER); BIT(keeps, KEEPS, PCID); BIT(keeps, KEEPS, BUFFERED);
	BIT(keeps, KEEPS, IPI); BIT(keeps, KEEPS, SPECULATED);
	EXPECT_EQ(text_keeps(spelt("nothing")), 0);
}
/* clang-format on */
