/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page cache: each page of a file is in at most one frame, which the
 * cache holds one reference to.  The content lives on the block device.
 */
#ifndef KERNEL_MM_OBJECTS_FILEMAP_H
#define KERNEL_MM_OBJECTS_FILEMAP_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/objects/file.h>

/* A file of @nr_pages zero pages, at most FILE_MAX_PAGES; NULL when memory or the device is out. */
struct file *file_create(uint64_t nr_pages);

/* The cached page @index with a reference, or NULL. */
struct page *file_find_page(struct file *file, uint64_t index);

/* The first cached page from *@index on and before @end, with a reference; *@index is its own. */
struct page *file_next_page(struct file *file, uint64_t *index, uint64_t end);

/*
 * Page @index with a reference, uptodate, read from the device if need be.
 * 0, -EFBIG beyond the end, -ENOMEM, or the device's error.
 */
int file_get_page(struct file *file, uint64_t index, struct page **found);

/*
 * read() and write() of @len bytes at @pos.  0 or a negative error.  When write
 * returns no CPU can see what was there before through any mapping.
 */
int file_read(struct file *file, uint64_t pos, void *buf, size_t len);
int file_write(struct file *file, uint64_t pos, const void *buf, size_t len);

/*
 * The content of @file is about to become different from what a deferred flush still
 * lets CPUs see: settle that first.  Caller holds the lock of the page that changes.
 */
void file_content_changes(struct file *file);

/*
 * Take @page, locked by the caller, who has one reference to it, out of the cache, if
 * nobody else has any and it is clean; the cache's reference becomes the caller's.
 * False: it stays.
 */
bool file_remove_page(struct page *page);

/*
 * Take @page, locked by the caller, who has a reference to it, out of the cache and off
 * the LRU, whatever its dirt and whoever else has a reference.  No PTE maps it.
 */
void file_detach_page(struct page *page);

/*
 * Let @new, locked and with the same content, take the place of @old in the cache, if
 * nobody has a reference to @old but the cache, whose becomes the caller's, and the
 * caller, who has locked it.  False: it stays.
 */
bool file_replace_page(struct page *old, struct page *new);

/* Drop every page from the cache.  None is mapped, dirty or in use. */
void file_drop_cache(struct file *file);

#endif
