/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The world of a run: its address spaces, files and addresses, which are made for a session and
 * reset between runs.
 */
#ifndef TESTS_ENGINE_WORLD_H
#define TESTS_ENGINE_WORLD_H

#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/objects/refill.h>
#include <tests/engine/must.h>
#include <tests/engine/session.h>

/* Make mms, files and anchor mappings.  Panics if there is no memory. */
void world_create(struct scene *scene, struct random *random);
void world_destroy(struct scene *scene);

/* Before a run: number it, choose its pages, clear its registers and flags. */
void world_prepare(struct scene *scene, struct random *random);
/* After it: nothing is mapped but the anchors, nothing cached.  No CPU uses the mms. */
void world_reset(struct scene *scene);

/* From now on this CPU plays @actor, and records its accesses there. */
void world_enter(struct actor *actor);

/* Run as a user of @mm; NULL: of none, without user accesses. */
void world_use(struct mm *mm);

/* Set the designs with which runs begin, until their setup changes them; restore these. */
void world_rules_usual(const struct mm_rules *rules);
void world_rules_reset(void);
/* The same for LUF's limits and the rule for refills. */
void world_luf_usual(const struct deferred_limits *wanted, enum luf_refill refill);
void world_luf_reset(void);

/*
 * Whether tests must be small and the same in both worlds: metal follows a schedule, or the model
 * looks for one that metal can follow.
 */
void world_follow(bool follow);

/* After a run, undo what it has begun and not ended, and say that the test is broken. */
void world_finish_raw(struct run *r);
void world_finish_breakpoints(void);
void world_finish_server(void);
void world_release_held(void);
/*
 * @page is held from now on, pinned if @flags have GUP_PIN, or no longer.  False: there is no room,
 * or it was not held so.
 */
bool world_hold(struct page *page, unsigned int flags);
bool world_let_go(struct page *page, unsigned int flags);
#define HELD_OTHERWISE                                                                             \
	"the test does not hold the page, or did not get it so: with GUP_PIN, or without"
void world_finish_guest(struct run *r);
void world_finish_children(struct run *r);
void world_finish_madvise(void);
void world_begin_uffd(void);

/* Reset @mm to what it has between runs. */
void world_make_anew(struct mm *mm);

/* Fill @page, which was just allocated, with @value, and free it. */
void world_occupy(struct run *r, struct page *page, enum value value);

/* The value for a register of a call that returned @err: DONE, or E_NOMEM and the like. */
uint64_t world_result(int err);

/* May the run map, unmap and change @pages pages from @va on?  If not, the test is broken. */
bool world_allows(const char *call, uintptr_t va, size_t pages);

/* May a call use @mm?  If not, the test is broken. */
bool world_has_mm(const char *call, const struct mm *mm);
bool world_is_guest(const struct mm *mm);
/* Both: may it be about @pages pages from @va on of @mm? */
bool world_allows_in(const char *call, const struct mm *mm, uintptr_t va, size_t pages);
/* May a test give a page @value?  It must be one of OLD to OTHER.  If not, the test is broken. */
bool world_is_content(const char *call, enum value value);
/* May the test use raw operations?  If not, the test is broken. */
bool world_is_raw(const char *call);

/* The value that @word, read in @run, stands for. */
enum value world_meaning(const struct run *run, uint64_t word);
/* The same, read at @va: only what may be there is FRESH; another page's memory is FOREIGN. */
enum value world_meaning_at(const struct run *run, uintptr_t va, uint64_t word, uint32_t returned);

/* The word that means @value on page @index of @file. */
uint64_t world_stamp(const struct run *run, const struct file *file, uint64_t index,
		     enum value value);
/* Write @stamp to the start of @page, and after it code that returns it: see fetch(). */
void world_fill(void *page, uint64_t stamp);
#define WORLD_CODE (STAMP_WORDS * sizeof(uint64_t))
/* Free the device's frames, which nothing maps. */
void world_reset_device(void);
void world_reset_dax(void);
void world_reset_dma(void);

#endif
