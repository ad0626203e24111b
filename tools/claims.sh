#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Did metal run what it says it judged?
#
#	tools/claims.sh PLATFORM=CONSOLE...
#
# Reads consoles of whole runs (KTAP) and fails if a policy, track or owner rule that a result
# names had no runs in it; if the runs by regime are not as many as the runs; if a plan, or the
# closing totals, promise other results than there are; or if a console is of another platform
# than TCG or Bochs, as is said here.  Over all consoles of a platform each regime, and on Bochs
# PCIDs, must have been used.
#
# A line for each thing that is wrong, "not ok - …", and at the end "N passed, N failed":
# consoles.  Exit status: 0 all true; 1 not so; 2 usage.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

(($#)) || die $EXIT_USAGE 'needs PLATFORM=CONSOLE...'
platforms=
for word in "$@"; do
	[[ $word =~ ^(TCG|Bochs)=. ]] || die $EXIT_USAGE "$word: not TCG=CONSOLE or Bochs=CONSOLE"
	[[ -r ${word#*=} ]] || die $EXIT_USAGE "${word#*=}: cannot read it"
	platforms+=" ${word%%=*}"
done

for word in "$@"; do
	printf '=== %s\n' "$word"
	tr -d '\r' <"${word#*=}"
done | awk -v platforms="$platforms" -f "$root/tools/claims.awk"
