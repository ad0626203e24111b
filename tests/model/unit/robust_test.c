/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * search/robust.c: where store buffers can make a difference, it must say so.
 */
#include <arch/model/search/explore.h>
#include <arch/model/search/robust.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

enum { Y, W };
enum { X, Z };

static void look(void)
{
}

static bool is_robust(const struct raw_program *program)
{
	struct stage stage = { .program = *program };

	robust_begin();
	stage_explore(&stage, &strategy_dpor, look);
	return robust_so_far();
}

TEST(kernels, "model: buffers matter to stores and loads of the kernel's, but not around fences")
{
	static const struct raw_program bare = {
		.nr_cpus = 2,
		.cpu = { OPS(DO(TELL, .at = Y), KEEP(SEE, 0, .at = W)),
			 OPS(DO(TELL, .at = W), KEEP(SEE, 1, .at = Y)) },
	};
	static const struct raw_program fenced = {
		.nr_cpus = 2,
		.cpu = { OPS(DO(TELL, .at = Y), DO(FENCE), KEEP(SEE, 0, .at = W)),
			 OPS(DO(TELL, .at = W), DO(FENCE), KEEP(SEE, 1, .at = Y)) },
	};

	EXPECT(!is_robust(&bare));
	EXPECT(is_robust(&fenced));
}

TEST(users, "model: buffers matter to stores and loads of users")
{
	static const struct raw_program program = {
		.nr_cpus = 2,
		.bits = PTE_ACCESSED | PTE_DIRTY,
		.cpu = { OPS(DO(STORE, .at = X, .value = 1), KEEP(LOAD, 0, .at = Z)),
			 OPS(DO(STORE, .at = Z, .value = 2), KEEP(LOAD, 1, .at = X)) },
	};

	EXPECT(!is_robust(&program));
}

TEST(walks, "model: buffers matter to the walk of a user's store")
{
	static const struct raw_program program = {
		.nr_cpus = 2,
		.bits = PTE_ACCESSED | PTE_DIRTY,
		.cpu = { OPS(DO(CLEAR, .at = X), KEEP(SEE, 0, .at = Y)),
			 OPS(DO(TELL, .at = Y), KEEP(STORE, 1, .at = X, .value = 1)) },
	};

	EXPECT(!is_robust(&program));
}

TEST(own_walks, "model: buffers matter to a walk of what its own CPU has stored")
{
	static const struct raw_program program = {
		.nr_cpus = 1,
		.cpu = { OPS(DO(POINT, .at = X, .value = 1,
				.bits = PTE_PRESENT | PTE_USER | PTE_ACCESSED),
			     KEEP(LOAD, 0, .at = X)) },
	};

	EXPECT(!is_robust(&program));
}

TEST(handlers, "model: buffers matter to a program's store beside its handler's load")
{
	static const struct raw_program program = {
		.nr_cpus = 2,
		.cpu = { OPS(DO(IPI, .at = 1), DO(TELL, .at = W), DO(FENCE), KEEP(SEE, 0, .at = Y)),
			 OPS(DO(TELL, .at = Y)) },
		.handler = { [1] = OPS(KEEP(SEE, 1, .at = W)) },
	};

	EXPECT(!is_robust(&program));
}
