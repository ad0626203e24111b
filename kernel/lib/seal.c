/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CRC-32, half a byte at a time: a table of 16 suffices, since a console is slow.
 */
#include <kernel/lib/format.h>
#include <kernel/lib/seal.h>

#define CRC_POLYNOMIAL 0xedb88320u

static uint32_t half_byte(uint32_t crc)
{
	for (unsigned int bit = 0; bit < 4; bit++)
		crc = crc >> 1 ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
	return crc;
}

void seal_add(struct seal *seal, const char *text, size_t len)
{
	static uint32_t table[16];
	uint32_t crc = ~seal->crc;

	if (!table[1]) {
		for (uint32_t i = 0; i < 16; i++)
			table[i] = half_byte(i);
	}
	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)text[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	seal->crc = ~crc;
}

size_t seal_line(struct seal *seal, char line[SEAL_MAX], bool last, bool json)
{
	const char *begin = json ? "{\"seal\":\"" : "# seal ";
	int len = snformat(line, SEAL_MAX, "%s%08x %u ", begin, seal->id, seal->number);

	seal_add(seal, line, (size_t)len);
	len += snformat(line + len, SEAL_MAX - (size_t)len, "%08x%s%s\n", seal->crc,
			last ? " end" : "", json ? "\"}" : "");
	seal->number++;
	seal->crc = 0;
	return (size_t)len;
}
