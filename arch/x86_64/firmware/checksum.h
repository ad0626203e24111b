/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The checksum of a firmware's tables, ACPI's and SMBIOS' alike.
 */
#ifndef ARCH_X86_64_FIRMWARE_CHECKSUM_H
#define ARCH_X86_64_FIRMWARE_CHECKSUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Do the @size bytes of @table add up to 0, modulo 256? */
static inline bool checksum_good(const void *table, size_t size)
{
	const uint8_t *bytes = table;
	uint8_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + bytes[i]);
	return sum == 0;
}

#endif
