# SPDX-License-Identifier: BSD-2-Clause
#
# Code that races.  In both worlds each of its marked accesses is a point (kernel/race/point.h);
# in the model it is an event, too.

RACING := $(shell find kernel/tlb kernel/mm tests/litmus -name '*.c') \
	  $(wildcard tests/engine/calls*.c) $(addprefix tests/engine/,awaits.c broken.c moves.c world.c) \
	  tests/text/play.c

# A name must tell which test it is; the compiler sees one file at a time.
NAMES_TWICE := $(shell grep -rhoE '^[[:space:]]*\.name *= *"[^"]*"' tests/litmus | grep -o '".*"' | sort | uniq -d)
ifneq ($(NAMES_TWICE),)
$(error .name = $(firstword $(NAMES_TWICE)) is in more than one file: $(shell grep -rlF '$(firstword $(NAMES_TWICE))' tests/litmus))
endif
