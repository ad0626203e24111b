# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# What tools/deletions.sh and tools/model-mutants.sh share: a copy of the source in which one
# line after the other is changed, its model, and who notices.
#
# To be sourced after tools/lib.sh, with $out (a directory) and $jobs set.

tree=$out/tree
passed=0
failed=0

# Remove what was built before.  A file that is copied again is older than what an earlier run has
# built of its changed version, so make would take that for up to date, and use it.
copy_tree()
{
	local parts=(arch kernel tests tools Makefile VERSION racing.mk linker.ld)

	rm -rf "$tree"
	mkdir -p "$tree"
	cp -r --preserve=timestamps "${parts[@]}" "$tree"
}

# put_back FILE: as the source has it.
put_back()
{
	cp --preserve=timestamps "$1" "$tree/$1"
	touch "$tree/$1"
}

# build_model LOG [WORD...]: what the change leaves unused is no matter; the words are for make.
build_model()
{
	make -s -C "$tree" -f arch/model/build.mk -j "$(nproc)" MODEL_CFLAGS='-w -Wno-error' "${@:2}" >"$1" 2>&1
}

# first_failure LOG WORD...: the first line in which the copy's model, called with the words,
# says that something is wrong.  The rest is not waited for.  A model that dies has noticed, too,
# and so has one that does not end: it may take ten minutes of a CPU.
first_failure()
{
	local log=$1 status

	shift
	(ulimit -t 600; exec "$tree/build/model/stalehound" "$@" 2>&1) | tee "$log" |
		grep -m 1 -E '^not ok [0-9]+ |^# MISMATCH|^Bail out' | sed -E 's/^(not ok [0-9]+|#) //'
	status=${PIPESTATUS[0]}
	# SIGPIPE: it was not waited for.  A run that is undecided has noticed nothing, and words that
	# the model refuses ask nothing.
	case $status in
	0 | 1 | "$EXIT_UNDECIDED" | 141) ;;
	"$EXIT_USAGE") echo "does not take these words: $(tail -n 1 "$log")" ;;
	*) echo "the model ends with status $status" ;;
	esac
}

# unit_failure LOG: the first unit test that notices.
unit_failure()
{
	(cd "$tree" && UNIT_CFLAGS='-w -Wno-error' tests/unit/run.sh --quick) >"$1" 2>&1 || grep -m 1 '^not ok' "$1"
}

# tell NAME CAUGHT WHY LOG: who caught it, or why nobody can, and not both.
tell()
{
	if [[ -n $2 && -n $3 ]]; then
		set -- "$1" "$2, although $known says: $3" '' "$4"
	elif [[ -n $2$3 && $2 != 'does not '* ]]; then
		passed=$((passed + 1))
		echo "ok - $1 # ${2:-$3}"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $1 # ${2:-nothing notices: $4}"
}
