/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: marked memory accesses, atomics and barriers.
 *
 * Every access that two CPUs may race on goes through one of these.  They are
 * compiler built-ins, so both worlds share this file: on metal they become
 * plain MOVs, LOCKed instructions and MFENCE; the model instruments them.
 *
 * x86 is TSO (SDM vol. 3, 8.2.2): only a store followed by a load of another
 * location can be reordered, so smp_mb() and LOCKed operations are the only
 * ones that cost an instruction.  The others order the compiler, and say what
 * the algorithm needs.
 */
#ifndef ARCH_ATOMIC_H
#define ARCH_ATOMIC_H

#include <stdbool.h>
#include <stdint.h>

/*
 * In code that races, each of these first passes a point (kernel/race/point.h) and then makes the
 * access.  So none may be an argument of another.  smp_rmb() and smp_wmb() pass none: they cost no
 * instruction, and the model has no event for them.
 */
#ifdef RACING
#include <kernel/race/point.h>
#define ATOMIC_POINT() point()
#else
#define ATOMIC_POINT() ((void)0)
#endif

/* A single access, which the compiler does not tear, repeat or merge. */
#define READ_ONCE(x)	 (ATOMIC_POINT(), __atomic_load_n(&(x), __ATOMIC_RELAXED))
#define WRITE_ONCE(x, v) (ATOMIC_POINT(), __atomic_store_n(&(x), (v), __ATOMIC_RELAXED))

#define smp_load_acquire(p)	(ATOMIC_POINT(), __atomic_load_n((p), __ATOMIC_ACQUIRE))
#define smp_store_release(p, v) (ATOMIC_POINT(), __atomic_store_n((p), (v), __ATOMIC_RELEASE))

/* Full barrier: the only one that also orders an earlier store before a later load. */
#define smp_mb()  (ATOMIC_POINT(), __atomic_thread_fence(__ATOMIC_SEQ_CST))
#define smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)

/* Read-modify-write operations; each is a full barrier. */
#define xchg(p, v)	 (ATOMIC_POINT(), __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST))
#define atomic_add(p, v) (ATOMIC_POINT(), __atomic_add_fetch((p), (v), __ATOMIC_SEQ_CST))
#define atomic_sub(p, v) (ATOMIC_POINT(), __atomic_sub_fetch((p), (v), __ATOMIC_SEQ_CST))
#define atomic_or(p, v)	 (ATOMIC_POINT(), __atomic_or_fetch((p), (v), __ATOMIC_SEQ_CST))
#define atomic_and(p, v) (ATOMIC_POINT(), __atomic_and_fetch((p), (v), __ATOMIC_SEQ_CST))
#define fetch_or(p, v)	 (ATOMIC_POINT(), __atomic_fetch_or((p), (v), __ATOMIC_SEQ_CST))
#define fetch_and(p, v)	 (ATOMIC_POINT(), __atomic_fetch_and((p), (v), __ATOMIC_SEQ_CST))
#define fetch_add(p, v)	 (ATOMIC_POINT(), __atomic_fetch_add((p), (v), __ATOMIC_SEQ_CST))

/* Store @new in *@p if that equals *@old; if not, set *@old to what was there. */
#define try_cmpxchg(p, old, new)                                                                   \
	(ATOMIC_POINT(), __atomic_compare_exchange_n((p), (old), (new), false, __ATOMIC_SEQ_CST,   \
						     __ATOMIC_SEQ_CST))

#endif
