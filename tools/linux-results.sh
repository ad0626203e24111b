#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Write docs/RESULTS-LINUX.md: what a run of the litmus tests against this machine's own Linux
# came to.
#
#	tools/linux-results.sh [WORD...]	runs build/linux/stalehound with these words
#	tools/linux-results.sh --from FILE	takes what such a run with format=json has printed
#
# Exit status: that of the run; 2 usage; 4 a tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
tmp=$(mktemp) || exit $EXIT_CRASH
trap 'rm -f "$tmp"' EXIT

if [[ ${1-} == --from ]]; then
	[[ $# == 2 && -r $2 ]] || die $EXIT_USAGE '--from wants a FILE that can be read'
	cp -- "$2" "$tmp"
else
	make -s -C "$root" linux || exit $EXIT_NO_TOOL
	"$root/build/linux/stalehound" mutate=none "$@" format=json >"$tmp"
fi
tail -n 1 "$tmp" | jq -e .exit_status >/dev/null ||
	die $EXIT_USAGE 'the run has no end: its last line is no {"exit_status":N}'
status=$(tail -n 1 "$tmp" | jq .exit_status)

# lines FILTER: of the tests' objects.
lines()
{
	jq -rs 'map(select(.test)) | '"$1" "$tmp"
}

{
	cat <<'END'
# Results on Linux

Written by `tools/linux-results.sh` from a run of `build/linux/stalehound`
([TESTING-LINUX.md](TESTING-LINUX.md)). It is about one kernel on one machine:

END
	jq -rs 'map(select(.text // "" | startswith("# "))) | .[].text |
		select(test("^# (kernel|cpu|cpus|threads|hypervisor|mitigations|memory|keeps|disk)[: ]")) | "    " + .' "$tmp"
	echo
	lines '"In all \(map(.runs // 0) | add) runs of \(map(select(.runs)) | length) tests: " +
		"\(map(.violations // 0) | add) forbidden outcomes. \(map(select(.result == "ok")) | length) held, " +
		"\(map(select(.result == "failed")) | length) failed, \(map(select(.result == "undecided")) | length) are undecided, " +
		"\(map(select(.result == "skipped")) | length) are not asked."'
	cat <<'END'

*During*: runs in which another CPU used the old page between the beginning and the end of the call.
*After*: runs in which it came back, after the call, to what it had used before. *Taken*: pages that
reclaim took, of those that it was given. A rate is that of a machine that did other work, too.

| test | runs | forbidden | during | after | taken | runs a second | |
|---|---|---|---|---|---|---|---|
END
	lines 'map(select(.runs)) | .[] | "| \(.test) | \(.runs) | \(.violations) | \(.open) | \(.kept) | " +
		"\(if .to_reclaim > 0 then "\(.reclaimed) of \(.to_reclaim)" else "" end) | \(.runs_per_second) | " +
		"\(if .result == "ok" then "held" else "\(.result): \(.note)" end) |"'
	printf '\nNot asked:\n\n'
	# shellcheck disable=SC2016	# these backquotes are Markdown's
	lines 'map(select(.result == "skipped")) | group_by(.note) | sort_by(-length) | .[] |
		"- \(.[0].note): \(map("`\(.test)`") | join(", "))"' | fold -s -w 100 | sed '/^- /!s/^/  /; s/ *$//'
} >"$root/docs/RESULTS-LINUX.md"
exit "$status"
