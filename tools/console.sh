# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# Following a machine that runs Stalehound: its console comes line by line, as it
# is written, to stdout and to the log; its closing line says how it ended.
#
# To be sourced by bash after tools/lib.sh.  The machine is one process, $machine,
# and everything temporary lies in $tmp:
#
#	machine --console--> $tmp/console (a FIFO) --> watch_console --> stdout, log
#
# Firmware and boot loader talk on the same line, so nothing is shown before the
# kernel's first line, which starts with "stalehound", or as a JSON object with that key.

machine=
tmp=
terminal=
started=
shown=0			# letters of the unfinished line that are on the screen
closing_status=
closed_at=
timed_out=
last_noise=

# What moves a terminal's cursor or colours its letters.
escape_sequence=$'\e[[(]*([0-9;=?])[A-Za-z]'

# prepare_machine: a place for temporary files, and a clean end whatever happens.
prepare_machine()
{
	[[ -t 0 ]] && terminal=$(stty -g)
	trap leave EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 141' PIPE
	trap 'exit 143' TERM
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/stalehound.XXXXXX") || exit "$EXIT_CRASH"
	mkfifo "$tmp/console" || exit "$EXIT_CRASH"
}

leave()
{
	trap '' HUP INT PIPE TERM
	stop_machine
	[[ -n $terminal ]] && stty "$terminal"
	rm -rf "$tmp"
}

# stop_machine: ask it to end, insist after two seconds, and wait for it.
stop_machine()
{
	local try

	[[ -n $machine ]] || return
	kill -TERM "$machine" 2>/dev/null
	for ((try = 0; try < 40; try++)); do
		kill -0 "$machine" 2>/dev/null || break
		sleep 0.05
	done
	kill -KILL "$machine" 2>/dev/null
	wait "$machine" 2>/dev/null
	machine=
}

# show TEXT: write it to stdout and the log.
show()
{
	printf %s "$1" 2>/dev/null || die "$EXIT_CRASH" "cannot write to standard output"
	[[ -z ${log-} ]] || printf %s "$1" 2>/dev/null >&4 || die "$EXIT_CRASH" "cannot write to $log"
}

# find_start LINE: look for the kernel's first line in what firmware and loader
# say, where moving the cursor is as good as a new line.  Sets started and line.
find_start()
{
	local text=$'\n'${1//$escape_sequence/$'\n'} first

	for first in stalehound '{"stalehound"'; do
		[[ $text == *$'\n'"$first"* ]] || continue
		started=1
		line=$first${text#*$'\n'"$first"}
		return
	done
	text=${text//[^[:print:]]/ }
	[[ $text == *([[:space:]]) ]] || last_noise=${text##*([[:space:]])}
}

# take_line LINE: one whole line has come.
take_line()
{
	local line=${1//$'\r'/}

	[[ -n $started ]] || find_start "$line"
	[[ -n $started ]] || return
	show "${line:shown}"$'\n'
	shown=0
	if [[ $line == '# exit status '* ]]; then
		closing_status=${line#'# exit status '}
		closed_at=$SECONDS
	elif [[ $line =~ ^'{"exit_status":'([0-9]+)'}'$ ]]; then
		closing_status=${BASH_REMATCH[1]}
		closed_at=$SECONDS
	fi
}

# take_rest TEXT: what is there of a line that has stopped before its end, as a
# prompt does.
take_rest()
{
	local rest=${1//$'\r'/}

	[[ -n $started ]] || return
	show "${rest:shown}"
	shown=${#rest}
}

# overdue FIRST LIMIT: whether a time is up; sets timed_out to what was waited for.
overdue()
{
	local first=$1 limit=$2 age=$((SECONDS - begun))

	((limit > 0)) || return
	if [[ -n $closing_status ]]; then
		timed_out="the machine goes on after its closing line"
		((SECONDS - closed_at > 10))
	elif [[ -n $started ]]; then
		timed_out="no closing line after $limit s"
		((age >= limit))
	else
		((first < limit)) || first=$limit
		timed_out="nothing from the kernel after $first s"
		((age >= first))
	fi
}

# watch_console FIRST LIMIT: follow the console until it ends.  Fails, setting
# timed_out, if the kernel's first line has not come after FIRST seconds, or the
# closing line after LIMIT, or the end soon after that.  LIMIT 0: wait for ever.
watch_console()
{
	local begun=$SECONDS result chunk text=''

	exec 3<"$tmp/console"
	while :; do
		# In blocks: bash would read lines from a pipe byte by byte.
		IFS= read -r -N 4096 -t 0.05 -u 3 chunk
		result=$?
		text+=$chunk
		while [[ $text == *$'\n'* ]]; do
			take_line "${text%%$'\n'*}"
			text=${text#*$'\n'}
		done
		((result == 0 || result > 128)) || break
		((result == 0)) || take_rest "$text"
		((${#text} < 65536)) || { take_line "$text" && text=; }
		overdue "$1" "$2" && break
		timed_out=
	done
	((shown == 0 && ${#text} == 0)) || take_line "$text"
	[[ -z $timed_out ]]
}

# last_words: what firmware or loader said last, if the kernel said nothing.
last_words()
{
	[[ -n $started || -z $last_noise ]] || printf '; the console said: %s' "${last_noise:0:200}"
}
