/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * userfaultfd: what is refused, where a marker stays, and who waits.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/calls/numa.h>
#include <kernel/mm/calls/uffd.h>
#include <kernel/mm/machinery/lazyfree.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define RW	 (VM_READ | VM_WRITE)

static struct mm *mm;
static struct uffd uffd;
static struct uffd other;

/* Nobody will come. */
static bool refuse(const int *flag)
{
	(void)flag;
	return false;
}

static bool is_vain(void)
{
	return true;
}

static void end(void)
{
}

static const struct wait_watch watch = { refuse, is_vain, end };

static void start(void)
{
	host_features[CPU_NX] = true;
	mmu_start(2);
	host_frames(256);
	mm = mm_create();
	EXPECT(mm);
	mm_use(mm);
	uffd = (struct uffd){ .watch = &watch };
	other = (struct uffd){ .watch = &watch };
	EXPECT_EQ(do_mmap(mm, AT(0), 4 * PAGE_SIZE, RW, NULL, 0), 0);
}

static pte_t entry(struct mm *of, unsigned long page)
{
	const pte_t *ptep = pte_lookup(of, AT(page));

	return ptep ? pte_get(ptep) : pte_none_value();
}

static bool is_marked(unsigned long page)
{
	return entry_is_uffd_wp(entry(mm, page));
}

TEST(refused, "uffd: ranges that are not mapped, not registered, or somebody else's are refused")
{
	start();
	EXPECT_EQ(uffd_register(&uffd, mm, AT(8), PAGE_SIZE), -ENOENT);
	EXPECT_EQ(uffd_register(&uffd, mm, AT(0) + 1, PAGE_SIZE), -EINVAL);
	EXPECT_EQ(uffd_protect(&uffd, mm, AT(0), PAGE_SIZE), -ENOENT);
	EXPECT_EQ(uffd_unprotect(&uffd, mm, AT(0), PAGE_SIZE), -ENOENT);
	EXPECT_EQ(uffd_register(&uffd, mm, AT(1), 2 * PAGE_SIZE), 0);
	EXPECT_EQ(uffd_register(&other, mm, AT(2), PAGE_SIZE), -EBUSY);
	EXPECT_EQ(uffd_protect(&other, mm, AT(1), PAGE_SIZE), -ENOENT);
	EXPECT_EQ(uffd_protect(&uffd, mm, AT(0), 4 * PAGE_SIZE), -ENOENT);
	EXPECT_EQ(uffd_protect(&uffd, mm, AT(1), 2 * PAGE_SIZE), 0);
	EXPECT(!is_marked(0) && is_marked(1) && is_marked(2) && !is_marked(3));
	EXPECT_EQ(uffd_unregister(&uffd, mm, AT(1), PAGE_SIZE), 0);
	EXPECT(!is_marked(1) && is_marked(2));
}

TEST(waits, "uffd: under each lock a store waits, and is made once the marker is gone")
{
	start();
	for (enum uffd_lock lock = 0; lock < NR_UFFD_LOCKS; lock++) {
		uintptr_t va = 0;

		uffd_lock_choose(lock);
		EXPECT_EQ(uffd_register(&uffd, mm, AT(0), PAGE_SIZE), 0);
		EXPECT_EQ(handle_mm_fault(mm, AT(0), FAULT_WRITE), 0);
		EXPECT(pte_write(entry(mm, 0)));
		EXPECT_EQ(uffd_protect(&uffd, mm, AT(0), PAGE_SIZE), 0);
		EXPECT(is_marked(0) && !pte_write(entry(mm, 0)));
		EXPECT_EQ(handle_mm_fault(mm, AT(0), 0), 0);
		EXPECT_EQ(handle_mm_fault(mm, AT(0), FAULT_WRITE), -EFAULT);
		EXPECT(uffd.news);
		EXPECT_EQ(uffd_read(&uffd, &va), -EAGAIN);
		EXPECT(!uffd.news);
		EXPECT_EQ(uffd_unprotect(&uffd, mm, AT(0), PAGE_SIZE), 0);
		EXPECT(!is_marked(0) && !pte_write(entry(mm, 0)));
		EXPECT_EQ(handle_mm_fault(mm, AT(0), FAULT_WRITE), 0);
		EXPECT(pte_write(entry(mm, 0)));
	}
	uffd_lock_choose(UFFD_LOCK_READ);
}

TEST(queue, "uffd: an event is read once, and a wait ends where its range is woken")
{
	uintptr_t va = 0;

	start();
	uffd_queue(&uffd, AT(1));
	EXPECT_EQ(uffd_read(&uffd, &va), 0);
	EXPECT_EQ(va, AT(1));
	EXPECT_EQ(uffd_read(&uffd, &va), -EAGAIN);
	uffd_wake(&uffd, AT(2), AT(3));
	EXPECT(!uffd.waits[cpu_id()].woken);
	uffd_wake(&uffd, AT(0), AT(2));
	EXPECT_EQ(uffd_wait(&uffd), 0);
}

TEST(kept,
     "uffd: a marker is kept by a page that moves, dropped with anonymous memory, and is no child's")
{
	struct mm *child;

	start();
	EXPECT_EQ(uffd_register(&uffd, mm, AT(0), 4 * PAGE_SIZE), 0);
	EXPECT_EQ(handle_mm_fault(mm, AT(0), FAULT_WRITE), 0);
	EXPECT_EQ(uffd_protect(&uffd, mm, AT(0), 2 * PAGE_SIZE), 0);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), 0);
	EXPECT(is_marked(0) && entry_is_page(entry(mm, 0)));
	child = mm_create();
	EXPECT(child);
	EXPECT_EQ(do_fork(mm, child), 0);
	EXPECT(is_marked(0) && !entry_is_uffd_wp(entry(child, 0)) && !vma_find(child, AT(0))->uffd);
	EXPECT_EQ(do_madvise(mm, AT(0), PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT(!is_marked(0) && is_marked(1));
	EXPECT_EQ(handle_mm_fault(mm, AT(1), FAULT_WRITE), 0);
	EXPECT(is_marked(1) && !pte_write(entry(mm, 1)));
}

TEST(kept_by_given_up, "uffd: a page that is given up, and then dropped, leaves its marker")
{
	start();
	EXPECT_EQ(uffd_register(&uffd, mm, AT(0), 4 * PAGE_SIZE), 0);
	EXPECT_EQ(handle_mm_fault(mm, AT(0), FAULT_WRITE), 0);
	EXPECT_EQ(do_madvise(mm, AT(0), PAGE_SIZE, MADV_FREE), 0);
	EXPECT_EQ(uffd_protect(&uffd, mm, AT(0), PAGE_SIZE), 0);
	EXPECT_EQ(lazyfree_reclaim(mm, AT(0), AT(1)), 1);
	EXPECT(entry_is_empty(entry(mm, 0)) && is_marked(0));
	EXPECT_EQ(handle_mm_fault(mm, AT(0), 0), 0);
	EXPECT(is_marked(0) && !pte_write(entry(mm, 0)));
}

TEST(hints,
     "numa: the first access moves a page to the CPUs, a later one finds it there; a marker stays")
{
	pte_t before;

	start();
	EXPECT_EQ(uffd_register(&uffd, mm, AT(0), PAGE_SIZE), 0);
	EXPECT_EQ(handle_mm_fault(mm, AT(0), FAULT_WRITE), 0);
	EXPECT_EQ(uffd_protect(&uffd, mm, AT(0), PAGE_SIZE), 0);
	before = entry(mm, 0);
	EXPECT_EQ(change_prot_numa(mm, AT(0), 4 * PAGE_SIZE), 0);
	EXPECT(!pte_present(entry(mm, 0)) && entry_is_page(entry(mm, 0)) && is_marked(0));
	EXPECT_EQ(handle_mm_fault(mm, AT(0), 0), 0);
	EXPECT(pte_present(entry(mm, 0)) && pte_pfn(entry(mm, 0)) != pte_pfn(before));
	EXPECT(is_marked(0) && pte_dirty(entry(mm, 0)));
	before = entry(mm, 0);
	EXPECT_EQ(change_prot_numa(mm, AT(0), PAGE_SIZE), 0);
	EXPECT_EQ(handle_mm_fault(mm, AT(0), 0), 0);
	EXPECT(pte_same(entry(mm, 0), before));
}

TEST(hinted_kinds, "numa: pages of files are hinted at, those of a device are not")
{
	static struct pfn_device device;
	struct file *file;
	pte_t before;

	start();
	file = file_create(1);
	pfn_device_init(&device);
	EXPECT(file && pfn_device_add(&device, 0));
	EXPECT_EQ(do_mmap(mm, AT(8), PAGE_SIZE, VM_READ | VM_SHARED, file, 0), 0);
	EXPECT_EQ(pfnmap_mmap(mm, AT(9), PAGE_SIZE, VM_READ, &device, 0), 0);
	EXPECT_EQ(handle_mm_fault(mm, AT(8), 0), 0);
	EXPECT_EQ(handle_mm_fault(mm, AT(9), 0), 0);
	before = entry(mm, 9);
	EXPECT_EQ(change_prot_numa(mm, AT(8), 2 * PAGE_SIZE), 0);
	EXPECT(entry_is_page(entry(mm, 8)) && !pte_present(entry(mm, 8)));
	EXPECT(pte_same(entry(mm, 9), before));
}
