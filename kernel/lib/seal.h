/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Seals: checksums on the console, by which each part of a log can be checked.
 *
 *	# seal 5f2e91ac 17 9b1c22d0		the run's id, this seal's number from 0 on, CRC-32
 *	# seal 5f2e91ac 18 00c1d9aa end		nothing follows
 *
 * The CRC (IEEE 802.3, as in zlib) covers all bytes after the line of the previous seal, and the
 * text of this seal up to the CRC.  So a reader recognises a log that was cut off, has a flipped
 * bit, or mixes two runs.
 */
#ifndef KERNEL_LIB_SEAL_H
#define KERNEL_LIB_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_MAX 64

/* What is being sealed.  All zeros at the start, except the id. */
struct seal {
	uint32_t id;
	uint32_t number;
	uint32_t crc; /* of what was added since the last seal */
};

/* Add @text, which is being written. */
void seal_add(struct seal *seal, const char *text, size_t len);

/*
 * Write to @line the line that seals what was added, with its newline, or @json, as an object
 * {"seal":"…"}; then begin the next seal.  Returns the length of the line.
 */
size_t seal_line(struct seal *seal, char line[SEAL_MAX], bool last, bool json);

#endif
