#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Print the build's id, 8 hexadecimal digits: of the sources that decide where the
# steps of a schedule are, those that read a test of text included.  A schedule of another build would repeat something else.

set -eu -o pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

shopt -s nullglob
sources=(kernel arch/include tests/litmus tests/litmus*.h tests/engine/calls*.c tests/engine/world.c
	tests/text/*.[ch] tests/text/*.def)

find "${sources[@]}" -type f -name '*.[ch]' -o -type f -name '*.def' | sort |
	xargs sha256sum | sha256sum | cut -c 1-8
