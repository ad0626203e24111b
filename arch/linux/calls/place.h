/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A place: the world of one run.  Many are made ready at a time and raced one after the other,
 * so that what a rendezvous costs is shared.
 *
 *	8 MiB:	0 … 2 MiB	anchor, x, z		see struct run
 *		4 … 8 MiB	lone and other
 */
#ifndef ARCH_LINUX_CALLS_PLACE_H
#define ARCH_LINUX_CALLS_PLACE_H

#include <kernel/lib/random.h>
#include <tests/litmus.h>

#define PLACES		64
#define PLACE_SIZE	0x800000UL
#define PLACES_FROM	0x100000000000UL
#define ACCESSES_LOGGED 64
#define CHANGES_LOGGED	16
#define AREAS_LOGGED	24

/* An mm of a run: its number there, those of r->mms[] first; and its address space in sys.h. */
struct mm {
	unsigned int nr;
	unsigned int at;
};

#define GUEST	  LITMUS_MMS /* the number of r->guest */
#define PLACE_MMS (LITMUS_MMS + 1)

/* A page of a file: its content, and the run that gave it. */
struct file_page {
	uint32_t run;
	uint32_t was;  /* the run that gave the content which it had when this run began */
	uint8_t value; /* enum value; 0: unknown */
};

struct file {
	struct place *place;
	unsigned int nr;
	int fd;
	bool cut;    /* truncated in this run */
	char *probe; /* mapped, and never touched: for mincore() */
	struct file_page page[LITMUS_FILE_PAGES];
	uint8_t changes[LITMUS_FILE_PAGES]; /* what change_device() is to put there; 0: nothing */
};

/* An access; times are of the clock that all CPUs share. */
struct logged {
	uintptr_t va; /* by place_in() */
	uint64_t began;
	uint64_t ended;
	uint64_t value;
	bool store;
};

/* A call that changed what is mapped. */
struct change {
	uintptr_t from; /* by place_in(); the range is empty if the call has failed */
	uintptr_t to;
	const struct file *file; /* not NULL: only what maps these pages of it, in that range */
	uint64_t index;
	uint64_t pages;
	uint64_t began;
	uint64_t ended;
	bool loads_stay; /* it takes away only the right to store, so loads show nothing */
};

struct area {
	const struct mm *mm;
	uintptr_t va;
	size_t pages;
	struct file *file; /* NULL: anonymous */
	uint64_t index;
	bool written; /* stores there change the file */
};

/* What one actor has done in one run. */
struct played {
	unsigned int nr_accesses;
	unsigned int nr_changes;
	struct logged accesses[ACCESSES_LOGGED]; /* the last of them */
	struct change changes[CHANGES_LOGGED];	 /* the first of them */
	uint64_t delay;
	uint64_t took;
	const int *waits_for;
	bool ended;
	bool warmed;
	bool strayed; /* it ran on another CPU than its own */
};

struct place {
	struct run run;
	struct mm mm[PLACE_MMS];
	struct file files[LITMUS_FILES];
	struct played played[LITMUS_CPUS];
	unsigned int nr_actors;
	unsigned int cpus[LITMUS_CPUS]; /* of the actors */
	unsigned int anon[PLACE_MMS];	/* a bit for each part of the place that had fresh memory */
	unsigned int others;		/* a bit for each mm but mms[0] that had mappings */
	unsigned int nr_areas;
	bool areas_locked;
	struct area areas[AREAS_LOGGED];
	uint32_t met; /* actors that are ready to race here */
};

/* Before the tests: reserve the addresses. */
void places_init(void);

/* Files in memory, or on a disk in @directory, from which pages can be reclaimed. */
bool places_open(bool on_disk, const char *directory);
void places_close(void);
bool places_on_disk(void);

struct place *place_at(unsigned int i);
/* The place in which this thread plays an actor, or NULL; which actor it plays. */
struct place *place_here(void);
unsigned int actor_here(void);
void place_enter(struct place *place, unsigned int actor);
/* In which mm this actor makes its accesses. */
void place_use(const struct mm *mm);
const struct mm *place_used(void);
/* The address space of sys.h that is for a child, or a guest, of this place. */
unsigned int place_child(const struct place *place, unsigned int nr);
/* Unmap all of @place in @mm. */
int place_clear(const struct place *place, const struct mm *mm);
/* In warm-up, a load of fresh memory gives it a frame, as it does on metal. */
void place_warming(bool warming);
bool place_is_warming(void);

/* Before a run: number it, choose its pages.  After it: nothing is mapped but the anchor. */
void place_prepare(struct place *place, const struct litmus *litmus, struct random *random);
void place_reset(struct place *place);

/* Do the @pages pages from @va on belong to the place?  If not, the test is broken. */
bool place_allows(const char *call, uintptr_t va, size_t pages);

/* Note that memory is mapped, at most AREAS_LOGGED times in a run. */
void place_note_area(struct place *place, const struct area *area);
/* Note that these pages of @file may have other bytes than before. */
void file_taint(struct file *file, uint64_t index, uint64_t pages);

/* Are the files on a disk, so that their pages can be reclaimed?  If not, @call is noted. */
bool place_on_disk(const char *call);
/* Was such a call noted since the last time? */
bool places_wanted_disk(void);
/* Count a page that reclaim was given; how many it has taken, of how many, since the last time. */
void place_count_reclaim(bool taken);
void places_reclaimed(uint64_t *taken, uint64_t *of);
/* If fresh memory is mapped at @va, give it a frame. */
void place_populate(const struct place *place, uintptr_t va);

/* The run is over.  A change_device() that no invalidate() followed was not made: cannot(). */
void contents_settle(const struct place *place);

/* What @word, read at @va of the mm in use, means there. */
enum value place_meaning(const struct place *place, uintptr_t va, uint64_t word);
uint64_t file_stamp(const struct file *file, uint64_t index, uint32_t run, enum value value);

/* @va of @mm, as one number. */
static inline uintptr_t place_in(unsigned int mm, uintptr_t va)
{
	return va | (uintptr_t)mm << 60;
}

/*
 * A call begins that changes what is mapped in [@from, @to), or where pages of @file are mapped.
 * change_end(): it has returned; @done: it did not fail.
 */
struct change *change_begin(uintptr_t from, uintptr_t to);
struct change *change_begin_file(const struct file *file, uint64_t index, uint64_t pages);
void change_end(struct change *change, bool done);
/* Is the page at @va, by place_in(), one that @change is about? */
bool change_has(const struct place *place, const struct change *change, uintptr_t va);

/*
 * The test makes a call that Linux is not asked for, so the rest of the run means nothing.  The
 * first @why of a run counts.
 */
void cannot(const char *call, const char *why);
/* The reason since the last call, or NULL. */
const char *cannot_take(void);

#endif
