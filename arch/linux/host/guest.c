/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See guest.h.  The first process only waits, so that a test program that is killed takes no
 * kernel with it:
 *
 *	init:	mounts, forks		program: the tests
 *		waits			         ends with its status, or is killed
 *		tells QEMU the status
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <arch/linux/host/facts.h>
#include <arch/linux/host/guest.h>
#include <kernel/lib/printk.h>
#include <kernel/sync/panic.h>

#define EXIT_PORT  0xf4 /* of QEMU's isa-debug-exit */
#define DISK_TRIES 500	/* a disk's driver may still be looking for it */
#define DISK_NAP   20000

struct mounted {
	const char *type;
	const char *at;
	int err;
};

static struct mounted mounts[] = {
	{ "devtmpfs", "/dev", 0 },
	{ "proc", "/proc", 0 },
	{ "sysfs", "/sys", 0 },
	{ "tmpfs", "/tmp", 0 },
	{ "cgroup2", "/sys/fs/cgroup", 0 },
};
#define NR_MOUNTS (sizeof(mounts) / sizeof(mounts[0]))

static const char *const disks[] = { "/dev/nvme0n1", "/dev/vda" };
static const char *const disk_types[] = { "ext4", "ext2" };
#define NR(array) (sizeof(array) / sizeof((array)[0]))

static bool is_guest;
static const char *disk; /* NULL: none could be mounted */
static const char *disk_type;

static bool mount_disk(void)
{
	for (unsigned int i = 0; i < NR(disks); i++) {
		for (unsigned int j = 0; j < NR(disk_types); j++) {
			disk = disks[i];
			disk_type = disk_types[j];
			if (!mount(disk, "/var/tmp", disk_type, 0, NULL))
				return true;
		}
	}
	disk = NULL;
	return false;
}

static void mount_all(void)
{
	for (unsigned int i = 0; i < NR_MOUNTS; i++) {
		(void)mkdir(mounts[i].at, 0755);
		mounts[i].err =
			mount(mounts[i].type, mounts[i].at, mounts[i].type, 0, NULL) ? errno : 0;
	}
	for (unsigned int tries = 0; tries < DISK_TRIES && !mount_disk(); tries++)
		usleep(DISK_NAP);
}

/* The archive may have no /dev/console, so that the kernel has opened none for this process. */
static void open_console(void)
{
	int fd;

	if (fcntl(STDOUT_FILENO, F_GETFD) >= 0)
		return;
	fd = open("/dev/console", O_RDWR);
	for (int i = 0; fd >= 0 && i <= STDERR_FILENO; i++)
		(void)dup2(fd, i);
}

static void write_port(unsigned char status)
{
	int fd;

	if (!ioperm(EXIT_PORT, 1, 1))
		outb(status, EXIT_PORT);
	fd = open("/dev/port", O_WRONLY);
	if (fd >= 0)
		(void)pwrite(fd, &status, 1, EXIT_PORT);
}

/* Leave by the port with @status.  If there is no port, the last line has the status. */
static _Noreturn void leave(int status)
{
	(void)tcdrain(STDOUT_FILENO);
	write_port((unsigned char)status);
	printk("stalehound: this kernel has neither ioperm() nor /dev/port: rebooting with status "
	       "%d\n",
	       status);
	(void)tcdrain(STDOUT_FILENO);
	(void)reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

/* Wait until @program has ended; orphans have to be waited for meanwhile. */
static int status_of(pid_t program)
{
	int how;
	pid_t pid;

	do
		pid = wait(&how);
	while (pid != program && (pid > 0 || errno == EINTR));
	if (pid == program && WIFEXITED(how))
		return WEXITSTATUS(how);
	printk("stalehound: killed by signal %d\n", pid == program ? WTERMSIG(how) : 0);
	return EXIT_CRASH;
}

void guest_begin(const char *name)
{
	pid_t program;

	/* Why the name, too: a container's first process does not have the machine to itself. */
	if (getpid() != 1 || strcmp(name, "/init"))
		return;
	is_guest = true;
	mount_all();
	open_console();
	program = fork();
	if (!program)
		return;
	if (program < 0)
		printk("stalehound: no process for the tests\n");
	leave(program < 0 ? EXIT_CRASH : status_of(program));
}

bool guest_is(void)
{
	return is_guest;
}

void guest_print(void)
{
	if (!is_guest)
		return;
	printk("# guest: words of the kernel: %s\n", facts_first_line("/proc/cmdline"));
	for (unsigned int i = 0; i < NR_MOUNTS; i++) {
		if (mounts[i].err)
			printk("# guest: no %s: %s\n", mounts[i].type, strerror(mounts[i].err));
	}
	if (disk)
		printk("# guest: disk %s, %s\n", disk, disk_type);
	else
		printk("# guest: no disk; that takes BLK_DEV_NVME or VIRTIO_BLK, and EXT4_FS or "
		       "EXT2_FS, built in\n");
}
