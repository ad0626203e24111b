/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that may fail: see tests/litmus.h.  Those without try_ in their names use
 * these, or the same functions of the kernel.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/mremap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/machinery/replace_page.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>
#include <tests/engine/world.h>

uint64_t world_result(int err)
{
	switch (-err) {
	case 0:
		return DONE;
	case ENOENT:
		return E_NOENT;
	case EIO:
		return E_IO;
	case EAGAIN:
		return E_AGAIN;
	case ENOMEM:
		return E_NOMEM;
	case EFAULT:
		return E_FAULT;
	case EBUSY:
		return E_BUSY;
	case EINVAL:
		return E_INVAL;
	case EFBIG:
		return E_FBIG;
	case ENOSPC:
		return E_NOSPC;
	default:
		BUG_ON(true); /* kernel/lib/errno.h has another: give it a name */
		return FOREIGN;
	}
}

void must(uint64_t result, const char *call, uint64_t where)
{
	static const char *const texts[] = {
		[E_NOENT] = "it failed with ENOENT: nothing is there",
		[E_IO] = "it failed with EIO: the device failed",
		[E_AGAIN] = "it failed with EAGAIN: somebody is busy with it",
		[E_NOMEM] = "it failed with ENOMEM: no memory is left",
		[E_FAULT] = "it failed with EFAULT: nothing is mapped there",
		[E_BUSY] = "it failed with EBUSY: what is there is swapped out or moving, or held",
		[E_INVAL] = "it failed with EINVAL: that is not possible there",
		[E_FBIG] = "it failed with EFBIG: the file ends before it",
		[E_NOSPC] = "it failed with ENOSPC: no room is left",
	};

	if (result >= E_FIRST && result <= E_LAST)
		broken(call, where, texts[result]);
	else if (result != DONE)
		broken(call, where, "the access faulted for good");
}

uint64_t try_map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags,
		       struct file *file, uint64_t index)
{
	const struct moves_call call = moves_begin();
	uint64_t result;

	if (!world_allows_in("map", mm, va, pages) || (file && !bounds_have_page("map", index)))
		return E_FAULT;
	result = world_result(do_mmap(mm, va, pages * PAGE_SIZE, flags, file, index));
	if (result == DONE)
		moves_gone(mm, va, pages, &call);
	return result;
}

uint64_t try_unmap_pages(struct mm *mm, uintptr_t va, size_t pages)
{
	const struct moves_call call = moves_begin();
	uint64_t result;

	if (!world_allows_in("unmap", mm, va, pages))
		return E_FAULT;
	result = world_result(do_munmap(mm, va, pages * PAGE_SIZE));
	if (result == DONE)
		moves_gone(mm, va, pages, &call);
	return result;
}

uint64_t try_protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags)
{
	if (!world_allows_in("protect", mm, va, pages))
		return E_FAULT;
	return world_result(do_mprotect(mm, va, pages * PAGE_SIZE, flags));
}

uint64_t try_move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va)
{
	const struct moves_call call = moves_begin();
	uint64_t result;
	uint32_t move;

	if (!world_allows_in("move_pages", mm, va, pages) ||
	    !world_allows("move_pages", new_va, pages))
		return E_FAULT;
	move = moves_note(mm, va, pages, new_va);
	result = world_result(do_mremap(mm, va, pages * PAGE_SIZE, new_va));
	if (result == DONE)
		moves_gone(mm, va, pages, &call);
	moves_end(move, result == DONE);
	return result;
}

uint64_t try_advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice)
{
	const struct moves_call call = moves_begin();
	uint64_t result;

	if (!world_allows_in("advise_pages", mm, va, pages))
		return E_FAULT;
	result = world_result(do_madvise(mm, va, pages * PAGE_SIZE, advice));
	if (result == DONE && advice == MADV_DONTNEED)
		moves_discarded(mm, va, pages, &call);
	return result;
}

uint64_t try_clear_refs(struct mm *mm, uintptr_t va, size_t pages)
{
	if (!world_allows_in("clear_refs", mm, va, pages))
		return E_FAULT;
	return world_result(do_clear_refs(mm, va, pages * PAGE_SIZE));
}

/* Does the VMA of @va, if there is one, allow stores? */
static bool is_writable(struct mm *mm, uintptr_t va)
{
	const struct vma *vma;
	bool writable;

	read_lock(&mm->mmap_lock);
	vma = vma_find(mm, va);
	writable = vma && vma->flags & VM_WRITE;
	read_unlock(&mm->mmap_lock);
	return writable;
}

uint64_t try_fault_in(struct mm *mm, uintptr_t va)
{
	if (!world_allows_in("fault_in", mm, va, 1))
		return E_FAULT;
	return world_result(handle_mm_fault(mm, va, is_writable(mm, va) ? FAULT_WRITE : 0));
}

uint64_t try_read_content(struct run *r, struct file *file, uint64_t index)
{
	uint64_t word;
	int err;

	if (!bounds_have_page("read_content", index))
		return E_FBIG;
	err = file_read(file, index << PAGE_SHIFT, &word, sizeof(word));
	return err ? world_result(err) : world_meaning(r, word);
}

uint64_t try_write_content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	uint64_t words[STAMP_WORDS];

	if (!bounds_have_page("write_content", index) || !world_is_content("write_content", value))
		return E_INVAL;
	stamp_put(words, world_stamp(r, file, index, value));
	return world_result(file_write(file, index << PAGE_SHIFT, words, sizeof(words)));
}

uint64_t try_truncate_file(struct run *r, struct file *file, uint64_t pages)
{
	(void)r;
	return world_result(file_truncate(file, pages));
}

uint64_t try_invalidate(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	if (!bounds_have_page("invalidate", index))
		return E_FBIG;
	return world_result(file_invalidate(file, index, 1));
}

uint64_t try_sync_file(struct run *r, struct file *file)
{
	(void)r;
	return world_result(file_sync(file));
}

uint64_t try_sync_page(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	if (!bounds_have_page("sync_page", index))
		return E_FBIG;
	return world_result(file_sync_page(file, index));
}

uint64_t try_migrate(struct run *r, uintptr_t va)
{
	if (!world_allows("migrate", va, 1))
		return E_FAULT;
	return world_result(migrate_page_at(r->mm, va));
}

uint64_t try_swap_out(struct run *r, uintptr_t va)
{
	if (!world_allows("swap_out", va, 1))
		return E_FAULT;
	return reclaim_anon_pages(r->mm, va, 1) ? DONE : E_AGAIN;
}

uint64_t try_reclaim(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	if (!bounds_have_page("reclaim", index))
		return E_FBIG;
	return reclaim_file_pages(file, index, 1) ? DONE : E_AGAIN;
}

uint64_t try_replace(struct run *r, uintptr_t va, enum value value)
{
	struct page *page;
	int err;

	if (!world_allows("replace", va, 1) || !world_is_content("replace", value))
		return E_INVAL;
	page = page_alloc(PAGE_ANON);
	if (!page)
		return E_NOMEM;
	world_fill(page_va(page), world_stamp(r, r->file[0], 0, value));
	err = replace_page(r->mm, va, page);
	if (err)
		page_put(page);
	return world_result(err);
}

uint64_t try_occupy_frame(struct run *r, enum value value)
{
	struct page *page;

	if (!world_is_content("occupy_frame", value))
		return E_INVAL;
	page = page_alloc(PAGE_KERNEL);
	if (!page)
		return E_NOMEM;
	world_occupy(r, page, value);
	return DONE;
}
