/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Teeth: a mutant is put in, and the litmus must catch it.
 *
 * A miss proves something only if it is hardly chance.  So a tooth that was not caught is
 * undecided until a miss in so many fair runs (fair.h) has a probability below 10^-6, by the
 * rate at which it is caught on this platform.  Then it is INSENSITIVE.
 */
#ifndef TESTS_ENGINE_TOOTH_H
#define TESTS_ENGINE_TOOTH_H

#include <tests/engine/report.h>

/* Try @tooth of @litmus within seconds= and report what came of it. */
void tooth_run(const struct litmus *litmus, const struct tooth *tooth,
	       const struct options *options);

/* Report that @tooth was not tried, which makes it @result, and @why. */
void tooth_skip(const struct litmus *litmus, const struct tooth *tooth, enum result result,
		const char *why);

/*
 * Judge the sound runs of @line, which were made with the mutants that the user named: of
 * those that are its teeth none may have been missed, and a miss may be undecided.
 */
void teeth_judge_named(struct verdict_line *line, const struct options *options);

#endif
