/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See result.h.
 */
#include <errno.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/result.h>
#include <tests/engine/broken.h>
#include <sys/mman.h>

const char machine_lacks[] = "a call did not get what it needs of this machine: files, processes, "
			     "memory, room on the disk, or the right to make it";

/* Does error @number only say that the machine lacks something?  Then it answers no question. */
static bool is_lack(int number)
{
	static const int lacks[] = { EMFILE, ENFILE, ENOSPC, EDQUOT, EAGAIN,
				     EIO,    EPERM,  EACCES, ENOSYS };

	for (unsigned int i = 0; i < sizeof(lacks) / sizeof(lacks[0]); i++) {
		if (lacks[i] == number)
			return true;
	}
	return false;
}

uint64_t linux_result(bool done)
{
	static const struct {
		int number;
		enum value value;
	} errors[] = {
		{ ENOENT, E_NOENT }, { EIO, E_IO },	  { EAGAIN, E_AGAIN },
		{ ENOMEM, E_NOMEM }, { EFAULT, E_FAULT }, { EBUSY, E_BUSY },
		{ EINVAL, E_INVAL }, { EFBIG, E_FBIG },	  { ENOSPC, E_NOSPC },
	};

	if (done)
		return DONE;
	if (is_lack(errno))
		cannot("errno", machine_lacks);
	for (unsigned int i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (errors[i].number == errno)
			return errors[i].value;
	}
	broken("errno", (uint64_t)errno, "a call of Linux failed in a way that has no name here");
	return FOREIGN;
}

void must(uint64_t result, const char *call, uint64_t where)
{
	if (result != DONE)
		broken(call, where, "the call of Linux failed");
}

int linux_protection(unsigned int flags)
{
	return (flags & VM_READ ? PROT_READ : 0) | (flags & VM_WRITE ? PROT_WRITE : 0) |
	       (flags & VM_EXEC ? PROT_EXEC : 0);
}
