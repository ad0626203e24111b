/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See oracle.h.  A translation that can be walked now is not stale.  One that cannot be walked is
 * stale, and may exist until its frame or its address gets other content.
 *
 * The oracles call the kernel; this makes no events, since nothing is interleaved meanwhile.
 */
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/host/host.h>
#include <arch/model/judge/oracle.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/walk.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/tlb/tlb.h>

static bool in_use = true;
static const struct page *first_page;

void oracle_init(void)
{
	first_page = pfn_to_page(FIRST_PFN);
}

void oracle_use(bool reuse)
{
	in_use = reuse;
}

bool frame_is_table(uint32_t frame)
{
	return frame_flags[frame] & FRAME_IS_TABLE ||
	       (first_page && first_page[frame].kind == PAGE_TABLE);
}

/* Can @cpu make user accesses through @leaf without flushing first? */
static bool is_in_use(const struct cpu *cpu, const struct leaf *leaf)
{
	return leaf->pcid == cpu->pcid && cpu->root != NO_FRAME &&
	       !tlb_is_lazy((unsigned int)(cpu - cpus));
}

static bool is_walkable(unsigned int cpu, const struct leaf *leaf)
{
	struct walk walk = tlb_walk(cpu, leaf->page << PAGE_SHIFT);

	return walk.mapped && walk.leaf.frame == leaf->frame;
}

/* No CPU may reach @frame any more; @what says why. */
static void frame_goes(uint32_t frame, const char *what)
{
	for (unsigned int i = 0; i < nr_cpus; i++) {
		const struct cpu *cpu = &cpus[i];

		if (cpu->root == frame)
			execution_violates("reuse",
					   "frame %x %s, and CPU %u "
					   "may still walk it as the root of an mm",
					   frame + FIRST_PFN, what, i);
		for (unsigned int n = 0; n < cpu->tlb.nr_leaves; n++) {
			const struct leaf *leaf = &cpu->tlb.leaves[n];

			if (leaf->frame == frame && is_in_use(cpu, leaf))
				execution_violates("reuse",
						   "frame %x %s, and CPU %u "
						   "may still translate va %lx to it",
						   frame + FIRST_PFN, what, i,
						   leaf->page << PAGE_SHIFT);
		}
		for (unsigned int n = 0; n < cpu->tlb.nr_branches; n++) {
			const struct branch *branch = &cpu->tlb.branches[n];

			if (branch->table == frame && branch->pcid == cpu->pcid)
				execution_violates("reuse",
						   "frame %x %s, and CPU %u "
						   "may still walk it as a table for va %lx",
						   frame + FIRST_PFN, what, i, branch->base);
		}
	}
}

/*
 * Did @old hold the page that @new holds now, and does it still have the same content?  A frame
 * that was freed with its flush deferred keeps its page's number and content until it is taken off,
 * but not its file.
 */
static bool same_content(uint32_t old, uint32_t new)
{
	return !first_page[old].file && first_page[old].anon == first_page[new].anon &&
	       first_page[old].index == first_page[new].index &&
	       !memcmp(frame_words(old), frame_words(new), STAMP_WORDS * sizeof(uint64_t));
}

/*
 * Does @old hold a copy of the page that @new holds now?  A frame that has left the page cache is
 * recognised by its stamp.
 */
static bool same_page(uint32_t old, uint32_t new)
{
	const struct page *page = &first_page[new];
	struct stamp stamp;

	if (!page->anon && !page->file)
		return false;
	if (same_content(old, new))
		return true;
	return page->file && stamp_decode(frame_words(old)[0], &stamp) &&
	       stamp.kind == STAMP_FILE && stamp.owner == (page->file->id & 0xfff) &&
	       stamp.index == (page->index & 0xffff);
}

/* A page of a file is about to change: does some CPU see an older copy of it? */
static void content_changes(uint32_t frame)
{
	for (unsigned int i = 0; i < nr_cpus; i++) {
		const struct cpu *cpu = &cpus[i];

		for (unsigned int n = 0; n < cpu->tlb.nr_leaves; n++) {
			const struct leaf *leaf = &cpu->tlb.leaves[n];

			if (leaf->frame == frame || !is_in_use(cpu, leaf) || is_walkable(i, leaf) ||
			    !same_page(leaf->frame, frame))
				continue;
			execution_violates("content",
					   "the page in frame %x changes, and CPU %u may "
					   "still see its old copy in frame %x at va %lx",
					   frame + FIRST_PFN, i, leaf->frame + FIRST_PFN,
					   leaf->page << PAGE_SHIFT);
		}
	}
}

/*
 * May a CPU go on using @old while @new is in the tables?  Only if the first cache lines of both
 * frames are the same.
 */
static bool may_coexist(const struct leaf *old, const struct leaf *new)
{
	if (old->frame == new->frame)
		return true;
	return !(new->bits &LEAF_WRITE) && same_page(old->frame, new->frame) &&
	       !memcmp(frame_words(old->frame), frame_words(new->frame),
		       STAMP_WORDS * sizeof(uint64_t));
}

static void check_entry(unsigned int cpu, const struct leaf *new)
{
	const struct cpu *c = &cpus[cpu];

	for (unsigned int n = 0; n < c->tlb.nr_leaves; n++) {
		const struct leaf *old = &c->tlb.leaves[n];

		if (old->pcid != new->pcid || old->page != new->page || !is_in_use(c, old) ||
		    may_coexist(old, new))
			continue;
		execution_violates("mapping",
				   "va %lx is mapped to frame %x, and CPU %u may still "
				   "translate it to frame %x",
				   new->page << PAGE_SHIFT, new->frame + FIRST_PFN, cpu,
				   old->frame + FIRST_PFN);
	}
}

/* The oracles read all TLBs, so events that change them conflict with this one. */
static void touch_all_tlbs(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		event_touch(object_tlb(cpu), MODE_READ);
}

/* The newest leaf of each CPU's set is the one that the store has just added. */
void oracle_entry_stored(const void *at)
{
	pte_t entry = *(const pte_t *)at;

	if (!in_use || !interleaved || !pte_present(entry))
		return;
	touch_all_tlbs();
	if (entry_is_valid(entry))
		event_touch(object_owner((uint32_t)(pte_pfn(entry) - FIRST_PFN)), MODE_READ);
	interleaved = false;
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		const struct tlb_set *set = &cpus[cpu].tlb;

		for (unsigned int n = set->nr_leaves; n > 0; n--) {
			const struct leaf *leaf = &set->leaves[n - 1];

			if (leaf->added_at != event_index() + 1)
				break;
			if (is_walkable(cpu, leaf))
				check_entry(cpu, leaf);
		}
	}
	interleaved = true;
}

void oracle_pcid_kept(unsigned int cpu)
{
	const struct cpu *c = &cpus[cpu];

	if (!in_use || !interleaved)
		return;
	for (unsigned int n = 0; n < c->tlb.nr_leaves; n++) {
		const struct leaf *leaf = &c->tlb.leaves[n];

		if (leaf->pcid == c->pcid && leaf->owner != frame_owner[leaf->frame])
			execution_violates("reuse",
					   "a PCID is used again, and CPU %u may translate "
					   "va %lx to frame %x, which has changed hands",
					   cpu, leaf->page << PAGE_SHIFT, leaf->frame + FIRST_PFN);
	}
	for (unsigned int n = 0; n < c->tlb.nr_branches; n++) {
		const struct branch *branch = &c->tlb.branches[n];

		if (branch->pcid == c->pcid && branch->owner != frame_owner[branch->table])
			execution_violates("reuse",
					   "a PCID is used again, and CPU %u may walk frame %x, "
					   "which has changed hands, as a table for va %lx",
					   cpu, branch->table + FIRST_PFN, branch->base);
	}
}

static void handover(enum step_kind kind, uint32_t frame)
{
	sched_point(OP_HANDOVER, NULL);
	event_begin(current_thread, OP_HANDOVER, 0)->value = frame + FIRST_PFN;
	touch_all_tlbs();
	/* An older copy of the page is stale only when it is mapped no more. */
	if (kind == STEP_FRAME_ALLOC)
		event_touch(object_owner(frame), MODE_WRITE);
	else
		event_touch(object_tables(), MODE_READ);
	interleaved = false;
	if (kind == STEP_FRAME_ALLOC) {
		frame_owner[frame]++;
		frame_goes(frame, "changes hands");
	} else {
		content_changes(frame);
	}
	interleaved = true;
	event_end();
}

void oracle_frame_written(uint32_t frame)
{
	const struct page *page = &first_page[frame];

	if (!in_use || !interleaved || page->kind != PAGE_FREE || page->luf_key == LUF_KEY_NONE)
		return;
	touch_all_tlbs();
	interleaved = false;
	frame_goes(frame, "is written while its flush is deferred");
	interleaved = true;
}

void oracle_step(enum step_kind kind, uintptr_t va, uint64_t pfn)
{
	uint32_t frame = (uint32_t)(pfn - FIRST_PFN);

	(void)va;
	if (kind != STEP_FRAME_ALLOC && (kind != STEP_CONTENT || !pfn))
		return;
	if (in_use && interleaved)
		handover(kind, frame);
	else if (kind == STEP_FRAME_ALLOC)
		frame_owner[frame]++;
}

static bool is_mapped_dirty(uint32_t frame)
{
	for (uint32_t table = 0; table < NR_FRAMES; table++) {
		const uint64_t *words = frame_words(table);

		if (first_page[table].kind != PAGE_TABLE)
			continue;
		for (unsigned int i = 0; i < FRAME_WORDS; i++) {
			pte_t entry = { .v = words[i] };

			if (pte_present(entry) && pte_dirty(entry) &&
			    pte_pfn(entry) == frame + FIRST_PFN)
				return true;
		}
	}
	return false;
}

/* If @page is not dirty, must it have the content of the device? */
static bool has_block(const struct page *page)
{
	if (page->kind == PAGE_ANON)
		return page->swap;
	return page->kind == PAGE_FILE && page->file && page->uptodate && !page->file->remote;
}

static bool differs_from_device(uint32_t frame)
{
	static uint64_t block[FRAME_WORDS];
	const struct page *page = &first_page[frame];
	uint64_t from = page->swap ? swap_block(page->swap) : page->file->first_block + page->index;

	if (blkdev_read(from, block))
		return false;
	return memcmp(block, frame_words(frame), STAMP_WORDS * sizeof(uint64_t)) != 0;
}

uint32_t oracle_lost_store(void)
{
	for (uint32_t frame = 0; frame < NR_FRAMES; frame++) {
		const struct page *page = &first_page[frame];

		if (frame_flags[frame] & FRAME_IS_LEAF && has_block(page) && !page->dirty &&
		    differs_from_device(frame) && !is_mapped_dirty(frame))
			return frame;
	}
	return NO_FRAME;
}
