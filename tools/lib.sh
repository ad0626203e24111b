# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# What run-qemu.sh, run-bochs.sh, run-linux.sh, run-kvm.sh and tests/bench share: messages, checks of what
# the user typed, and building.  tools/medium.sh has what the kernel is given, tools/console.sh how to
# follow a running machine.
#
# To be sourced by bash, with $root naming the project.  Functions that find
# something wrong say it in one line on stderr and leave with the status that
# run-qemu.sh documents.

export LC_ALL=C
set +e +C	# whatever the caller's SHELLOPTS or BASH_ENV has
# A make that this script starts must not get the options of the make that called it, or of the
# user: with -i a failed build would go unnoticed, and what was built before would run.
unset MAKEFLAGS GNUMAKEFLAGS MFLAGS MAKELEVEL MAKEFILES
shopt -s extglob

program=${0##*/}
declare -A variable=()	# of an option that its variable is not named alike
given=			# the options that were given, with blanks around each

# Statuses of a run; enum exit_status in kernel/sync/panic.h has all but that of a missing tool.
EXIT_USAGE=2
EXIT_CRASH=3
EXIT_NO_TOOL=4
EXIT_UNDECIDED=5

# A direct boot takes no more: QEMU's PVH loader has a buffer of 4096 bytes for them.
args_max=4095

say()
{
	printf '%s: %s\n' "$program" "$*" >&2
}

# die STATUS MESSAGE: say it and leave.
die()
{
	local status=$1

	shift
	say "$*"
	exit "$status"
}

# edit_distance A B: print how many letters must change (Levenshtein).
edit_distance()
{
	local a=$1 b=$2 i j cost best
	local -a above=() row=()

	for ((j = 0; j <= ${#b}; j++)); do
		above[j]=$j
	done
	for ((i = 1; i <= ${#a}; i++)); do
		row=("$i")
		for ((j = 1; j <= ${#b}; j++)); do
			cost=1
			[[ ${a:i-1:1} == "${b:j-1:1}" ]] && cost=0
			best=$((above[j - 1] + cost))
			((above[j] + 1 < best)) && best=$((above[j] + 1))
			((row[j - 1] + 1 < best)) && best=$((row[j - 1] + 1))
			row[j]=$best
		done
		above=("${row[@]}")
	done
	printf '%s\n' "${above[${#b}]}"
}

# as_typed WORD: print it as a shell takes it, in quotes if it needs them.
as_typed()
{
	if [[ $1 =~ ^[A-Za-z0-9_.,:=+/-]+$ ]]; then
		printf %s "$1"
	else
		printf %s "${1@Q}"
	fi
}

# nearest WORD CANDIDATE...: print the candidate that looks most like WORD.
nearest()
{
	local word=${1:0:40} best='' least=1000 candidate distance

	shift
	for candidate in "$@"; do
		distance=$(edit_distance "$word" "$candidate")
		if ((distance < least)); then
			least=$distance
			best=$candidate
		fi
	done
	printf '%s\n' "$best"
}

# unknown_option WORD: usage; the script that asks has its options in $options.
unknown_option()
{
	die $EXIT_USAGE "unknown option $1; nearest: $(nearest "$1" "${options[@]%=}")"
}

# take_options WORD...: those in $options, each --NAME= with a value, and --NAME without, into
# the variables NAME, with _ for -; 1 if there is no value.  --help calls help.
take_options()
{
	local word known name

	while (($#)); do
		word=$1
		[[ $word != -h ]] || word=--help
		for known in "${options[@]}" ''; do
			[[ $known != "${word%%=*}=" && $known != "$word" ]] || break
		done
		name=${known//[-=]/_}
		name=${name#__}
		case $known in
		'') unknown_option "$1" ;;
		--help) help; exit 0 ;;
		*=)
			[[ $word == *=* ]] || { shift; word=$word=${1-}; }
			[[ -n ${word#*=} ]] || die $EXIT_USAGE "${known%=} needs a value"
			printf -v "${name%_}" %s "${word#*=}"
			;;
		*) printf -v "$name" 1 ;;
		esac
		(($# == 0)) || shift
	done
}

# keep_option OPTION [VALUE]: into the variable that is named alike, or as $variable has it: 1 if it has
# no value.  An option that may be repeated adds to an array: a file, or words with blanks between.
keep_option()
{
	local name=${1#--} given_words=()

	name=${variable[$1]-${name//-/_}}
	case $1 in
	--litmus) given_words=("$2") ;;
	--qemu-args | --append) read -r -a given_words <<<"$2" ;;
	*) printf -v "$name" %s "${2-1}" ;;
	esac
	if ((${#given_words[@]})); then
		local -n given_list=$name
		given_list+=("${given_words[@]}")
	fi
	given+=" $1 "
	[[ " ${same_run[*]} " == *" $1 "* ]] || repeat_options+=" $1${2+ $(as_typed "$2")}"
}

# take_machine_words WORD...: as take_options, of a script that starts a machine: what is no option
# is one of the kernel's words, and goes to the array words, as does all behind --.  $same_run has the
# options that need not be given again to repeat the run.
take_machine_words()
{
	local word option value

	while (($#)); do
		word=$1
		shift
		case $word in
		--) words+=("$@"); return ;;
		-h | --help) help; exit 0 ;;
		-*) ;;
		*) words+=("$word"); continue ;;
		esac
		option=${word%%=*}
		if [[ " ${options[*]} " == *" $option= "* ]]; then
			value=${1-}
			[[ $word != *=* ]] || value=${word#*=}
			[[ -n $value ]] || die $EXIT_USAGE "$option needs a value"
			[[ $word == *=* ]] || shift
			keep_option "$option" "$value"
		elif [[ " ${options[*]} " == *" $option "* ]]; then
			[[ $word != *=* ]] || die $EXIT_USAGE "$option takes no value"
			keep_option "$option"
		else
			unknown_option "$option"
		fi
	done
}

# check_number OPTION VALUE MIN MAX: a plain decimal number in range, or usage.
check_number()
{
	local option=$1 value=$2 min=$3 max=$4

	if [[ ! $value =~ ^[0-9]{1,9}$ ]] || ((10#$value < min || 10#$value > max)); then
		die $EXIT_USAGE "$option $value: not a number from $min to $max"
	fi
}

# check_mem VALUE: a size as QEMU takes it, in MiB unless it ends in K, M, G or T.
# Sets mem_mib.
check_mem()
{
	[[ $1 =~ ^([0-9]{1,9})([KkMmGgTt]?)$ ]] ||
		die $EXIT_USAGE "--mem $1: not a size such as 256M or 2G"
	mem_mib=$((10#${BASH_REMATCH[1]}))
	case ${BASH_REMATCH[2]} in
	[Kk]) mem_mib=$((mem_mib / 1024)) ;;
	[Gg]) mem_mib=$((mem_mib * 1024)) ;;
	[Tt]) mem_mib=$((mem_mib * 1024 * 1024)) ;;
	esac
	((mem_mib >= 32)) || die $EXIT_USAGE "--mem $1: at least 32M is needed"
}

# check_choice OPTION VALUE CHOICE...: one of the choices, or usage.
check_choice()
{
	local option=$1 value=$2 choice

	shift 2
	for choice in "$@"; do
		[[ $value == "$choice" ]] && return
	done
	die $EXIT_USAGE "$option $value: not one of $*; nearest: $(nearest "$value" "$@")"
}

# check_words WORD...: what every way to the kernel can carry unchanged.
check_words()
{
	local word

	for word in "$@"; do
		[[ $word =~ ^[A-Za-z][[:graph:]]*$ && $word != *[\'\"\`\$\;\\]* ]] ||
			die $EXIT_USAGE "${word@Q}: an argument is a key=value word without" \
				"spaces, quotes, \$, ; or \\"
		[[ $word != console=screen ]] ||
			die $EXIT_USAGE "$word: the verdict comes on the serial console; use console=both"
	done
	word="$*"
	((${#word} <= args_max)) ||
		die $EXIT_USAGE "the arguments have ${#word} characters; $args_max is the limit"
}

# open_log FILE: make it empty, as descriptor 4.
open_log()
{
	{ : >"$1"; } 2>/dev/null || die $EXIT_USAGE "--log $1: cannot write there"
	exec 4>"$1"
}

# need_tools SET...: as tools/install-deps.sh has them.
need_tools()
{
	"$root/tools/install-deps.sh" "$@" || exit $EXIT_NO_TOOL
}

# undecided_in FILE...: what was undecided in all these consoles, in one line if anything was.
undecided_in()
{
	cat "$@" | tr -d '\r' | awk '
		/^# [0-9]+ undecided: [0-9]+ results and [0-9]+ teeth/ { n += $2; results += $4; teeth += $7 }
		END { if (n) print "# " n " undecided: " results " results and " teeth " teeth had too few runs" }'
}

# build [VARIABLE=VALUE...] TARGET: bring it up to date; the Makefile lets one such make run at a time.
build()
{
	[[ -f $root/Makefile ]] || die $EXIT_CRASH "$root has no Makefile to build ${!#} with"
	own_directory "$root/build"
	make -s -j "$(nproc)" -C "$root" --no-print-directory "$@" >&2 ||
		die $EXIT_CRASH "make $* failed"
}

# own_directory DIR: make it, and be able to write there.
own_directory()
{
	mkdir -p -- "$1" 2>/dev/null && [[ -w $1 ]] && return
	die $EXIT_CRASH "cannot write in $1, where everything is built: use a copy of the project that is" \
		"your own, or --iso FILE"
}

# only_one DIR: make it, and until this script ends let no other run use it.  The lock is
# descriptor 9, which is not for what is started here: see that it is closed there.
only_one()
{
	own_directory "$1"
	exec 9>>"$1/.lock" || die $EXIT_CRASH "cannot write $1/.lock"
	flock -n 9 && return
	say "waiting: another run uses $1"
	flock 9
}

# qemu_machine ACCEL THREAD SMP MIB [BOARD [CPU [SERIAL]]]: set qemu_options, the machine that
# every run of QEMU here shares.  Its serial console is stdin and stdout; the kernel leaves
# through isa-debug-exit, which makes its status S QEMU's 2S + 1; a triple fault ends it.
qemu_machine()
{
	local accel=$1 cpu=${6:-max}

	[[ $1 == tcg || -n ${6-} ]] || cpu=host,-arch-capabilities
	[[ -z $2 ]] || accel+=,thread=$2
	qemu_options=(-nodefaults -no-user-config -display none -vga none -nic none -no-reboot
		-machine "${5:-pc}" -accel "$accel" -cpu "$cpu" -smp "$3" -m "${4}M"
		-chardev "stdio,id=console,signal=on" -device "isa-debug-exit,iobase=0xf4,iosize=4")
	qemu_serial "${7:-com1}"
}

# qemu_serial PORT: the one serial port of that machine.
qemu_serial()
{
	case $1 in
	com1) qemu_options+=(-serial chardev:console) ;;
	com2) qemu_options+=(-device "isa-serial,iobase=0x2f8,irq=3,chardev=console") ;;
	com3) qemu_options+=(-device "isa-serial,iobase=0x3e8,irq=4,chardev=console") ;;
	com4) qemu_options+=(-device "isa-serial,iobase=0x2e8,irq=3,chardev=console") ;;
	pci) qemu_options+=(-device "pci-serial,chardev=console") ;;
	esac
}
