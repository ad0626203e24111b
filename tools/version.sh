#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Print the version: that of the file VERSION, and the commit, as 0.1+gdbdf1ae0c2a4.  Behind it is
# ".dirty" if the tree is not as the commit has it.  A tree that git does not know, such as a copy within
# another one, has no commit: 0.1.

set -eu -o pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

version=$(<VERSION)
if prefix=$(git rev-parse --show-prefix 2>/dev/null) && [[ -z $prefix ]] &&
	commit=$(git rev-parse --short=12 --verify HEAD 2>/dev/null); then
	version+=+g$commit
	[[ -z $(git --no-optional-locks status --porcelain) ]] || version+=.dirty
fi
echo "$version"
