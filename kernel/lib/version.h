/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The version, which names the commit: see tools/version.sh.
 */
#ifndef KERNEL_LIB_VERSION_H
#define KERNEL_LIB_VERSION_H

extern const char stalehound_version[];

#endif
