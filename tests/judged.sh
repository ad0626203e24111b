# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# Judging commands by their exit status and by what they say, one line for each check.
#
# To be sourced by bash, by a suite that has a directory for what is said in $log.  It ends with
# totals.

passed=0
failed=0
count=0

# result NAME [PROBLEM [TEXT]]: it is as it should be, or what is wrong; then what the file TEXT says.
result()
{
	if [[ -z ${2-} ]]; then
		passed=$((passed + 1))
		echo "ok - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $1: $2"
	[[ -n ${3-} ]] || return 0
	echo "#   in $3:"
	head -n -12 "$3" | grep -E 'not ok|CAUGHT|Bail out|^stalehound:' | head -n 12 | sed 's/^/#   /'
	tail -n 12 "$3" | sed 's/^/#   /'
}

# judge NAME STATUS GOT TEXT PATTERN...: it ended with STATUS, and the file TEXT has a line like each
# PATTERN (extended regular expression).
judge()
{
	local name=$1 want=$2 status=$3 text=$4 pattern

	shift 4
	((status == want)) || { result "$name" "status $status, not $want" "$text"; return; }
	for pattern in "$@"; do
		grep -Eq -- "$pattern" "$text" && continue
		result "$name" "no line matches '$pattern'" "$text"
		return
	done
	result "$name"
}

# ends NAME STATUS PATTERN COMMAND...: it ends so, and says that.  Leaves what it says in the file $out.
ends()
{
	count=$((count + 1))
	out=$log/$count.txt
	"${@:4}" >"$out" 2>&1 </dev/null
	judge "$1" "$2" $? "$out" "$3"
}

# totals: the last line, and the status of the suite.
totals()
{
	echo "$passed passed, $failed failed"
	((failed == 0))
}
