#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Run the model, and put its status and a seal (kernel/lib/seal.h) behind what it says, so that tools/report
# can tell a whole log from one that was cut off or damaged:
#
#	tools/sealed.sh build/model/stalehound [WORD...] >LOG
#
# A program that was killed gets no seal.  The kernel, and the program for Linux, seal what they say
# themselves.  Exit status: that of the program.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

(($#)) || die $EXIT_USAGE 'a command is needed: build/model/stalehound [WORD...]'
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
"$@" | tee "$tmp/log"
statuses=("${PIPESTATUS[@]}")
status=${statuses[0]}
((statuses[1] == 0)) || die $EXIT_CRASH 'cannot write what it says'
((status < 128)) || exit "$status"
last=$(tail -n 1 "$tmp/log")
[[ $last != *'seal '*' end'* ]] || exit "$status"
# In JSON it ends with its status already.
[[ $last == '{"exit_status":'* ]] || echo "# exit status $status" | tee -a "$tmp/log"
begin="# seal $(od -An -N4 -tx4 /dev/urandom | tr -d ' ') 0 "
# gzip's last 8 bytes are the CRC-32 and the length.
crc=$({ cat "$tmp/log" && printf %s "$begin"; } | gzip -1 | tail -c 8 | od -An -N4 -tx4 | tr -d ' ')
echo "$begin$crc end"
exit "$status"
