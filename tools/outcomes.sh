#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Does the model allow what metal has shown?
#
#	tools/outcomes.sh MODEL CONSOLE...
#
# MODEL is what the model says of all tests, CONSOLEs are those of machines, both KTAP.  An outcome
# that a machine had must be one that the model reached, if the model exhausted the test; if it
# did not, or only under SC, the outcome is only counted.
#
# A line for each outcome that is not allowed, and one result.  Exit status: 0 all are allowed;
# 1 not so; 2 usage.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

(($# > 1)) || die $EXIT_USAGE 'needs MODEL CONSOLE...'
for file in "$@"; do
	[[ -r $file ]] || die $EXIT_USAGE "$file: cannot read it"
done

for file in "${@:2}"; do
	printf '=== %s\n' "$file"
	tr -d '\r' <"$file"
done | awk '
	/^=== / { file = $2; next }
	/^  # Subtest: / { test = $3; next }
	# What was searched with store buffers comes last, and allows more.
	NR == FNR && /^  # (exhaustive|bounded|sampled)/ {
		known[test] = 1
		partial[test] = $2 != "exhaustive:"
	}
	/^  # +[0-9]+  (never|sometimes) +/ && $2 > 0 {
		count = $2
		sub(/^  # +[0-9]+  [a-z]+ +/, "")
		gsub(/ +/, " ")
		if (NR == FNR) {
			allowed[test, $0] = 1
			next
		}
		outcomes++
		if ((test, $0) in allowed)
			next
		if (!known[test] || partial[test]) {
			open++
			next
		}
		beyond++
		print "#   " file ": " test ": " count " times: " $0
	}
	END {
		if (!outcomes) {
			print "not ok - there are outcomes to compare"
			exit 1
		}
		said = outcomes " outcomes, " open + 0 " of them of tests that the model has not exhausted"
		print (beyond ? "not ok" : "ok") " - what machines showed, the model allows # " said
		exit beyond > 0
	}' <(tr -d '\r' <"$1") -
