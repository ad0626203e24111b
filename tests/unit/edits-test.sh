#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of tools/edits.awk: of each kind of edit those that there are, and no others.

set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"
source=$tmp/some.c

cat >"$source" <<'C'
#include <a.h>

/* What is said here && there is no condition. */
static int some(struct a *a, int n)
{
	struct page *page = of(a);
	int err = 0;

	spin_lock(&a->lock);
	if (a->pages && (n < 3 || !page) &&
	    !mutant(FORGETS_PAGES))
		take(a);
	/* Two that may change places,
	 * and a third that says what happens. */
	a->last = after(n);
	drop(a);
	step(DROPPED, 0, 0);
	a->x = 1;
	a->y = 2;
	err = n;
	if (err)
		spin_unlock(&a->lock);
	BUG_ON(n > 4);
	spin_unlock(&a->lock);
	return n + 1;
}
C

# edits WHAT: the lines, the edit and what comes in its place, of those that begin with WHAT.
edits()
{
	awk -f "$root/tools/edits.awk" "$source" | awk -F '\t' -v what="$1" \
		'index($4, what ": ") == 1 { print $2 "-" $3 " " $5 }'
}

# are WHAT LINE...
are()
{
	local what=$1 got want

	shift
	got=$(edits "$what")
	want=$(printf '%s\n' "$@")
	if [[ $got == "$want" ]]; then
		ok "edits: $what"
	else
		not_ok "edits: $what"
		diff <(echo "$want") <(echo "$got") | sed 's/^/#   /'
	fi
}

are swap '15-16 drop(a); a->last = after(n);'
are 'half' \
	'10-11 if ((n < 3 || !page) && !mutant(FORGETS_PAGES))' \
	'10-11 if (a->pages && !mutant(FORGETS_PAGES))' \
	'10-11 if (a->pages && (!page) && !mutant(FORGETS_PAGES))' \
	'10-11 if (a->pages && (n < 3) && !mutant(FORGETS_PAGES))'
are lock '9,22,24-9,22,24 ;'
are 'off by one' '25-25 return n;'
echo "$passed passed, $failed failed"
((failed == 0))
