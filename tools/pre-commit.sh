#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What a commit is refused for: format, rooms, and scripts that do not parse, of the files that
# it changes.  `make hooks` has git call this; `make lint` has the rest.
#
# Exit status: 0 nothing is wrong; 1 something is; 4 a tool is missing.

set -u
cd -- "$(git rev-parse --show-toplevel)" || exit 1
wrong=0
mapfile -t changed < <(git diff --cached --name-only --diff-filter=ACMR)

for file in "${changed[@]}"; do
	case $file in
	*.[ch])
		command -v clang-format >/dev/null || exit 4
		clang-format --dry-run -Werror "$file" || wrong=1
		;;
	*.sh | .ci/run)
		bash -n "$file" || wrong=1
		;;
	esac
done
git diff --cached --check || wrong=1
tools/rooms.sh || wrong=1
exit $wrong
