/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The queue of waiting faults.  See uffd.h.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/objects/uffd.h>
#include <kernel/rules/mutants.h>

/* Only once: a monitor that waits for the flag may have seen it already. */
void uffd_tell(struct uffd *uffd)
{
	if (!READ_ONCE(uffd->news))
		smp_store_release(&uffd->news, 1);
}

void uffd_queue(struct uffd *uffd, uintptr_t va)
{
	struct uffd_wait *wait = &uffd->waits[cpu_id()];

	spin_lock(&uffd->lock);
	wait->va = va;
	wait->read = false;
	WRITE_ONCE(wait->woken, 0);
	wait->nr++;
	/* Why: the monitor would go on sleeping.  Litmus uffd/monitor. */
	if (!mutant(UFFD_SKIP_EVENT))
		uffd_tell(uffd);
	spin_unlock(&uffd->lock);
}

void uffd_unqueue(struct uffd *uffd)
{
	spin_lock(&uffd->lock);
	uffd->waits[cpu_id()].va = 0;
	spin_unlock(&uffd->lock);
}

int uffd_wait(struct uffd *uffd)
{
	if (wait_watched(uffd->watch, &uffd->waits[cpu_id()].woken, "a userfaultfd's monitor"))
		return 0;
	uffd_unqueue(uffd);
	return -EFAULT;
}

int uffd_read(struct uffd *uffd, uintptr_t *va)
{
	int err = -EAGAIN;

	spin_lock(&uffd->lock);
	for (unsigned int cpu = 0; cpu < nr_cpus && err; cpu++) {
		struct uffd_wait *wait = &uffd->waits[cpu];

		if (!wait->va || wait->read)
			continue;
		wait->read = true;
		*va = wait->va;
		err = 0;
	}
	if (err)
		WRITE_ONCE(uffd->news, 0);
	spin_unlock(&uffd->lock);
	return err;
}

void uffd_wake(struct uffd *uffd, uintptr_t start, uintptr_t end)
{
	spin_lock(&uffd->lock);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		struct uffd_wait *wait = &uffd->waits[cpu];

		if (!wait->va || wait->va < start || wait->va >= end)
			continue;
		wait->va = 0;
		smp_store_release(&wait->woken, 1);
	}
	spin_unlock(&uffd->lock);
}
