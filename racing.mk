# SPDX-License-Identifier: BSD-2-Clause
#
# Code that races.  In both worlds each of its marked accesses is a point (kernel/point.h);
# in the model it is an event, too.

RACING := $(shell find kernel/tlb kernel/mm tests/litmus -name '*.c') \
	  $(wildcard tests/engine/calls*.c) $(addprefix tests/engine/,broken.c world.c)
