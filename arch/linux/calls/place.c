/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See place.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <arch/atomic.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/sys.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/lacks.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/stamp.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <tests/engine/table.h>
#include <sys/mman.h>

#define REGION_SIZE 0x200000UL
#define FILE_BYTES  (LITMUS_FILE_PAGES * PAGE_SIZE)

static struct place places[PLACES];
_Static_assert(SYS_CHILDREN + PLACES * (PLACE_MMS - 1) <= SYS_MAX, "one for each child");

static bool on_disk;
static bool wanted_disk;
static uint64_t reclaimed[2]; /* how many pages reclaim has left, and how many it has taken */

static _Thread_local struct place *here;
static _Thread_local unsigned int actor;
static _Thread_local bool warming;
static _Thread_local const struct mm *in_use;

static uintptr_t base_of(const struct place *place)
{
	return PLACES_FROM + (uintptr_t)(place - places) * PLACE_SIZE;
}

static void map_anchor(const struct place *place)
{
	void *at = (void *)base_of(place);

	if (mmap(at, PAGE_SIZE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != at ||
	    !user_store((uintptr_t)at, 1))
		lacks("no memory at %lx", (unsigned long)(uintptr_t)at);
}

void places_init(void)
{
	for (unsigned int i = 0; i < PLACES; i++)
		map_anchor(&places[i]);
}

bool place_on_disk(const char *call)
{
	if (on_disk)
		return true;
	wanted_disk = true;
	cannot(call,
	       "no directory of a disk is known, where pages can be reclaimed: disk=DIRECTORY");
	return false;
}

bool places_wanted_disk(void)
{
	return xchg(&wanted_disk, false);
}

void place_count_reclaim(bool taken)
{
	(void)fetch_add(&reclaimed[taken], 1);
}

void places_reclaimed(uint64_t *taken, uint64_t *of)
{
	*taken = xchg(&reclaimed[true], 0);
	*of = *taken + xchg(&reclaimed[false], 0);
}

struct place *place_at(unsigned int i)
{
	return &places[i];
}

struct place *place_here(void)
{
	return here;
}

unsigned int actor_here(void)
{
	return actor;
}

void place_enter(struct place *place, unsigned int as)
{
	here = place;
	actor = as;
	sys_play(as);
	in_use = &place->mm[0];
}

void place_use(const struct mm *mm)
{
	in_use = mm;
	sys_use(mm->at);
}

const struct mm *place_used(void)
{
	return in_use;
}

unsigned int place_child(const struct place *place, unsigned int nr)
{
	return SYS_CHILDREN + (unsigned int)(place - places) * (PLACE_MMS - 1) + nr - 1;
}

int place_clear(const struct place *place, const struct mm *mm)
{
	return sys_unmap(mm->at, base_of(place) + PAGE_SIZE, PLACE_SIZE - PAGE_SIZE);
}

void place_warming(bool is)
{
	warming = is;
}

bool place_is_warming(void)
{
	return warming;
}

/* A file on a disk has no name, so it vanishes with this program, however that ends. */
static int open_file(const char *directory)
{
	if (directory)
		return open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return memfd_create("stalehound", MFD_CLOEXEC);
}

/* A store to a page that the disk has no room for is SIGBUS, which a test takes for FAULT. */
static bool has_room(const struct file *file)
{
	return !on_disk || !fallocate(file->fd, 0, 0, (off_t)FILE_BYTES) || errno == EOPNOTSUPP;
}

static bool make_file(struct file *file, const char *directory)
{
	file->fd = open_file(directory);
	if (file->fd < 0 || ftruncate(file->fd, FILE_BYTES) || !has_room(file))
		return false;
	(void)posix_fadvise(file->fd, 0, 0, POSIX_FADV_RANDOM);
	file->probe = mmap(NULL, FILE_BYTES, PROT_READ, MAP_SHARED, file->fd, 0);
	return file->probe != MAP_FAILED;
}

bool places_open(bool disk, const char *directory)
{
	on_disk = disk;
	for (unsigned int i = 0; i < PLACES; i++) {
		for (unsigned int f = 0; f < LITMUS_FILES; f++) {
			struct file *file = &places[i].files[f];

			memset(file, 0, sizeof(*file));
			file->place = &places[i];
			file->nr = f;
			if (!make_file(file, disk ? directory : NULL))
				return false;
		}
	}
	return true;
}

void places_close(void)
{
	for (unsigned int i = 0; i < PLACES; i++) {
		for (unsigned int f = 0; f < LITMUS_FILES; f++) {
			struct file *file = &places[i].files[f];

			if (file->probe && file->probe != MAP_FAILED)
				munmap(file->probe, FILE_BYTES);
			if (file->fd >= 0)
				close(file->fd);
		}
	}
}

bool places_on_disk(void)
{
	return on_disk;
}

static void prepare_files(struct place *place)
{
	for (unsigned int f = 0; f < LITMUS_FILES; f++) {
		struct file *file = &place->files[f];

		place->run.file[f] = file;
		memset(file->changes, 0, sizeof(file->changes));
		for (unsigned int i = 0; i < LITMUS_FILE_PAGES; i++)
			file->page[i].was = file->page[i].run;
	}
}

void place_prepare(struct place *place, const struct litmus *litmus, struct random *random)
{
	/* One count for all places: what another run left behind is then recognised as foreign. */
	static uint32_t runs;
	struct run *run = &place->run;
	uintptr_t base = base_of(place);

	memset(run, 0, sizeof(*run));
	memset(place->played, 0, sizeof(place->played));
	run->program = litmus->program;
	run->number = ++runs;
	for (unsigned int i = 0; i < PLACE_MMS; i++) {
		place->mm[i].nr = i;
		place->mm[i].at = i == GUEST ? 0 : i;
		if (i < LITMUS_MMS)
			run->mms[i] = &place->mm[i];
	}
	run->mm = run->mms[0];
	run->x = base + (1 + random_below(random, 191)) * PAGE_SIZE;
	run->z = base + (256 + random_below(random, 192)) * PAGE_SIZE;
	run->lone = base + (2 + random_below(random, 2)) * REGION_SIZE;
	run->other = run->lone ^ REGION_SIZE;
	for (unsigned int i = 0; i < LITMUS_REGS; i++)
		run->reg[i] = REG_UNSET;
	memset(place->anon, 0, sizeof(place->anon));
	place->others = 0;
	place->nr_areas = 0;
	place->met = 0;
	prepare_files(place);
	litmus->setup(run);
}

void place_reset(struct place *place)
{
	for (unsigned int mm = 1; mm < PLACE_MMS; mm++) {
		sys_end(place_child(place, mm));
		if (place->mm[mm].at >= SYS_CHILDREN)
			place->mm[mm].at = 0;
		else if (place->others >> mm & 1 && place_clear(place, &place->mm[mm]))
			lacks("munmap() of a place failed: %d", errno);
	}
	if (place_clear(place, &place->mm[0]))
		lacks("munmap() of a place failed: %d", errno);
	for (unsigned int i = 0; i < place->nr_areas; i++) {
		const struct area *area = &place->areas[i];

		if (area->written)
			file_taint(area->file, area->index, area->pages);
	}
	for (unsigned int f = 0; f < LITMUS_FILES; f++) {
		struct file *file = &place->files[f];

		if (!file->cut)
			continue;
		file->cut = false;
		file_taint(file, 0, LITMUS_FILE_PAGES);
		if (ftruncate(file->fd, FILE_BYTES) || !has_room(file))
			lacks("ftruncate() failed: %d", errno);
	}
}

bool place_allows(const char *call, uintptr_t va, size_t pages)
{
	return bounds_allow(&here->run, call, va, pages);
}

/* The part of @place that @va is in: first or second half of x's and z's 2 MiB, lone, other. */
static unsigned int part_of(const struct place *place, uintptr_t va)
{
	uintptr_t offset = va - base_of(place);

	return offset < REGION_SIZE ? offset >= REGION_SIZE / 2 :
				      (unsigned int)(offset / REGION_SIZE);
}

void place_note_area(struct place *place, const struct area *area)
{
	if (!area->file)
		(void)fetch_or(&place->anon[area->mm->nr], 1u << part_of(place, area->va));
	(void)fetch_or(&place->others, 1u << area->mm->nr);
	while (xchg(&place->areas_locked, true))
		cpu_relax();
	if (place->nr_areas < AREAS_LOGGED)
		place->areas[place->nr_areas++] = *area;
	smp_store_release(&place->areas_locked, false);
}

void place_populate(const struct place *place, uintptr_t va)
{
	if (place->anon[in_use->nr] >> part_of(place, va) & 1)
		(void)sys_advise(sys_used(), va & PAGE_MASK, PAGE_SIZE, MADV_POPULATE_WRITE);
}

void file_taint(struct file *file, uint64_t index, uint64_t pages)
{
	for (uint64_t i = index; i < index + pages && i < LITMUS_FILE_PAGES; i++)
		file->page[i].value = 0;
}

#define OCCUPANT 0xfffu

uint64_t file_stamp(const struct file *file, uint64_t index, uint32_t run, enum value value)
{
	unsigned int owner =
		file ? (unsigned int)(file->place - places) * LITMUS_FILES + file->nr : OCCUPANT;

	return stamp_make(STAMP_FILE, owner, (unsigned int)index, run << 4 | (value - VALUE_NAMES));
}

/* Is the content of a file's page one that it has had in this run? */
static bool is_of_run(const struct place *place, const struct stamp *stamp)
{
	uint32_t run = stamp->version >> 4;
	unsigned int first = (unsigned int)(place - places) * LITMUS_FILES;
	const struct file_page *page;

	if (stamp->owner == OCCUPANT)
		return run == (place->run.number & 0xfffff);
	if (stamp->owner - first >= LITMUS_FILES || stamp->index >= LITMUS_FILE_PAGES)
		return false;
	page = &place->files[stamp->owner - first].page[stamp->index];
	return run == (READ_ONCE(page->run) & 0xfffff) || run == (page->was & 0xfffff);
}

enum value place_meaning(const struct place *place, uintptr_t va, uint64_t word)
{
	struct stamp stamp;

	if (!word && va && place->anon[in_use->nr] >> part_of(place, va) & 1)
		return FRESH;
	if (!stamp_decode(word, &stamp))
		return FOREIGN;
	if (stamp.kind == STAMP_STORE && stamp.version >> 4 == (place->run.number & 0xfffff))
		return (enum value)(stamp.version & 15);
	if (stamp.kind == STAMP_FILE && is_of_run(place, &stamp))
		return (enum value)(VALUE_NAMES + (stamp.version & 15));
	return FOREIGN;
}
