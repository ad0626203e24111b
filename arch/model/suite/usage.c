/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See usage.h.
 */
#include <stdio.h>
#include <arch/model/suite/usage.h>

static const char *word_for_tests(const struct options *options)
{
	if (options->engine != ENGINE_DPOR)
		return "engine=";
	if (options->warm != SWITCH_RANDOM)
		return "warm=";
	if (options->stop)
		return "stop=";
	return options->litmus ? "litmus=" : NULL;
}

bool usage_refuses(const struct options *options, const char *what, const char *word,
		   const char *how)
{
	const char *refused = word_for_tests(options);

	if (!refused)
		refused = word;
	if (!refused)
		return false;
	printf("stalehound: %s: %s is for the tests; %s\n", what, refused, how);
	return true;
}
