#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What README.md and docs/ show of the model's output: write it anew, or see whether it is stale.
#
#	tools/samples.sh [--check]
#
# Each command that begins with "$ build/model/stalehound" is run.  Each line below it must be in what
# it says, in that order; "…" stands for anything.  Seconds, and schedules, which are of one build, do
# not count.
#
# Exit status: 0 done, or as it should be; 1 a line each says what is stale, or cannot be found; 2 usage;
# 3 the model is not built.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
check=
options=(--check --help)

help()
{
	sed -n '4,13s/^# \{0,1\}//p' "$root/tools/samples.sh"
}

# anew FILE: print it with the samples as they are now; a line each on stderr for what is stale.
anew()
{
	awk -v text="$tmp/said" '
	# What counts of a line.
	function counts(line)
	{
		gsub(/[0-9]+[.][0-9]+ s/, "S s", line)
		gsub(/schedule=[^ ]*/, "schedule=", line)
		return line
	}
	# A line of which the figures have changed, or the file that it names, is still the same line.
	function resembles(line)
	{
		line = counts(line)
		gsub(/[a-z0-9_\/]+[.][ch]:/, "F:", line)
		gsub(/[0-9a-f]*[0-9][0-9a-f]*/, "N", line)
		gsub(/ +/, " ", line)
		return line
	}
	function same(line, sample,    at)
	{
		line = counts(line)
		sample = counts(sample)
		at = index(sample, "…")
		return at ? substr(line, 1, at - 1) == substr(sample, 1, at - 1) : line == sample
	}
	function run(command,    line)
	{
		n = last = 0
		system(command " >" text " 2>&1")
		while ((getline line <text) > 0) {
			sub(/ +$/, "", line)
			said[++n] = line
		}
		close(text)
	}
	function found(sample,    i)
	{
		for (i = last + 1; i <= n; i++) {
			if (same(said[i], sample)) {
				last = i
				return sample
			}
		}
		for (i = last + 1; i <= n; i++) {
			if (resembles(said[i]) == resembles(sample)) {
				print FILENAME ":" FNR ": stale; make samples writes it anew" >"/dev/stderr"
				last = i
				return said[i]
			}
		}
		print FILENAME ":" FNR ": the command does not say: " sample >"/dev/stderr"
		return sample
	}
	/^\$ build\/model\/stalehound/ { run(substr($0, 3)); inside = 1; print; next }
	/^(```|\$ )/ { inside = 0 }
	inside && $0 != "…" { $0 = found($0) }
	{ print }' "$1"
}

take_options "$@"
[[ -x build/model/stalehound ]] || die $EXIT_CRASH "the model is not built: make model"
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
for file in README.md docs/*.md; do
	grep -q '^\$ build/model/stalehound' "$file" || continue
	anew "$file" 2>>"$tmp/stale" >"$tmp/new" || exit $EXIT_CRASH
	[[ -n $check ]] || cmp -s "$tmp/new" "$file" || cat "$tmp/new" >"$file"
done
cat "$tmp/stale"
if [[ -n $check ]]; then
	[[ ! -s $tmp/stale ]] && echo 'all samples are as the model has them'
else
	! grep 'does not say' "$tmp/stale" >/dev/null
fi
