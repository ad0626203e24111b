/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See facts.h.  What cannot be read is "unknown": a program may see less of its machine than
 * there is.
 */
#include <cpuid.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/facts.h>
#include <kernel/lib/printk.h>

#define TEXT_MAX 16384

static char text[TEXT_MAX];

/* The file's first line, or its whole. */
static const char *read_file(const char *path, bool whole)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return "unknown";
	text[n] = '\0';
	if (!whole)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

/* The value of @key in /proc/cpuinfo, of the first CPU. */
static const char *cpuinfo(const char *key)
{
	const char *all = read_file("/proc/cpuinfo", true);

	for (const char *line = all; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, strlen(key)) == 0 && strpbrk(line, ":\n") &&
		    *strpbrk(line, ":\n") == ':') {
			char *value = strchr(line, ':') + 1;

			value += *value == ' ';
			value[strcspn(value, "\n")] = '\0';
			return value;
		}
	}
	return "unknown";
}

static void print_hypervisor(void)
{
	unsigned int a, b, c, d;
	char name[13] = { 0 };

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 31 & 1)) {
		printk("# hypervisor: none\n");
		return;
	}
	__cpuid(0x40000000, a, b, c, d);
	memcpy(name, &b, 4);
	memcpy(name + 4, &c, 4);
	memcpy(name + 8, &d, 4);
	printk("# hypervisor: %s\n", name);
}

static bool says(const char *what, const char *word)
{
	return strstr(what, word) != NULL;
}

/* A word for each attack that the CPU is affected by. */
static void print_mitigations(void)
{
	static const char folder[] = "/sys/devices/system/cpu/vulnerabilities";
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	char path[512];

	printk("# mitigations:");
	while (dir && (entry = readdir(dir))) {
		const char *state;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		state = read_file(path, false);
		if (!says(state, "Not affected"))
			printk(" %s=%s", entry->d_name,
			       says(state, "Vulnerable") ? "vulnerable" :
			       says(state, "Mitigation") ? "mitigated" :
							   "unknown");
	}
	printk("%s\n", dir ? "" : " unknown");
	if (dir)
		closedir(dir);
}

static void print_cpus(void)
{
	printk("# cpu: %s", cpuinfo("model name"));
	printk(", family %s", cpuinfo("cpu family"));
	printk(", model %s", cpuinfo("model\t"));
	printk(", stepping %s", cpuinfo("stepping"));
	printk(", microcode %s\n", cpuinfo("microcode"));
	printk("# cpus: %u for this program, clock %lu MHz, online %s\n", nr_cpus,
	       cpu_cycles_per_us(), read_file("/sys/devices/system/cpu/online", false));
	for (unsigned int i = 0; i < nr_cpus && i < 8; i++) {
		char path[128];

		snprintf(path, sizeof(path),
			 "/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list",
			 cpu_number(i));
		printk("%s%u's core has %s", i ? ", " : "# threads: CPU ", cpu_number(i),
		       read_file(path, false));
	}
	printk("\n");
}

void facts_print(void)
{
	struct utsname name;

	if (!uname(&name))
		printk("# kernel: %s %s %s, %s\n", name.sysname, name.release, name.version,
		       name.machine);
	print_cpus();
	print_hypervisor();
	print_mitigations();
	printk("# memory: transparent huge pages %s (off for this program)",
	       read_file("/sys/kernel/mm/transparent_hugepage/enabled", false));
	printk(", NUMA nodes %s\n", read_file("/sys/devices/system/node/online", false));
}

const char *facts_first_line(const char *path)
{
	return read_file(path, false);
}

bool facts_is_disk(const char *directory)
{
	struct statfs fs;
	int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	close(fd);
	return !statfs(directory, &fs) && fs.f_type != TMPFS_MAGIC && fs.f_type != RAMFS_MAGIC;
}
