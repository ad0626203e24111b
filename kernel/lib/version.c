/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only file that is built anew when the commit is another: its makefile defines STALEHOUND.
 */
#include <kernel/lib/version.h>

#define AS_TEXT(word) #word
#define TEXT_OF(word) AS_TEXT(word)

const char stalehound_version[] = TEXT_OF(STALEHOUND);
