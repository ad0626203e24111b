# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034	# variables for who sources this
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
# kernel's first line, which starts with "stalehound", or as a JSON object with that key; or
# with "Bail out! stalehound", after a crash that comes first.

machine=
tmp=
terminal=
started=
shown=0			# letters of the unfinished line that are on the screen
closing_status=
closed_at=
timed_out=
timed_out_status=
last_noise=
heard=			# a function that is called with each whole line, if any
opening=		# one that is called before the kernel's first line is shown, if any
prompted=		# one that is called when the kernel's shell first asks, if any
typist=			# the process that types into it, if any
repeat_options=		# what this run was given that the kernel does not know of
repeat_as=		# the script that the kernel cannot know of, if any, which repeats it

# The machine's own time, in hundredths of a second: see look_at_machine().
age=0
heard_at=0		# when the kernel last wrote a line
look_every=100
looked_at=0		# in microseconds, by the host's clock
machine_used=0		# of CPUs, when it was last looked at

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
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/stalehound.XXXXXX" 2>/dev/null) ||
		die "$EXIT_CRASH" "cannot make a temporary directory in ${TMPDIR:-/tmp}"
	mkfifo "$tmp/console" || exit "$EXIT_CRASH"
}

leave()
{
	trap '' HUP INT PIPE TERM
	[[ -z $typist ]] || kill "$typist" 2>/dev/null
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

	for first in stalehound '{"stalehound"' 'Bail out! stalehound'; do
		[[ $text == *$'\n'"$first"* ]] || continue
		started=1
		[[ -z $opening ]] || "$opening"
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

	[[ -z $heard ]] || $heard "$line"
	[[ -n $started ]] || find_start "$line"
	[[ -n $started ]] || return
	repeat_all
	show "${line:shown}"$'\n'
	shown=0
	heard_at=$age
	if [[ $line == '# exit status '* ]]; then
		closing_status=${line#'# exit status '}
		closed_at=$age
	elif [[ $line =~ ^'{"exit_status":'([0-9]+)'}'$ ]]; then
		closing_status=${BASH_REMATCH[1]}
		closed_at=$age
	fi
}

# repeat_all: if line says how to repeat the run, it says so of the whole machine.
repeat_all()
{
	local escaped=${repeat_options//\\/\\\\}

	[[ -z $repeat_as || $line != *'# repeat with: '* ]] || line=${line/.\/run-qemu.sh?( --accel kvm)/"$repeat_as"}
	case $line in
	'# repeat with: '*) line+=$repeat_options ;;
	'{"text":"# repeat with: '*'"}') line=${line%'"}'}${escaped//\"/\\\"}'"}' ;;
	esac
}

# take_rest TEXT: what is there of a line that has stopped before its end, as a
# prompt does.
take_rest()
{
	local rest=${1//$'\r'/}

	# Of a line that repeat_all may change, the end has to wait.
	[[ -n $started && $rest != *'# repeat with: '* ]] || return
	show "${rest:shown}"
	shown=${#rest}
	[[ -n $prompted && $rest == '# stalehound> '* ]] || return
	"$prompted"
	prompted=
}

# processes_of PID: it, and all that come from it.
processes_of()
{
	local pid children=$1

	while [[ -n $children ]]; do
		echo "$children"
		children=$(for pid in $children; do cat "/proc/$pid/task/"*/children; done 2>/dev/null)
	done
}

# machine_state: print T if the machine is stopped, R if it runs or waits for a CPU, S if it
# sleeps; and the time that it has had of CPUs, in hundredths of a second.  Bash itself reads
# nothing here: a read that was given up before may have left the console's text for the next.
machine_state()
{
	local pid

	# Behind a thread's name, which may hold anything: its state, and as 12 and 13 its time.
	for pid in $(processes_of "$machine"); do
		cat "/proc/$pid/task/"*/stat
	done 2>/dev/null | sed 's/.*) //' | awk '
		{ seen[$1] = 1; used += $12 + $13 }
		END { print "R" in seen || "D" in seen ? "R" : "T" in seen || "t" in seen ? "T" : "S", used + 0 }'
}

# look_at_machine: now and then, add to the machine's own time what it had of the time that
# has passed: nothing if it is stopped, what the host gave it of a CPU if it wants one, and
# all if it sleeps.  A host that is busy, or stops, makes no machine late.
look_at_machine()
{
	local now=${EPOCHREALTIME/[.,]/} passed state used given

	passed=$(((now - looked_at) / 10000))
	((passed >= look_every || passed < 0)) || return
	state=$(machine_state)
	used=${state#* }
	state=${state% *}
	given=$((used - machine_used))
	looked_at=$now
	machine_used=$used
	# Who looks may have been stopped, too.
	((passed <= 200)) || passed=200
	((passed >= 0)) || passed=0
	case $state in
	T) ;;
	R) age=$((age + (given < passed ? given : passed))) ;;
	*) age=$((age + passed)) ;;
	esac
}

# late STATUS WHAT: it has taken too long, which is to end with STATUS.
late()
{
	timed_out_status=$1
	timed_out=$2
}

# overdue FIRST SILENCE TIMEOUT: whether a time is up; sets timed_out to what was waited for.
overdue()
{
	local first=$1 silence=$2 timeout=$3 missing='no closing line'

	[[ -n $started ]] || missing='nothing from the kernel'
	look_at_machine
	if [[ -n $closing_status ]]; then
		((age - closed_at <= 1000)) ||
			late "$EXIT_CRASH" 'the machine goes on after its closing line'
	elif ((timeout > 0 && SECONDS - begun >= timeout)); then
		late "$EXIT_UNDECIDED" "$missing within --timeout $timeout s"
	elif [[ -z $started ]]; then
		((first == 0 || age < first * 100)) ||
			late "$EXIT_CRASH" "$missing in $first s of the machine's own time"
	else
		((silence == 0 || age - heard_at < silence * 100)) ||
			late "$EXIT_CRASH" "$missing, and no line at all in $silence s of the machine's own time"
	fi
	[[ -n $timed_out ]]
}

# watch_console FIRST SILENCE TIMEOUT: follow the console until it ends.  Fails, setting
# timed_out and timed_out_status, if the kernel's first line has not come after FIRST seconds
# of the machine's own time, or after a line no other in SILENCE of those, or the closing line
# not after TIMEOUT seconds by the clock, or the end not soon after that.  0: wait for ever.
watch_console()
{
	local begun=$SECONDS result chunk text=''

	looked_at=${EPOCHREALTIME/[.,]/}
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
		# What has come already counts, however late it is read.
		((result == 0)) || { overdue "$1" "$2" "$3" && break; }
	done
	((shown == 0 && ${#text} == 0)) || take_line "$text"
	[[ -z $timed_out ]]
}

# last_words: what firmware or loader said last, if the kernel said nothing.
last_words()
{
	[[ -n $started || -z $last_noise ]] || printf '; the console said: %s' "${last_noise:0:200}"
}
