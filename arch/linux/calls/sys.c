/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See sys.h.  A request is a struct in shared memory.  Its turn is odd from when it is made until
 * it is answered.
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
#include <arch/linux/host/lacks.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <tests/litmus.h>
#include <sys/mman.h>

#define OTHERS (LITMUS_MMS - 1)

enum what { LOAD, STORE, MAP, UNMAP, PROTECT, ADVISE, FORK };

struct request {
	uint32_t turn;
	unsigned int cpu;
	enum what what;
	uintptr_t va;
	size_t len;
	uint64_t word;
	int protection;
	int flags; /* ADVISE: the advice */
	int fd;
	int err; /* the answer: 0, or errno */
};

static struct request (*requests)[LITMUS_CPUS];
static pid_t *processes; /* by their number; 0: there is none */
static uint32_t *locks;	 /* of children, which serve one actor at a time */
static _Thread_local unsigned int used;
static _Thread_local unsigned int played;

static void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		lacks("no memory for requests");
	return memory;
}

void others_init(void)
{
	/* A child of a child becomes ours to wait for when its parent has ended. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	requests = share(sizeof(*requests) * SYS_MAX);
	processes = share(sizeof(*processes) * SYS_MAX);
	locks = share(sizeof(*locks) * SYS_MAX);
}

static bool fork_here(unsigned int child);
static bool in(unsigned int mm, struct request *what);

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
	case FORK:
		return fork_here((unsigned int)request->word);
	}
	return false;
}

static void *serve(void *arg)
{
	struct request *request = arg;
	uint32_t turn = 0; /* the first request may come before this thread gets here */

	for (;;) {
		while (smp_load_acquire(&request->turn) == turn)
			cpu_sleep(&request->turn, turn);
		if (cpu_id() != request->cpu || !turn)
			cpu_bind(request->cpu);
		errno = EFAULT;
		request->err = do_it(request) ? 0 : errno;
		turn += 2;
		smp_store_release(&request->turn, turn);
		cpu_wake_all(&request->turn);
	}
	return NULL;
}

/* This process ends when the one that made it does, and waits for none of its own children. */
static void begin_to_serve(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		_exit(1);
	(void)signal(SIGCHLD, SIG_IGN);
}

static bool fork_here(unsigned int child)
{
	pid_t parent = getpid();
	pid_t pid;

	requests[child][0].turn = 0;
	pid = fork();
	if (!pid) {
		begin_to_serve(parent);
		serve(&requests[child][0]);
	}
	smp_store_release(&processes[child], pid > 0 ? pid : 0);
	return pid > 0;
}

static _Noreturn void live(unsigned int which, pid_t parent)
{
	pthread_t threads[LITMUS_CPUS];

	begin_to_serve(parent);
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
	pid_t pid;

	for (unsigned int which = 1; which <= OTHERS; which++) {
		for (unsigned int i = 0; i < LITMUS_CPUS; i++)
			requests[which][i].turn = 0;
		pid = fork();
		if (!pid)
			live(which, parent);
		if (pid < 0)
			lacks("no other process");
		processes[which] = pid;
	}
}

void others_stop(void)
{
	for (unsigned int which = 1; which <= OTHERS; which++)
		sys_end(which);
}

int sys_fork(unsigned int parent, unsigned int child)
{
	struct request what = { .what = FORK, .word = child };

	return in(parent, &what) ? 0 : -1;
}

/* waitpid() fails for a child of a child whose parent lives: then nothing waits for its end. */
void sys_end(unsigned int child)
{
	pid_t pid = processes[child];

	processes[child] = 0;
	locks[child] = 0;
	if (pid > 0 && !kill(pid, SIGKILL))
		(void)waitpid(pid, NULL, 0);
}

bool sys_is_there(unsigned int mm)
{
	return !mm || smp_load_acquire(&processes[mm]) > 0;
}

/* Sleeps between two looks, so that the child can run on this CPU. */
static void lock(unsigned int mm)
{
	while (mm >= SYS_CHILDREN && xchg(&locks[mm], 1u))
		cpu_doze();
}

static void unlock(unsigned int mm)
{
	if (mm >= SYS_CHILDREN)
		smp_store_release(&locks[mm], 0u);
}

/* Has the process of @mm ended, though nobody here has ended it?  It may be out of memory. */
static bool has_died(unsigned int mm)
{
	siginfo_t info = { 0 };
	pid_t pid = smp_load_acquire(&processes[mm]);

	if (pid <= 0)
		return false;
	if (!waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT))
		return info.si_pid == pid;
	return errno == ECHILD && kill(pid, 0) && errno == ESRCH;
}

/* Wait until @request, to the process of @mm, has the turn @done. */
static void wait_for(unsigned int mm, const struct request *request, uint32_t done)
{
	while (smp_load_acquire(&request->turn) != done) {
		cpu_sleep(&request->turn, done - 1);
		if (smp_load_acquire(&request->turn) != done && has_died(mm))
			lacks("the process of address space %u has been killed", mm);
	}
}

/* Have the process of @mm, which is not 0, make the call or access @what. */
static bool ask(unsigned int mm, const struct request *what, uint64_t *word)
{
	struct request *request = &requests[mm][mm < SYS_CHILDREN ? played : 0];
	uint32_t turn;
	int err;

	if (!sys_is_there(mm)) {
		errno = ESRCH;
		return false;
	}
	lock(mm);
	turn = READ_ONCE(request->turn);
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
	wait_for(mm, request, turn + 2);
	if (word)
		*word = request->word;
	err = request->err;
	unlock(mm);
	errno = err;
	return !err;
}

/* Make the call or access @what in @mm. */
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
