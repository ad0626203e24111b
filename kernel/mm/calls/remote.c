/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The client, and as much of the server as is needed to change content.  file_get_page()
 * reads pages from the server.
 */
#include <kernel/mm/calls/remote.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>

void remote_attach(struct remote *remote, struct file *file)
{
	*remote = (struct remote){ .file = file };
	file->remote = remote;
}

void remote_detach(struct remote *remote)
{
	remote->file->remote = NULL;
}

int remote_update(struct remote *remote, uint64_t index, const void *block)
{
	int err;

	spin_lock(&remote->grant);
	step(CONTENT, 0, 0);
	err = blkdev_write(remote->file->first_block + index, block);
	remote->version++;
	spin_unlock(&remote->grant);
	return err;
}

int remote_callback(struct remote *remote, uint64_t index)
{
	return file_invalidate(remote->file, index, 1);
}

/* Drop what we have cached of @file. */
static int drop_cached(struct file *file)
{
	struct page *page;
	uint64_t index = 0;
	int first_err = 0;

	while ((page = file_next_page(file, &index, READ_ONCE(file->nr_pages)))) {
		int err;

		page_put(page);
		err = file_invalidate(file, index, 1);
		if (err && !first_err)
			first_err = err;
		index++;
	}
	return first_err;
}

/* Caller holds the grant. */
static int revalidate(struct remote *remote)
{
	uint64_t since = luf_debug_now();
	int err;

	if (remote->seen == remote->version)
		return 0;
	err = drop_cached(remote->file);
	/* Why: a reclaimed page is not cached, but a CPU may still read it.  Litmus
	 * reclaim/remote-lock-grant. */
	if (!mutant(REMOTE_LOCK_SKIP_LUF))
		luf_flush(&remote->file->luf);
	luf_debug(promises_object, remote->file, 0, FILE_MAX_PAGES, since);
	if (!err)
		remote->seen = remote->version;
	return err;
}

int remote_lock(struct remote *remote)
{
	int err = 0;

	/* Why not yet: another client may write until we have the grant.  Litmus
	 * reclaim/remote-change-vs-lock. */
	if (mutant(REMOTE_REVALIDATES_EARLY))
		err = revalidate(remote);
	spin_lock(&remote->grant);
	if (!mutant(REMOTE_REVALIDATES_EARLY))
		err = revalidate(remote);
	if (err)
		spin_unlock(&remote->grant);
	return err;
}

int remote_unlock(struct remote *remote)
{
	int err = file_sync(remote->file);

	spin_unlock(&remote->grant);
	return err;
}
