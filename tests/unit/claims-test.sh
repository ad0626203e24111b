#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of tools/claims.sh: true consoles pass, and each lie in one is told.

set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"
consoles=$root/tests/unit/consoles

# claims NAME STATUS TEXT PLATFORM=CONSOLE...
claims()
{
	says "claims: $1" "$2" "$3" "$root/tools/claims.sh" "${@:4}"
}

# lie FILE SED TEXT: one of the consoles, edited so, is noticed.
lie()
{
	cp "$consoles"/*.txt "$tmp"
	sed -E -i "$2" "$tmp/$1.txt"
	if cmp -s "$consoles/$1.txt" "$tmp/$1.txt"; then
		not_ok "claims: $1 with $2: the edit changes nothing"
	else
		claims "$1 with $2" 1 "$3" "TCG=$tmp/tcg.txt" "Bochs=$tmp/bochs.txt"
	fi
}

claims 'the truth' 0 '3 passed, 0 failed' "TCG=$consoles/tcg.txt" "Bochs=$consoles/bochs.txt"
claims 'a platform that nobody knows' 2 'not TCG=CONSOLE or Bochs=CONSOLE' "Metal=$consoles/tcg.txt"
claims 'no Bochs' 1 'Bochs has no console' "TCG=$consoles/tcg.txt"

lie tcg 's/eager 10, batch 10/eager 0, batch 20/' 'says policy eager, which had no runs'
lie tcg 's/(regime: eager 10, batch 10), .*/\1, luf-vma-same 40/' 'says track pte, which had no runs'
lie tcg 's/(regime: eager 10, batch 10), .*/\1, luf-vma-same 20, luf-pte-same 20/' 'says owner any, which had no runs'
lie tcg 's/luf-pte-any 10/luf-pte-any 9/' '60 runs, but 59 by regime'
lie tcg 's/luf-pte-any 10/luf-pte-any 0/; s/luf-pte-same 10/luf-pte-same 20/' 'TCG had no runs under luf-pte-any'
lie tcg '/^  # runs by regime: eager/d' 'a claim without its runs by regime'
lie tcg 's/^  1\.\.2/  1..3/' '1..3 in reclaim/luf-munmap-mmap-stale-ro, but 2 results'
lie tcg 's/^1\.\.1/1..2/' '1..2, but 1 results'
lie tcg '/^  ok 2 tooth/d' 'but 1 results'
lie tcg 's/^  ok 2 tooth/  not ok 2 tooth/' 'says 2 passed, 0 failed, 0 skipped'
lie tcg '/^# exit status/d' 'no closing line'
lie tcg '/^# 2 passed/d' 'no totals'
lie tcg 's/QEMU TCG CPU/Some CPU/' 'is not of TCG'
lie bochs 's/^# features: pcid/# features: no-pcid/' 'is not of Bochs'
lie bochs 's/pcid in use/pcid absent/' 'no mm was switched with a PCID'
lie bochs 's/luf-(vma|pte)-[a-z]+ 2/luf-\1-none 2/g' 'Bochs had no runs under luf-vma-same'
totals
