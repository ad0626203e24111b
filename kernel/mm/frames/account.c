/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting frames.
 */
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/memmap.h>

static const char *const kind_name[NR_PAGE_KINDS] = {
	[PAGE_FREE] = "free",	      [PAGE_ANON] = "anonymous",      [PAGE_FILE] = "of files",
	[PAGE_TABLE] = "tables",      [PAGE_KERNEL] = "the kernel's", [PAGE_KSM] = "merged",
	[PAGE_DEVICE] = "of devices",
};

/* What was found missing before. */
static struct account written_off;

static bool is_wrong(const struct page *page)
{
	if (page->kind == PAGE_FREE)
		return page->refcount || page->mapcount || page->pins;
	return page->refcount < 1 || page->mapcount < 0 || page->pins < 0 ||
	       page->mapcount + page->pins > page->refcount;
}

void account_take(struct account *account)
{
	struct memmap_cursor cursor;

	*account = (struct account){ .frames = page_nr_used() };
	page_walk_used(&cursor);
	for (size_t i = 0; i < account->frames; i++) {
		const struct page *page = memmap_next(&cursor);

		account->in_use[page->kind]++;
		if (!is_wrong(page))
			continue;
		account->wrong++;
		if (!account->first_wrong)
			account->first_wrong = page;
	}
}

static bool all_gone(const struct account *account, enum page_kind kind)
{
	/* Frames that came back must not hide others that go missing later. */
	if (account->in_use[kind] <= written_off.in_use[kind]) {
		written_off.in_use[kind] = account->in_use[kind];
		return true;
	}
	printk("# accounts: %zu frames are still in use: %s\n",
	       account->in_use[kind] - written_off.in_use[kind], kind_name[kind]);
	return false;
}

/* Free frames that the allocator does not have; wraps if it has too many. */
static size_t lost(const struct account *account)
{
	return account->in_use[PAGE_FREE] + page_nr_fresh() - page_nr_free();
}

bool account_balances(const struct account *account)
{
	const struct page *wrong = account->first_wrong;
	bool right = account->wrong <= written_off.wrong;
	bool balances = right;

	if (!right)
		printk("# accounts: %zu frames are miscounted, the first is %lx: %s, %d references, mapped %d times\n",
		       account->wrong, page_to_pfn(wrong), kind_name[wrong->kind], wrong->refcount,
		       wrong->mapcount);
	if (lost(account) != written_off.lost) {
		printk("# accounts: %zu frames are free, and the allocator has %zu\n",
		       account->in_use[PAGE_FREE], page_nr_free() - page_nr_fresh());
		balances = false;
	}
	balances &= all_gone(account, PAGE_ANON);
	balances &= all_gone(account, PAGE_FILE);
	balances &= all_gone(account, PAGE_TABLE);
	return balances;
}

void account_write_off(const struct account *account)
{
	written_off = *account;
	written_off.lost = lost(account);
}

size_t account_written_off(void)
{
	return written_off.in_use[PAGE_ANON] + written_off.in_use[PAGE_FILE] +
	       written_off.in_use[PAGE_TABLE];
}
