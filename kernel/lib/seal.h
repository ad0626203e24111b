/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Seals: what has been written to the console can be checked, piece by piece.
 *
 *	# seal 5f2e91ac 17 9b1c22d0		the run's id, this seal's number from 0 on, CRC-32
 *	# seal 5f2e91ac 18 00c1d9aa end		nothing follows
 *
 * The CRC (IEEE 802.3, as zlib has it) is of all bytes since the seal before, without that
 * seal's own line, and of this one's text up to the CRC.  So a log that was cut off, in which a
 * bit has flipped, or two runs are mixed, is told from a whole one.
 */
#ifndef KERNEL_LIB_SEAL_H
#define KERNEL_LIB_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_MAX 64

/* What is being sealed.  Zero but for its id, to begin with. */
struct seal {
	uint32_t id;
	uint32_t number;
	uint32_t crc; /* of what was added since the last seal */
};

/* @text is being written. */
void seal_add(struct seal *seal, const char *text, size_t len);

/*
 * The line that seals what was added, with its newline, or as an object {"seal":"…"}; the next
 * begins.  Returns its length.
 */
size_t seal_line(struct seal *seal, char line[SEAL_MAX], bool last, bool json);

#endif
