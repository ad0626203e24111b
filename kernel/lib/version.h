/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The version, from the file VERSION.
 */
#ifndef KERNEL_LIB_VERSION_H
#define KERNEL_LIB_VERSION_H

#define VERSION_AS_TEXT(version) #version
#define VERSION_TEXT(version)	 VERSION_AS_TEXT(version)
#define STALEHOUND_VERSION	 VERSION_TEXT(STALEHOUND)

#endif
