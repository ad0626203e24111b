# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# Which QEMU to run, whether it can, and running it: for run-qemu.sh, run-linux.sh and run-kvm.sh.
#
# To be sourced by bash after tools/console.sh, by a script that has its options in the variables
# qemu, board, cpu, thread and qemu_args.

reset=		# whether the kernel has said that it resets the machine: "reboot" in its shell

check_kvm()
{
	[[ -z $thread ]] || die "$EXIT_USAGE" "--thread is for --accel tcg"
	[[ -e /dev/kvm ]] || die "$EXIT_USAGE" "--accel kvm: this machine has no /dev/kvm; use --accel tcg"
	[[ -r /dev/kvm && -w /dev/kvm ]] ||
		die "$EXIT_USAGE" "--accel kvm: no access to /dev/kvm (group kvm?); use --accel tcg"
}

# check_name OPTION NAME WHAT HELP PROGRAM: awk's PROGRAM finds NAME in what QEMU has to say
# of HELP.  Flags and properties QEMU judges itself.
check_name()
{
	local name names

	mapfile -t names < <("$qemu" "$4" help 2>/dev/null | awk "$5")
	for name in ${names[@]+"${names[@]}"}; do
		[[ $name != "$2" ]] || return 0
	done
	die "$EXIT_USAGE" "$1 $2: QEMU has no such $3; nearest: $(nearest "$2" "${names[@]-none}")" \
		"(all: $qemu $4 help)"
}

# The QEMU to run, and names that it must know.
check_qemu()
{
	if [[ -n $qemu ]]; then
		type -P -- "$qemu" >/dev/null || die "$EXIT_USAGE" "--qemu $qemu: no such program"
	else
		need_tools qemu
		qemu="qemu-system-x86_64"
	fi
	# shellcheck disable=SC2016	# awk's dollars
	[[ -z $board ]] || check_name --machine "${board%%,*}" machine -machine \
		'NF > 1 && !/:$/ { print $1 }'
	# shellcheck disable=SC2016
	[[ -z $cpu ]] || check_name --cpu "${cpu%%,*}" CPU -cpu '$1 == "x86" { print $2 }'
}

# Start QEMU as qemu_options, boot and qemu_args say, and set machine.  It gets our stdin only
# where nobody else may want to read that; and with the word shell, for which $shell is set, line
# by line once it asks: what comes before the kernel has its port is lost.
start_qemu()
{
	if on_terminal; then
		exec 5<&0
	elif [[ -n ${shell-} ]]; then
		mkfifo "$tmp/keys" || exit "$EXIT_CRASH"
		exec 5<>"$tmp/keys" 6<&0
		prompted=begin_typing
	else
		exec 5</dev/null
	fi
	"$qemu" "${qemu_options[@]}" "${boot[@]}" ${qemu_args[@]+"${qemu_args[@]}"} \
		<&5 >"$tmp/console" 2>"$tmp/errors" 4>&- &
	machine=$!
}

# begin_typing: type what stdin has, and at its end "off".
begin_typing()
{
	local line

	while IFS= read -r line <&6 || [[ -n $line ]]; do
		printf '%s\n' "$line"
		line=
	done >"$tmp/keys" && printf 'off\n' >"$tmp/keys" &
	typist=$!
}

# on_terminal: whether stdin is a terminal and this is its foreground job.
on_terminal()
{
	local group foreground

	[[ -t 0 ]] || return
	read -r _ _ _ _ group _ _ foreground _ </proc/$$/stat
	[[ $group == "$foreground" ]]
}

# complaint: QEMU's own word on why it did not start, which may follow warnings.
complaint()
{
	grep -v ': warning: ' "$tmp/errors" | head -n 1
}

# note_reset LINE: called by way of $heard.
# shellcheck disable=SC2317
note_reset()
{
	[[ $1 != '# the machine is reset, as asked'* ]] || reset=1
}

# not_ended: leave if a signal asked QEMU to end; its status is 0 then, and only its own word tells.
not_ended()
{
	local signal

	signal=$(sed -nE 's/^.*: terminating on (signal [0-9]+).*/\1/p' "$tmp/errors" 2>/dev/null | head -n 1)
	[[ -z $signal ]] || die "$EXIT_CRASH" "somebody ended QEMU by $signal$(last_words)"
}

# judge_exit CODE: leave with what agree on the code with which the QEMU of a Stalehound ended, and
# the closing line.
judge_exit()
{
	local code=$1 status=$(($1 >> 1))

	((code < 128)) || die "$EXIT_CRASH" "QEMU was killed by signal $((code - 128))"
	# The reset ends this QEMU.
	((code & 1)) || [[ -z $reset || -z $closing_status ]] || exit "$closing_status"
	((code & 1)) ||
		die "$EXIT_CRASH" "the machine stopped by itself: a triple fault?$(last_words)"
	[[ $closing_status == "$status" || $status == "$EXIT_CRASH" ]] && exit "$status"
	[[ -n $closing_status ]] ||
		die "$EXIT_CRASH" "ended with status $status, but without a closing line$(last_words)"
	die "$EXIT_CRASH" "ended with status $status, but the closing line says $closing_status"
}
