/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking addr2line (GNU binutils), which reads the program's own debug information.
 * Answers are kept, since a trace asks for the same places again and again.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <arch/model/host/symbol.h>

#define KEPT 512

static struct {
	uintptr_t pc;
	char place[PLACE_MAX];
} kept[KEPT];
static unsigned int nr_kept;

/* "/somewhere/kernel/mm/fault.c:55 (discriminator 2)" without the first and last part. */
static void shorten(const char *line, char place[PLACE_MAX])
{
	static const char *const roots[] = { "/kernel/", "/tests/", "/arch/" };
	const char *from = line;

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		const char *at = strstr(line, roots[i]);

		if (at && (from == line || at < from))
			from = at + 1;
	}
	snprintf(place, PLACE_MAX, "%.*s", (int)strcspn(from, " \n"), from);
}

static void ask(uintptr_t pc, char place[PLACE_MAX])
{
	char line[512];
	FILE *answer;

	snprintf(line, sizeof(line), "addr2line -i -e /proc/%d/exe %lx 2>&1", (int)getpid(),
		 pc - 1);
	snprintf(place, PLACE_MAX, "?");
	answer = popen(line, "r");
	if (!answer)
		return;
	while (fgets(line, sizeof(line), answer)) {
		if (!strstr(line, ".c:"))
			continue;
		shorten(line, place);
		break;
	}
	pclose(answer);
}

void symbol_place(uintptr_t pc, char place[PLACE_MAX])
{
	unsigned int i = 0;

	if (!pc) {
		place[0] = '\0';
		return;
	}
	while (i < nr_kept && kept[i].pc != pc)
		i++;
	if (i == nr_kept) {
		if (nr_kept == KEPT)
			nr_kept = i = 0;
		kept[i].pc = pc;
		ask(pc, kept[i].place);
		nr_kept++;
	}
	memcpy(place, kept[i].place, PLACE_MAX);
}
