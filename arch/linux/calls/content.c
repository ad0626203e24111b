/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about the contents of files, the page cache and frames: see tests/litmus.h.
 *
 * A page of a file in memory is written anew for each run.  For a file on a disk that would cost a
 * write to the disk, so a page that already has the wanted content keeps it, and with it the number
 * of an earlier run.
 */
#include <arch/atomic.h>
#include <arch/linux/calls/late.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/plants.h>
#include <arch/linux/calls/result.h>
#include <arch/linux/calls/sys.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/stamp.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static bool is_content(const char *call, enum value value)
{
	if (value >= OLD && value <= OTHER)
		return true;
	broken(call, value, "no content that a test may give a page: OLD, NEW, NEWER, OTHER");
	return false;
}

static off_t offset_of(uint64_t index)
{
	return (off_t)(index * PAGE_SIZE);
}

static bool put(int fd, uint64_t index, uint64_t stamp, size_t len)
{
	_Alignas(4096) uint64_t words[PAGE_SIZE / sizeof(uint64_t)] = { 0 };

	for (unsigned int i = 0; i < STAMP_WORDS; i++)
		words[i] = stamp;
	return pwrite(fd, words, len, offset_of(index)) == (ssize_t)len;
}

/* Write @pages pages from @index on to the disk, and wait for that. */
static bool write_back(const struct file *file, uint64_t index, uint64_t pages)
{
	return !sync_file_range(file->fd, offset_of(index), offset_of(pages),
				SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
					SYNC_FILE_RANGE_WAIT_AFTER);
}

void content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	struct file_page *page;

	if (!bounds_have_page("content", index) || !is_content("content", value))
		return;
	page = &file->page[index];
	if (places_on_disk() && page->value == value)
		return;
	page->run = r->number;
	page->was = r->number;
	page->value = (uint8_t)value;
	if (!put(file->fd, index, file_stamp(file, index, r->number, value),
		 places_on_disk() ? PAGE_SIZE : STAMP_WORDS * sizeof(uint64_t)) ||
	    (places_on_disk() && !write_back(file, index, 1)))
		must(linux_result(false), "content", index);
}

static void write_late(const struct late *late)
{
	(void)put((int)late->a, late->b, late->c, STAMP_WORDS * sizeof(uint64_t));
}

uint64_t try_write_content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	uint64_t stamp = file_stamp(file, index, r->number, value);
	const struct late late = { write_late, (uint64_t)file->fd, index, stamp, 0 };
	struct change *change;
	bool done = true;

	if (!bounds_have_page("write_content", index) || !is_content("write_content", value))
		return E_INVAL;
	late_make_all();
	file_taint(file, index, 1);
	WRITE_ONCE(file->page[index].run, r->number);
	change = change_begin_file(file, index, 1);
	if (planted(PLANT_WRITE_LATE))
		late_add(&late);
	else
		done = put(file->fd, index, stamp, STAMP_WORDS * sizeof(uint64_t));
	change_end(change, done);
	return linux_result(done);
}

uint64_t try_read_content(struct run *r, struct file *file, uint64_t index)
{
	uint64_t word = 0;
	ssize_t n;

	(void)r;
	if (!bounds_have_page("read_content", index))
		return E_FBIG;
	late_make_all();
	n = pread(file->fd, &word, sizeof(word), offset_of(index));
	if (!n)
		return E_FBIG;
	return n < 0 ? linux_result(false) : (uint64_t)place_meaning(file->place, 0, word);
}

static void truncate_late(const struct late *late)
{
	if (ftruncate((int)late->a, (off_t)late->b))
		broken("truncate_file", late->b, "ftruncate() failed");
}

uint64_t try_truncate_file(struct run *r, struct file *file, uint64_t pages)
{
	const struct late late = { truncate_late, (uint64_t)file->fd, pages * PAGE_SIZE, 0, 0 };
	struct change *change;
	int err = 0;

	(void)r;
	late_make_all();
	file->cut = true;
	change = change_begin_file(file, pages, LITMUS_FILE_PAGES);
	if (planted(PLANT_TRUNCATE_LATE))
		late_add(&late);
	else
		err = ftruncate(file->fd, offset_of(pages));
	change_end(change, !err);
	return linux_result(!err);
}

uint64_t try_sync_page(struct run *r, struct file *file, uint64_t index)
{
	struct change *change;
	bool done;

	if (!bounds_have_page("sync_page", index))
		return E_FBIG;
	if (!place_on_disk("sync_page"))
		return E_INVAL;
	late_make_all();
	change = change_begin_file(file, index, 1);
	change->loads_stay = true;
	done = write_back(file, index, 1);
	if (planted(PLANT_SYNC_LOSES))
		done &= put(file->fd, index, file_stamp(file, index, r->number, OLD),
			    STAMP_WORDS * sizeof(uint64_t));
	change_end(change, done);
	return linux_result(done);
}

uint64_t try_sync_file(struct run *r, struct file *file)
{
	if (!place_on_disk("sync_file"))
		return E_INVAL;
	/* Tests use page 0: write the others first, so that only that one is in the window. */
	if (!write_back(file, 1, LITMUS_FILE_PAGES - 1))
		return linux_result(false);
	return try_sync_page(r, file, 0);
}

/* Page out the @nr pages of @file from @first on, wherever the run has mapped them. */
static void page_out(struct place *place, const struct file *file, uint64_t first, uint64_t nr)
{
	unsigned int nr_areas = READ_ONCE(place->nr_areas);

	for (unsigned int i = nr_areas; i-- > 0;) {
		const struct area *area = &place->areas[i];
		uint64_t from = first > area->index ? first : area->index;
		uint64_t to = first + nr;

		if (area->file != file)
			continue;
		if (to > area->index + area->pages)
			to = area->index + area->pages;
		if (from < to) /* this fails if the run has unmapped it since */
			(void)sys_advise(area->mm->at, area->va + (from - area->index) * PAGE_SIZE,
					 (to - from) * PAGE_SIZE, MADV_PAGEOUT);
	}
}

static bool cached(const struct file *file, uint64_t index)
{
	unsigned char has = 0;

	BUG_ON(mincore(file->probe + index * PAGE_SIZE, PAGE_SIZE, &has));
	return has & 1;
}

/*
 * MADV_PAGEOUT unmaps pages in batches with one flush each, and drops those that are clean.  Dirty
 * pages are unmapped and flushed as well, but stay in the cache, so they are written, and dropped
 * after that.
 */
void reclaim(struct run *r, struct file *file, uint64_t first, uint64_t nr)
{
	struct change *change;
	uint64_t there = 0; /* a bit for each page that is cached, and then is not */
	bool left = false;

	(void)r;
	if (!nr || !bounds_have_page("reclaim", first) ||
	    !bounds_have_page("reclaim", first + nr - 1) || !place_on_disk("reclaim"))
		return;
	late_make_all();
	for (uint64_t i = first; i < first + nr; i++)
		there |= (uint64_t)cached(file, i) << i;
	change = change_begin_file(file, first, nr);
	page_out(file->place, file, first, nr);
	for (uint64_t i = first; i < first + nr; i++)
		left |= cached(file, i);
	if (left && write_back(file, first, nr))
		(void)posix_fadvise(file->fd, offset_of(first), offset_of(nr), POSIX_FADV_DONTNEED);
	change_end(change, true);
	for (uint64_t i = first; i < first + nr; i++)
		there &= ~((uint64_t)cached(file, i) << i);
	for (uint64_t i = first; i < first + nr; i++)
		place_count_reclaim(there >> i & 1);
	if (!there)
		change_end(change, false);
}

uint64_t try_reclaim(struct run *r, struct file *file, uint64_t index)
{
	reclaim(r, file, index, 1);
	return places_on_disk() && index < LITMUS_FILE_PAGES && !cached(file, index) ? DONE :
										       E_AGAIN;
}

uint64_t is_cached(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	return bounds_have_page("is_cached", index) && place_on_disk("is_cached") &&
	       cached(file, index);
}

void reclaim_lazyfree(struct mm *mm, uintptr_t va, size_t pages)
{
	struct change *change;

	if (!place_allows("reclaim_lazyfree", va, pages))
		return;
	late_make_all();
	change = change_begin(place_in(mm->nr, va), place_in(mm->nr, va + pages * PAGE_SIZE));
	change_end(change, !sys_advise(mm->at, va, pages * PAGE_SIZE, MADV_PAGEOUT));
}

/* Only noted: a program's direct write also drops the page from the cache, as invalidate() does. */
void change_device(struct run *r, struct file *file, uint64_t index, enum value value)
{
	(void)r;
	if (bounds_have_page("change_device", index) && is_content("change_device", value) &&
	    place_on_disk("change_device"))
		file->changes[index] = (uint8_t)value;
}

void contents_settle(const struct place *place)
{
	for (unsigned int f = 0; f < LITMUS_FILES; f++) {
		for (unsigned int i = 0; i < LITMUS_FILE_PAGES; i++) {
			if (place->files[f].changes[i])
				cannot("change_device",
				       "no program changes a disk behind the cache's back");
		}
	}
}

/* A direct write: Linux drops the page from the cache, and unmaps it everywhere. */
static bool write_directly(const struct file *file, uint64_t index, uint64_t stamp)
{
	int flags = fcntl(file->fd, F_GETFL);
	bool done = flags >= 0 && !fcntl(file->fd, F_SETFL, flags | O_DIRECT) &&
		    put(file->fd, index, stamp, PAGE_SIZE);

	return !fcntl(file->fd, F_SETFL, flags) && done;
}

uint64_t try_invalidate(struct run *r, struct file *file, uint64_t index)
{
	enum value value;
	struct change *change;
	bool done = true;

	if (!bounds_have_page("invalidate", index))
		return E_FBIG;
	if (!place_on_disk("invalidate"))
		return E_INVAL;
	value = (enum value)file->changes[index];
	if (!value) {
		cannot("invalidate", "without another content on the device no call of a program "
				     "drops a page that is mapped");
		return E_INVAL;
	}
	late_make_all();
	file->changes[index] = 0;
	file_taint(file, index, 1);
	WRITE_ONCE(file->page[index].run, r->number);
	change = change_begin_file(file, index, 1);
	if (!planted(PLANT_INVALIDATE_NEVER))
		done = write_directly(file, index, file_stamp(file, index, r->number, value));
	change_end(change, done);
	return linux_result(done);
}

/* The other owner is a file in memory, one for each actor: it gets a page, and loses it again. */
uint64_t try_occupy_frame(struct run *r, enum value value)
{
	static int fds[LITMUS_CPUS];
	int *fd = &fds[actor_here()];
	uint64_t stamp = file_stamp(NULL, 0, r->number, value);

	if (!is_content("occupy_frame", value))
		return E_INVAL;
	late_make_all();
	if (*fd <= 0)
		*fd = memfd_create("stalehound occupant", MFD_CLOEXEC);
	if (planted(PLANT_REUSE_EARLY)) {
		file_taint(r->file[0], 0, 1);
		return linux_result(put(r->file[0]->fd, 0, stamp, STAMP_WORDS * sizeof(uint64_t)));
	}
	return linux_result(
		put(*fd, 0, stamp, PAGE_SIZE) &&
		!fallocate(*fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)PAGE_SIZE));
}
