/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The designs of uffd_lock.h.
 */
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/rules/mutants.h>

static enum uffd_lock chosen = UFFD_LOCK_READ;

const char *uffd_lock_name(enum uffd_lock lock)
{
	static const char *const names[NR_UFFD_LOCKS] = {
		[UFFD_LOCK_READ] = "read",
		[UFFD_LOCK_GROUP] = "group",
		[UFFD_LOCK_WRITE] = "write",
	};

	return names[lock];
}

enum uffd_lock uffd_lock(void)
{
	return chosen;
}

void uffd_lock_choose(enum uffd_lock lock)
{
	chosen = lock;
}

static bool has_group_lock(void)
{
	/* Why: a marker could be cleared, and the page copied, before the call that set it flushes.
	 * Litmus uffd/copy-group. */
	return chosen == UFFD_LOCK_GROUP && !mutant(UFFD_SKIP_GROUP_LOCK);
}

void uffd_lock_mm(struct mm *mm, bool sets)
{
	if (chosen == UFFD_LOCK_WRITE) {
		write_lock(&mm->mmap_lock);
		return;
	}
	read_lock(&mm->mmap_lock);
	if (!has_group_lock())
		return;
	if (sets)
		read_lock(&mm->uffd_group);
	else
		write_lock(&mm->uffd_group);
}

void uffd_unlock_mm(struct mm *mm, bool sets)
{
	if (chosen == UFFD_LOCK_WRITE) {
		write_unlock(&mm->mmap_lock);
		return;
	}
	if (has_group_lock() && sets)
		read_unlock(&mm->uffd_group);
	if (has_group_lock() && !sets)
		write_unlock(&mm->uffd_group);
	read_unlock(&mm->mmap_lock);
}
