/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page cache: it has at most one frame for each page of a file, and holds one reference
 * to that frame.  The content is kept on the block device.
 */
#ifndef KERNEL_MM_OBJECTS_FILEMAP_H
#define KERNEL_MM_OBJECTS_FILEMAP_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/objects/file.h>

/* A file of @nr_pages zero pages, at most FILE_MAX_PAGES; NULL if memory or the device is full. */
struct file *file_create(uint64_t nr_pages);

/* The cached page @index with a reference, or NULL. */
struct page *file_find_page(struct file *file, uint64_t index);

/* The first cached page in [*@index, @end), with a reference; sets *@index to its index. */
struct page *file_next_page(struct file *file, uint64_t *index, uint64_t end);

/*
 * Find page @index, read from the device if needed, with a reference.
 * 0, -EFBIG beyond the end, -ENOMEM, or the device's error.
 */
int file_get_page(struct file *file, uint64_t index, struct page **found);

/*
 * read() and write() of @len bytes at @pos.  0 or a negative error.  When write() returns,
 * no CPU can see the old content through any mapping.
 */
int file_read(struct file *file, uint64_t pos, void *buf, size_t len);
int file_write(struct file *file, uint64_t pos, const void *buf, size_t len);

/*
 * The content of @file is about to change: first flush what LUF has deferred, through which
 * CPUs could still see the old content.  Caller holds the lock of the page that changes.
 */
void file_content_changes(struct file *file);

/*
 * Remove @page from the cache if it is clean and has no references but the cache's and the
 * caller's one; the cache's reference passes to the caller.  False: it stays.  Caller holds
 * the page lock.
 */
bool file_remove_page(struct page *page);

/*
 * Remove @page from the cache and the LRU, even if it is dirty or others have references.
 * No PTE maps it.  Caller holds the page lock and a reference.
 */
void file_detach_page(struct page *page);

/*
 * Replace @old in the cache by @new, which has the same content, if @old has no references
 * but the cache's, which passes to the caller, and the caller's.  False: it stays.  Caller
 * holds both page locks.
 */
bool file_replace_page(struct page *old, struct page *new);

/* Drop every page of @file from the cache.  None is mapped, dirty or in use. */
void file_drop_cache(struct file *file);

#endif
