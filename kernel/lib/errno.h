/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error numbers, with Linux's names and values.
 */
#ifndef KERNEL_LIB_ERRNO_H
#define KERNEL_LIB_ERRNO_H

#define ENOENT 2
#define EIO    5
#define EAGAIN 11
#define ENOMEM 12
#define EFAULT 14
#define EBUSY  16
#define EINVAL 22
#define EFBIG  27
#define ENOSPC 28

#endif
