/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See args.h.  One table has the meaning of the words of each kind; numbers have a range.
 */
#include <arch/pte.h>
#include <kernel/lib/string.h>
#include <tests/engine/table.h>
#include <tests/text/args.h>

#define FIELD(member)                                                                              \
	{                                                                                          \
		FROM_FIELD, offsetof(struct run, member), 0                                        \
	}
#define ADDRESS(member)                                                                            \
	{                                                                                          \
		FROM_ADDRESS, offsetof(struct run, member), 0                                      \
	}
#define NUMBER(n)                                                                                  \
	{                                                                                          \
		FROM_NUMBER, 0, (n)                                                                \
	}

/* clang-format off */
static const struct spelling {
	enum text_kind kind;
	const char *word;
	struct text_arg arg;
} spellings[] = {
	{ TEXT_VA, "x", FIELD(x) },
	{ TEXT_VA, "z", FIELD(z) },
	{ TEXT_VA, "lone", FIELD(lone) },
	{ TEXT_VA, "other", FIELD(other) },
	{ TEXT_MM, "mm", FIELD(mms[0]) },
	{ TEXT_MM, "mm1", FIELD(mms[1]) },
	{ TEXT_MM, "mm2", FIELD(mms[2]) },
	{ TEXT_MM, "guest", FIELD(guest) },
	{ TEXT_MM_OR_NONE, "none", NUMBER(0) },
	{ TEXT_FILE, "file0", FIELD(file[0]) },
	{ TEXT_FILE, "file1", FIELD(file[1]) },
	{ TEXT_BACKING, "anon", NUMBER(0) },
	{ TEXT_FLAG, "y", ADDRESS(y) },
	{ TEXT_FLAG, "w", ADDRESS(w) },
	{ TEXT_FLAG, "v", ADDRESS(v) },
	{ TEXT_FLAG, "u", ADDRESS(u) },
	{ TEXT_PAGE, "held", FIELD(device) },
	{ TEXT_FRAME, "a", FIELD(a) },
	{ TEXT_FRAME, "b", FIELD(b) },
	{ TEXT_RIGHTS, "none", NUMBER(0) },
	{ TEXT_RIGHTS, "read", NUMBER(VM_READ) },
	{ TEXT_RIGHTS, "write", NUMBER(VM_WRITE) },
	{ TEXT_RIGHTS, "exec", NUMBER(VM_EXEC) },
	{ TEXT_RIGHTS, "shared", NUMBER(VM_SHARED) },
	{ TEXT_RIGHTS, "share-table", NUMBER(VM_SHARE_TABLE) },
	{ TEXT_GUP, "read", NUMBER(0) },
	{ TEXT_GUP, "write", NUMBER(GUP_WRITE) },
	{ TEXT_GUP, "pin", NUMBER(GUP_PIN) },
	{ TEXT_GUP, "longterm", NUMBER(GUP_LONGTERM) },
	{ TEXT_BITS, "none", NUMBER(0) },
	{ TEXT_BITS, "accessed", NUMBER(PTE_ACCESSED) },
	{ TEXT_BITS, "dirty", NUMBER(PTE_DIRTY) },
	{ TEXT_BITS, "write", NUMBER(PTE_WRITE) },
	{ TEXT_ADVICE, "dontneed", NUMBER(MADV_DONTNEED) },
	{ TEXT_ADVICE, "free", NUMBER(MADV_FREE) },
	{ TEXT_UFFD_LOCK, "read", NUMBER(UFFD_LOCK_READ) },
	{ TEXT_UFFD_LOCK, "group", NUMBER(UFFD_LOCK_GROUP) },
	{ TEXT_UFFD_LOCK, "write", NUMBER(UFFD_LOCK_WRITE) },
	{ TEXT_COW, "exclusive", NUMBER(COW_EXCLUSIVE) },
	{ TEXT_COW, "count", NUMBER(COW_COUNT) },
	{ TEXT_COW, "mapcount", NUMBER(COW_MAPCOUNT) },
	{ TEXT_PIN_RO, "unshare", NUMBER(PIN_RO_UNSHARE) },
	{ TEXT_PIN_RO, "refuse", NUMBER(PIN_RO_REFUSE) },
	{ TEXT_PIN_RO, "wait", NUMBER(PIN_RO_WAIT) },
	{ TEXT_WP_PINNED, "allow", NUMBER(WP_PINNED_ALLOW) },
	{ TEXT_WP_PINNED, "refuse", NUMBER(WP_PINNED_REFUSE) },
	{ TEXT_WP_PINNED, "count", NUMBER(WP_PINNED_COUNT) },
	{ TEXT_TLB_FLUSH, "ipi", NUMBER(TLB_FLUSH_IPI) },
	{ TEXT_TLB_FLUSH, "broadcast", NUMBER(TLB_FLUSH_BROADCAST) },
};

/* The ranges of the kinds that are numbers. */
static const struct { uint32_t min, max; } ranges[NR_TEXT_KINDS] = {
	[TEXT_INDEX] = { 0, LITMUS_FILE_PAGES - 1 },
	[TEXT_LENGTH] = { 0, LITMUS_FILE_PAGES },
	[TEXT_PAGES] = { 1, TABLE_PAGES },
	[TEXT_TIMES] = { 1, 1000 },
	[TEXT_US] = { 0, 100000 },
	[TEXT_NUMBER] = { 0, VALUE_NAMES - 1 },
	[TEXT_DOMAIN] = { 0, 1 },
	[TEXT_KEYS] = { 1, 1000 },
};

static const char *const expected[NR_TEXT_KINDS] = {
#define KIND(id, type, what) [TEXT_##id] = what,
#include <tests/text/kinds.def>
#undef KIND
};
/* clang-format on */

_Static_assert(LITMUS_FILE_PAGES == 64 && TABLE_PAGES == 512 && VALUE_NAMES == 16,
	       "kinds.def says so");
_Static_assert(sizeof(struct run) <= UINT16_MAX, "an offset in it fits its member");

/* The kind whose words @kind accepts, too. */
static enum text_kind also(enum text_kind kind)
{
	switch (kind) {
	case TEXT_MM_OR_NONE:
		return TEXT_MM;
	case TEXT_BACKING:
		return TEXT_FILE;
	case TEXT_FLAG_READ:
		return TEXT_FLAG;
	case TEXT_PAGE_READ:
		return TEXT_PAGE;
	default:
		return kind;
	}
}

static bool spelled(enum text_kind kind, struct word word, struct text_arg *arg)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		const struct spelling *spelling = &spellings[i];

		if (spelling->kind != kind && spelling->kind != also(kind))
			continue;
		if (!word_is(word, spelling->word))
			continue;
		*arg = spelling->arg;
		return true;
	}
	return false;
}

static struct word until(struct word word, char separator)
{
	size_t len = 0;

	while (len < word.len && word.at[len] != separator)
		len++;
	return (struct word){ word.at, len };
}

/* The rest of @word after @part, with which it begins, and the separator. */
static struct word behind(struct word word, struct word part)
{
	return (struct word){ word.at + part.len + 1, word.len - part.len - 1 };
}

/* read|write: each word's bit, none of them twice. */
static bool take_joined(enum text_kind kind, struct word word, struct text_arg *arg)
{
	struct text_arg one;
	struct word part;

	*arg = (struct text_arg)NUMBER(0);
	for (;; word = behind(word, part)) {
		part = until(word, '|');
		/* A word without a bit may only be alone. */
		if (!spelled(kind, part, &one) || (arg->add & one.add) ||
		    (!one.add && (arg->add || part.len < word.len)))
			return false;
		arg->add |= one.add;
		if (part.len == word.len)
			return true;
	}
}

/* x, or x+3: three pages after x. */
static bool take_va(struct word word, struct text_arg *arg)
{
	struct word base = until(word, '+');
	uint64_t pages = 0;

	if (!spelled(TEXT_VA, base, arg))
		return false;
	if (base.len < word.len && !word_number(behind(word, base), 1, TABLE_PAGES - 1, &pages))
		return false;
	arg->add = (uint32_t)(pages * PAGE_SIZE);
	return true;
}

/* 16, or window(16) for window_pages(16). */
static bool take_number(enum text_kind kind, struct word word, struct text_arg *arg)
{
	static const char window[] = "window(";
	const size_t len = sizeof(window) - 1;
	bool may = kind == TEXT_PAGES || kind == TEXT_TIMES;
	uint64_t n;

	*arg = (struct text_arg)NUMBER(0);
	if (may && word.len > len && !strncmp(word.at, window, len) &&
	    word.at[word.len - 1] == ')') {
		arg->from = FROM_WINDOW;
		word = (struct word){ word.at + len, word.len - len - 1 };
	}
	if (!word_number(word, ranges[kind].min, ranges[kind].max, &n))
		return false;
	arg->add = (uint32_t)n;
	return true;
}

static bool take_value(enum text_kind kind, struct word word, struct text_arg *arg)
{
	enum value value = text_value(word);

	*arg = (struct text_arg)NUMBER(value);
	return kind == TEXT_CONTENT ? value >= OLD && value <= OTHER : value < ANY;
}

static bool take(enum text_kind kind, struct word word, struct text_arg *arg)
{
	switch (kind) {
	case TEXT_VA:
		return take_va(word, arg);
	case TEXT_CONTENT:
	case TEXT_VALUE:
		return take_value(kind, word, arg);
	case TEXT_RIGHTS:
	case TEXT_GUP:
	case TEXT_BITS:
		return take_joined(kind, word, arg);
	default:
		return ranges[kind].max ? take_number(kind, word, arg) : spelled(kind, word, arg);
	}
}

bool text_take_arg(const struct text_source *source, const char *call, enum text_kind kind,
		   struct word word, struct text_arg *arg)
{
	return take(kind, word, arg) || text_refuse(source, "%s: found %s, expected %s", call,
						    text_shown(word), expected[kind]);
}

enum value text_value(struct word word)
{
	uint64_t n;

	if (word_number(word, 0, VALUE_NAMES - 1, &n))
		return (enum value)n;
	return word_is(word, "ANY") ? ANY : value_named(word.at, word.len);
}

/* The bit whose number is the index of @word in @words. */
static unsigned int bit_of(struct word word, const char *const words[], unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (word_is(word, words[i]))
			return 1u << i;
	}
	return 0;
}

#define BIT_OF(word, ...)                                                                          \
	bit_of(word, (const char *const[]){ __VA_ARGS__ },                                         \
	       sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

_Static_assert(ON_EAGER == 1 && ON_BATCH == 2 && ON_LUF == 4 && ON_ALL == 7, "in this order");
_Static_assert(TRACK_VMA == 1 && TRACK_PTE == 2 && TRACK_ALL == 3, "in this order");
_Static_assert(OWNERS_SAME == 1 && OWNERS_ANY == 2 && OWNERS_ALL == 3, "in this order");
_Static_assert(KEEPS_READ == 1 && KEEPS_UNMAPPED == 2 && KEEPS_WRITE == 4 && KEEPS_REMOTE == 8 &&
		       KEEPS_DIRTY == 16 && KEEPS_GLOBAL == 32 && KEEPS_UPPER == 64 &&
		       KEEPS_PCID == 128 && KEEPS_BUFFERED == 256 && KEEPS_IPI == 512 &&
		       KEEPS_SPECULATED == 1024,
	       "in this order");

unsigned int text_policy(struct word word)
{
	return BIT_OF(word, "eager", "batch", "luf");
}

unsigned int text_track(struct word word)
{
	return BIT_OF(word, "vma", "pte");
}

unsigned int text_owner(struct word word)
{
	return BIT_OF(word, "same", "any");
}

unsigned int text_keeps(struct word word)
{
	return BIT_OF(word, "read", "unmapped", "write", "remote", "dirty", "global", "upper",
		      "pcid", "buffered", "ipi", "speculated");
}
