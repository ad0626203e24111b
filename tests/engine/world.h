/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The world of a run: its address spaces, files and addresses, made for a session
 * and put back to their first state between runs.
 */
#ifndef TESTS_ENGINE_WORLD_H
#define TESTS_ENGINE_WORLD_H

#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/objects/refill.h>
#include <tests/engine/must.h>
#include <tests/engine/session.h>

/* Make mms, files and anchor mappings.  Memory that is out here is a panic. */
void world_create(struct scene *scene, struct random *random);
void world_destroy(struct scene *scene);

/* Before a run: number it, choose its pages, clear its registers and flags. */
void world_prepare(struct scene *scene, struct random *random);
/* After it: nothing is mapped but the anchors, nothing cached.  No CPU uses the mms. */
void world_reset(struct scene *scene);

/* From now on this CPU plays @actor: its accesses are remembered there. */
void world_enter(struct actor *actor);

/* Run as a user of @mm, or as none with NULL: who does not, makes no user accesses. */
void world_use(struct mm *mm);

/* What a run begins with, until its setup says otherwise, and begin with it: the designs. */
void world_rules_usual(const struct mm_rules *rules);
void world_rules_reset(void);
/* LUF's limits, and the rule for refills. */
void world_luf_usual(const struct deferred_limits *wanted, enum luf_refill refill);
void world_luf_reset(void);

/*
 * From now on tests are small, and the same in both worlds: metal is to follow a schedule, or
 * the model looks for one that it can follow.
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

/* Let @mm have what it has between runs, and nothing else. */
void world_make_anew(struct mm *mm);

/* Fill @page, which was just allocated, with @value, and free it. */
void world_occupy(struct run *r, struct page *page, enum value value);

/* What a call came to that returned @err: DONE, or E_NOMEM and its like. */
uint64_t world_result(int err);

/* May the run map, unmap and change @pages pages from @va on?  If not, the test is broken. */
bool world_allows(const char *call, uintptr_t va, size_t pages);

/* May a call use @mm?  If not, the test is broken. */
bool world_has_mm(const char *call, const struct mm *mm);
bool world_is_guest(const struct mm *mm);
/* Both: may it be about @pages pages from @va on of @mm? */
bool world_allows_in(const char *call, const struct mm *mm, uintptr_t va, size_t pages);
/* May a test give a page @value, one of OLD to OTHER?  Likewise. */
bool world_is_content(const char *call, enum value value);
/* Is the test one that may change entries behind the kernel's back?  Likewise. */
bool world_is_raw(const char *call);

/* What @word, read in @run, means to the test. */
enum value world_meaning(const struct run *run, uint64_t word);
/* The same, read at @va: only what may be there is FRESH; another page's memory is FOREIGN. */
enum value world_meaning_at(const struct run *run, uintptr_t va, uint64_t word, uint32_t returned);

/* The word that means @value on page @index of @file. */
uint64_t world_stamp(const struct run *run, const struct file *file, uint64_t index,
		     enum value value);
/* Put @stamp at the head of the page at @page, and code that yields it behind: see fetch(). */
void world_fill(void *page, uint64_t stamp);
#define WORLD_CODE (STAMP_WORDS * sizeof(uint64_t))
/* Nothing maps the device's frames: it gives them back. */
void world_reset_device(void);
void world_reset_dax(void);
void world_reset_dma(void);

#endif
