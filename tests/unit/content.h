/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of content: an mm in use, and a file of a few pages that it may map.
 */
#ifndef TESTS_UNIT_CONTENT_H
#define TESTS_UNIT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/phys.h>

#define CONTENT_AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define CONTENT_PAGES	 8
#define RW		 (VM_READ | VM_WRITE)

struct mm;
struct file;

extern struct mm *content_mm;
extern struct file *content_file;

/* Frames, the mm, and the file, whose page n holds n + 1; under LUF. */
void content_start(void);

/* Map @pages pages of the file from @index on at page @page. */
void content_map(unsigned int page, unsigned int flags, uint64_t index, size_t pages);

/* The word that the program loads at page @page, which must not fault; does a load fault? */
uint64_t content_at(unsigned int page);
bool content_faults(unsigned int page);

/* The first word of block @index of the file on the device; replace it by @word. */
uint64_t content_of_device(uint64_t index);
void content_change_device(uint64_t index, uint64_t word);

#endif
