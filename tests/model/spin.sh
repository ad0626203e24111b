#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# An independent witness of the search: random programs about shared words, locks, interrupts and
# store buffers, without pages, written in Promela and run through by SPIN, which must find as many
# outcomes as the model does.
#
#	tests/model/spin.sh [--programs N] [--seed N] [--model FILE]
#
# N of them, all "about words".  SPIN runs without its own reduction; the model's naive search and
# DPOR have been compared with each other when it says how many outcomes there are.  What lies
# between is tests/model/promela.awk.  The rest is in build/spin/.
# FILE is a model that is there, instead of build/model/stalehound.
#
# Exit status: 0 they agree; 1 not so; 2 usage; 3 something crashed; 4 a tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

out=build/spin
programs=15
seed=1
model=
passed=0
failed=0

parse()
{
	options=(--programs= --seed= --model=)
	take_options "$@"
	check_number --programs "$programs" 1 1000000
	check_number --seed "$seed" 1 1000000
}

# one_file_each TEXT: each program about words in a file of its own, program-SEED.
one_file_each()
{
	awk -v out="$out" '
		/^#   about / { about = $3 == "words;"; text = "" }
		/^#   / && about { text = text $0 "\n" }
		/^#   [0-9]+ outcomes, seed=/ && about {
			file = out "/program-" substr($4, 6)
			printf "%s", text > file
			close(file)
		}' "$1"
}

# outcomes PROGRAM DIR: what SPIN finds of it, a line each.
outcomes()
{
	local tso=0

	! grep -q 'tso=on' "$1" || tso=1
	mkdir -p "$2" && awk -v tso=$tso -f tests/model/promela.awk "$1" >"$2/program.pml" || return
	(cd "$2" && spin -a program.pml && gcc -w -O1 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -E -m100000) \
		>"$2/log" 2>&1 || return
	grep -q 'errors: 0' "$2/log" || return
	grep '^outcome ' "$2/log" | sort -u
}

# compare PROGRAM
compare()
{
	local name=${1##*-} wanted found

	wanted=$(awk '/ outcomes, / { print $2 }' "$1")
	if ! outcomes "$1" "$out/spin-$name" >"$out/outcomes-$name"; then
		failed=$((failed + 1))
		echo "not ok - SPIN runs through programs=1 seed=$name: $out/spin-$name/log"
		return
	fi
	found=$(wc -l <"$out/outcomes-$name")
	if ((found == wanted)); then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	cat "$1"
	echo "not ok - SPIN finds $found outcomes of programs=1 seed=$name, the model $wanted"
}

parse "$@"
tools/install-deps.sh build spin || exit $EXIT_NO_TOOL
[[ -n $model ]] || build model
only_one "$out"
rm -rf "$out"/program-* "$out"/spin-*
"${model:-build/model/stalehound}" run=words programs="$programs" seed="$seed" trace=on >"$out/programs" 9>&-
one_file_each "$out/programs"
for program in "$out"/program-*; do
	compare "$program" 9>&-
done
((failed > 0)) || echo "ok - SPIN finds as many outcomes of $passed programs as the model"
echo "$((passed > 0 && failed == 0)) passed, $failed failed"
((failed == 0 && passed > 0))
