/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The C types of the kinds in verbs.def: as_KIND of an argument, yields_… of a result.
 */
#ifndef TESTS_TEXT_VERB_TYPES_H
#define TESTS_TEXT_VERB_TYPES_H

#include <tests/litmus.h>

#define KIND(id, type, what) typedef type as_##id;
#include <tests/text/kinds.def>
#undef KIND

typedef void yields_NOTHING;
typedef uint64_t yields_VALUE;
typedef int yields_TOLD;
typedef struct page *yields_PAGE;
typedef void yields_LISTENS;
typedef void yields_SETUP;
typedef struct page *yields_SETUP_PAGE;

#endif
