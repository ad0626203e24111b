# SPDX-License-Identifier: BSD-2-Clause
#
# Building the litmus tests as a program that asks Linux itself, build/linux/stalehound, static,
# with CC=gcc or CC=clang.  The top Makefile calls this from the project's root; `make
# print-CFLAGS` is for tools/lint.sh.
#
# Nothing of the memory manager is in it: of kernel/ it has what prints and parses, of tests/
# the tests, and how their tables are read.

OUT := build/linux
CC  := gcc

# Without tests that know the memory manager from within.
TEXT    := $(wildcard tests/text/*.c tests/text/hosted/*.c)
LITMUS  := $(shell grep -rL --include='*.c' 'include <tests/engine/' tests/litmus)
SOURCES := $(wildcard arch/linux/*/*.c) $(LITMUS) \
	   $(wildcard kernel/lib/*.c) kernel/rules/mutants.c \
	   kernel/options/keys.c kernel/options/words.c kernel/mm/frames/stamp.c \
	   $(addprefix tests/engine/,bounds.c broken.c calls_made.c lines.c registry.c rows.c select.c sweep.c table.c totals.c) \
	   $(TEXT)
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o)

CFLAGS := -std=gnu11 -O2 -g -pthread -fno-pie -Wall -Wextra -Wshadow -Wconversion \
	  -Wmissing-prototypes -Werror -D_GNU_SOURCE -I. -Iarch/include $(LINUX_CFLAGS)

# The kernel's names for what the C library has too.
$(OUT)/kernel/lib/string.o: CFLAGS += -ffreestanding \
	$(foreach f,memset memcpy memcmp strlen strcmp strncmp strchr,-D$(f)=kernel_$(f))

MAKEFLAGS += --no-builtin-rules

$(OUT)/stalehound: $(OBJECTS) $(OUT)/unasked.o
	@$(CC) -static -pthread $^ -o $@

# The version names the commit; its file changes only when it does.
$(OUT)/version: FORCE
	@mkdir -p $(@D)
	@tools/version.sh > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/kernel/lib/version.o: CFLAGS += -DSTALEHOUND=$$(cat $(OUT)/version)
$(OUT)/kernel/lib/version.o: $(OUT)/version

# What a guest starts: the program as /init, and where it mounts things.  See run-linux.sh.
$(OUT)/initrd.cpio: $(OUT)/stalehound
	@rm -rf $(OUT)/initrd
	@mkdir -p $(addprefix $(OUT)/initrd/,dev proc sys tmp var/tmp)
	@strip -o $(OUT)/initrd/init $<
	@cd $(OUT)/initrd && find . | sort | cpio --quiet -o -H newc -R 0:0 > ../initrd.cpio.new
	@mv $@.new $@

# Calls that are new in tests/litmus.h: nobody has said yet what Linux does with them.
$(OUT)/unasked.c: $(OBJECTS)
	@nm -u $(LITMUS:%.c=$(OUT)/%.o) $(OUT)/tests/text/verbs.o | awk 'NF == 2 { print $$2 }' | sort -u > $(OUT)/wanted.txt
	@nm --defined-only $^ | awk 'NF == 3 { print $$3 }' | sort -u > $(OUT)/there.txt
	@{ echo 'void cannot(const char *call, const char *why);'; \
	   comm -23 $(OUT)/wanted.txt $(OUT)/there.txt | while read -r name; do \
		! grep -qE "^[a-z].*\b$$name\(" tests/litmus*.h || \
		echo "long $$name(void); long $$name(void)" \
		     "{ cannot(\"$$name\", \"this program does not know the call yet\"); return 0; }"; \
	   done; } > $@

$(OUT)/unasked.o: $(OUT)/unasked.c
	@$(CC) $(CFLAGS) -c $< -o $@

$(OUT)/%.o: %.c arch/linux/build.mk
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

FORCE:

# For tools/lint.sh.
.PHONY: FORCE print-CFLAGS
print-CFLAGS:
	@echo '$(CFLAGS)'

-include $(OBJECTS:.o=.d)
