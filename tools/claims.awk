# SPDX-License-Identifier: BSD-2-Clause
#
# See claims.sh, which puts "=== PLATFORM=FILE" before each console.

function wrong(what)
{
	print "not ok - " name ": " what
	bad = 1
}

# The results at this depth, or deeper, are over: are they as many as was planned?
function end_plan(depth)
{
	if (!(depth in plan))
		wrong("no plan" (depth ? " in " subtest : ""))
	else if (plan[depth] != count[depth])
		wrong("1.." plan[depth] (depth ? " in " subtest : "") ", but " count[depth] + 0 " results")
	delete plan[depth]
	delete count[depth]
}

function end_console()
{
	if (name == "")
		return
	end_plan(0)
	if (closing == "")
		wrong("no totals")
	else if (closing != passed + 0 " passed, " failed + 0 " failed, " skipped + 0 " skipped")
		wrong("says " closing "; its results are " passed + 0 ", " failed + 0 ", " skipped + 0)
	if (!ended)
		wrong("no closing line")
	if (platform == "TCG" && !is_tcg || platform == "Bochs" && !is_bochs)
		wrong("is not of " platform)
	bad ? nr_bad++ : nr_good++
	bad = passed = failed = skipped = ended = is_tcg = is_bochs = 0
	closing = claim = ""
	split("", plan)
	split("", count)
}

# list WORDS WORD: is it one of them, with commas between?
function list(words, word)
{
	return index("," words ",", "," word ",") > 0
}

# Each name of @claimed must be a word of a regime that had runs.
function had_runs(kind, claimed, place,    words, n, i, regime, part, runs)
{
	n = split(claimed, words, ",")
	for (i = 1; i <= n; i++) {
		runs = 0
		for (regime in ran) {
			split(regime, part, "-")
			if (part[place] == words[i])
				runs += ran[regime]
		}
		if (!runs)
			wrong(subtest ": says " kind " " words[i] ", which had no runs")
	}
}

# The line after a claim: "  # runs by regime: eager 34, batch 34, luf-vma-same 33, …"
function judge_claim(text,    words, n, i, pair, sum)
{
	split("", ran)
	n = split(text, words, ", ")
	for (i = 1; i <= n; i++) {
		split(words[i], pair, " ")
		ran[pair[1]] = pair[2]
		sum += pair[2]
		total[platform, pair[1]] += pair[2]
	}
	if (sum != claim)
		wrong(subtest ": " claim " runs, but " sum " by regime")
	had_runs("policy", policy, 1)
	if (track != "")
		had_runs("track", track, 2)
	if (owner != "")
		had_runs("owner", owner, 3)
}

/^=== / {
	end_console()
	name = substr($0, 5)
	platform = name
	sub(/=.*/, "", platform)
	sub(/[^=]*=/, "", name)
	next
}

/^# cpu: QEMU TCG / { is_tcg = 1 }
/^# features: pcid .* no-hypervisor/ { is_bochs = 1 }
/^ *# Subtest: / { subtest = $3 }

match($0, /^ *1\.\.[0-9]+$/) {
	depth = index($0, "1") > 1
	text = $1
	plan[depth] = substr(text, 4) + 0
	count[depth] = 0
}

/^  # [0-9]+ runs, .* a second, policy / {
	claim = $2
	policy = track = owner = ""
	for (i = 3; i < NF; i++) {
		value = $(i + 1)
		sub(/,$/, "", value)
		if ($i == "policy") policy = value
		if ($i == "track") track = value
		if ($i == "owner") owner = value
	}
	# A regime with too few runs is not claimed; without any, nothing is.
}

/^  # runs by regime: / {
	if (claim != "")
		judge_claim(substr($0, index($0, ": ") + 2))
	claim = ""
}

/^ *(not )?ok [0-9]+ / {
	depth = /^ /
	count[depth]++
	if (depth) {
		if (claim != "")
			wrong(subtest ": a claim without its runs by regime")
		claim = ""
		/ # SKIP / ? skipped++ : /^ *not / ? failed++ : passed++
	} else {
		end_plan(1)
	}
}

/^# tlb: [0-9]+ switches of mm, .* \(pcid in use\)/ { if ($3 > 0) switched[platform] += $3 }
/^# [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { closing = substr($0, 3) }
/^# exit status [0-9]+$/ { ended = 1 }

END {
	end_console()
	name = "all consoles"
	bad = 0
	n = split("eager,batch,luf-vma-same,luf-vma-any,luf-pte-same,luf-pte-any", regimes, ",")
	split("TCG,Bochs", kinds, ",")
	for (k = 1; k <= 2; k++) {
		if (index(platforms " ", " " kinds[k] " ") == 0)
			wrong(kinds[k] " has no console")
		for (i = 1; i <= n; i++)
			if (!total[kinds[k], regimes[i]])
				wrong(kinds[k] " had no runs under " regimes[i])
	}
	if (!switched["Bochs"])
		wrong("no mm was switched with a PCID")
	bad ? nr_bad++ : nr_good++
	print nr_good + 0 " passed, " nr_bad + 0 " failed"
	exit nr_bad > 0
}
