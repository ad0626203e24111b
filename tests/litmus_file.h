/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that are about files: their content, their pages in the cache, and what
 * reclaim, breakpoints and servers do to these.  A part of tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_FILE_H
#define TESTS_LITMUS_FILE_H

#include <stdint.h>
#include <kernel/rules/abi.h>

struct file;
struct run;

/* Setup: page @index of @file has content @value on the device. */
void content(struct run *r, struct file *file, uint64_t index, enum value value);
/* write(): give the page content @value. */
void write_content(struct run *r, struct file *file, uint64_t index, enum value value);
/* read(): the content that the file has. */
uint64_t read_content(struct run *r, struct file *file, uint64_t index);
/* The content that the device has, whatever the page cache has. */
uint64_t device_content(struct run *r, struct file *file, uint64_t index);

uint64_t try_write_content(struct run *r, struct file *file, uint64_t index, enum value value);
/* The content that the file has, or the error. */
uint64_t try_read_content(struct run *r, struct file *file, uint64_t index);

/* truncate(): make @file @pages long, at most LITMUS_FILE_PAGES.  The engine restores it. */
void truncate_file(struct run *r, struct file *file, uint64_t pages);
uint64_t try_truncate_file(struct run *r, struct file *file, uint64_t pages);
/* Give page @index of @file content @value on the device, and leave the cache as it is. */
void change_device(struct run *r, struct file *file, uint64_t index, enum value value);
/* Drop page @index of @file from the cache: the next access reads it from the device. */
void invalidate(struct run *r, struct file *file, uint64_t index);
uint64_t try_invalidate(struct run *r, struct file *file, uint64_t index);

/* fsync(). */
void sync_file(struct run *r, struct file *file);
uint64_t try_sync_file(struct run *r, struct file *file);
/* fsync() of page @index alone, which takes less time. */
void sync_page(struct run *r, struct file *file, uint64_t index);
uint64_t try_sync_page(struct run *r, struct file *file, uint64_t index);

/* Reclaim pages [@first, @first + @nr) of @file now. */
void reclaim(struct run *r, struct file *file, uint64_t first, uint64_t nr);
uint64_t try_reclaim(struct run *r, struct file *file, uint64_t index);
/* Is page @index of @file in the page cache?  1 or 0. */
uint64_t is_cached(struct run *r, struct file *file, uint64_t index);
/* Clear the A bits of page @index of @file, as ageing does.  Returns how many were set. */
uint64_t age(struct run *r, struct file *file, uint64_t index);
/* Remove the page tables that map page @index of @file. */
void retract(struct run *r, struct file *file, uint64_t index);

/*
 * Set a breakpoint in the program of page @index of @file: every mm that runs it finds content
 * @value there from now on.  clear_breakpoint() removes it.
 */
void set_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value);
void clear_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value);

/*
 * serve_remotely(), in setup: file 0 is on a server.  remote_change(): another client gives page
 * @index content @value.  remote_tells(): the server tells us.  lock_remote(), unlock_remote():
 * take the server's lock, and release it.
 */
void serve_remotely(struct run *r);
void remote_change(struct run *r, uint64_t index, enum value value);
void remote_tells(struct run *r, uint64_t index);
void lock_remote(struct run *r);
void unlock_remote(struct run *r);

#endif
