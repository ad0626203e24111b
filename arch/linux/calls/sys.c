/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See sys.h.  A request is a word in shared memory whose turn is odd while it is to be done.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <arch/atomic.h>
#include <arch/linux/calls/sys.h>
#include <arch/linux/host/cpu.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <tests/litmus.h>
#include <sys/mman.h>

#define OTHERS (LITMUS_MMS - 1)

enum what { LOAD, STORE, MAP, UNMAP, PROTECT, ADVISE };

struct request {
	uint32_t turn;
	unsigned int cpu;
	enum what what;
	uintptr_t va;
	size_t len;
	uint64_t word;
	int protection;
	int flags; /* or the advice */
	int fd;
	int err; /* of the answer */
};

static struct request (*requests)[LITMUS_CPUS];
static pid_t others[OTHERS];
static _Thread_local unsigned int used;
static _Thread_local unsigned int played;

void others_init(void)
{
	requests = mmap(NULL, sizeof(*requests) * OTHERS, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (requests == MAP_FAILED)
		panic("no memory for requests");
}

static bool do_it(struct request *request)
{
	void *at = (void *)request->va;

	switch (request->what) {
	case LOAD:
		return user_load(request->va, &request->word);
	case STORE:
		return user_store(request->va, request->word);
	case MAP:
		return mmap(at, request->len, request->protection, request->flags, request->fd,
			    (off_t)request->word) == at;
	case UNMAP:
		return !munmap(at, request->len);
	case PROTECT:
		return !mprotect(at, request->len, request->protection);
	case ADVISE:
		return !madvise(at, request->len, request->flags);
	}
	return false;
}

static void *serve(void *arg)
{
	struct request *request = arg;
	uint32_t turn = READ_ONCE(request->turn);

	for (;;) {
		while (smp_load_acquire(&request->turn) == turn)
			cpu_sleep(&request->turn, turn);
		if (cpu_id() != request->cpu || !turn)
			cpu_bind(request->cpu);
		request->err = do_it(request) ? 0 : errno ? errno : EFAULT;
		turn += 2;
		smp_store_release(&request->turn, turn);
		cpu_wake_all(&request->turn);
	}
	return NULL;
}

static _Noreturn void live(unsigned int which, pid_t parent)
{
	pthread_t threads[LITMUS_CPUS];

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		_exit(1);
	for (unsigned int i = 1; i < LITMUS_CPUS; i++) {
		if (pthread_create(&threads[i], NULL, serve, &requests[which][i]))
			_exit(1);
	}
	serve(&requests[which][0]);
	_exit(1);
}

void others_start(void)
{
	pid_t parent = getpid();

	for (unsigned int which = 0; which < OTHERS; which++) {
		for (unsigned int i = 0; i < LITMUS_CPUS; i++)
			requests[which][i].turn = 0;
		others[which] = fork();
		if (!others[which])
			live(which, parent);
		if (others[which] < 0)
			panic("no other process");
	}
}

void others_stop(void)
{
	for (unsigned int which = 0; which < OTHERS; which++) {
		if (others[which] > 0 && !kill(others[which], SIGKILL))
			(void)waitpid(others[which], NULL, 0);
		others[which] = 0;
	}
}

/* Have @mm, which is not 0, do it. */
static bool ask(unsigned int mm, const struct request *what, uint64_t *word)
{
	struct request *request = &requests[mm - 1][played];
	uint32_t turn = READ_ONCE(request->turn);

	request->cpu = cpu_id();
	request->what = what->what;
	request->va = what->va;
	request->len = what->len;
	request->word = what->word;
	request->protection = what->protection;
	request->flags = what->flags;
	request->fd = what->fd;
	smp_store_release(&request->turn, turn + 1);
	cpu_wake_all(&request->turn);
	while (smp_load_acquire(&request->turn) != turn + 2)
		cpu_sleep(&request->turn, turn + 1);
	if (word)
		*word = request->word;
	errno = request->err;
	return !request->err;
}

/* What @what asks for, in @mm. */
static bool in(unsigned int mm, struct request *what)
{
	return mm ? ask(mm, what, &what->word) : do_it(what);
}

void sys_play(unsigned int actor)
{
	played = actor;
	used = 0;
}

void sys_use(unsigned int mm)
{
	used = mm;
}

unsigned int sys_used(void)
{
	return used;
}

bool sys_load(uintptr_t va, uint64_t *word)
{
	struct request what = { .what = LOAD, .va = va };
	bool done = used ? ask(used, &what, word) : user_load(va, word);

	return done;
}

bool sys_store(uintptr_t va, uint64_t word)
{
	const struct request what = { .what = STORE, .va = va, .word = word };

	return used ? ask(used, &what, NULL) : user_store(va, word);
}

int sys_map(unsigned int mm, uintptr_t va, size_t len, int protection, int flags, int fd,
	    uint64_t offset)
{
	struct request what = {
		.what = MAP,
		.va = va,
		.len = len,
		.word = offset,
		.protection = protection,
		.flags = flags,
		.fd = fd,
	};

	return in(mm, &what) ? 0 : -1;
}

int sys_unmap(unsigned int mm, uintptr_t va, size_t len)
{
	struct request what = { .what = UNMAP, .va = va, .len = len };

	return in(mm, &what) ? 0 : -1;
}

int sys_protect(unsigned int mm, uintptr_t va, size_t len, int protection)
{
	struct request what = { .what = PROTECT, .va = va, .len = len, .protection = protection };

	return in(mm, &what) ? 0 : -1;
}

int sys_advise(unsigned int mm, uintptr_t va, size_t len, int advice)
{
	struct request what = { .what = ADVISE, .va = va, .len = len, .flags = advice };

	return in(mm, &what) ? 0 : -1;
}
