# SPDX-License-Identifier: BSD-2-Clause
#
# Building the model, build/model/stalehound, with CC=gcc or CC=clang.  The top Makefile
# calls this from the project's root; `make print-CFLAGS` is for tools/lint.sh.
#
#	kernel's part	what may race: built with -fsanitize=thread, whose calls are
#			the model's (access.c, plain.c), and linked into one section
#	the rest	the model itself, and what only watches the kernel

OUT := build/model
CC  := gcc

include racing.mk
RACING += arch/model/suite/raw.c arch/model/pairs/actors.c
WATCHING := $(foreach room,lib rules options smp,$(wildcard kernel/$(room)/*.c)) kernel/race/schedule_runs.c
# Of these it links what it needs.
ENGINE := $(filter-out $(RACING),$(wildcard tests/engine/*.c tests/text/*.c tests/text/hosted/*.c))
MODEL := $(filter-out $(RACING),$(wildcard arch/model/*/*.c))

RACING_OBJECTS := $(RACING:%.c=$(OUT)/racing/%.o)
OTHER_OBJECTS  := $(WATCHING:%.c=$(OUT)/%.o) $(MODEL:%.c=$(OUT)/%.o) \
		  $(OUT)/arch/model/host/fibre_switch.o $(OUT)/engine.a

CFLAGS := -std=gnu11 -O2 -g -fno-pie -fno-stack-protector -Wall -Wextra -Wshadow -Wconversion \
	  -Wmissing-prototypes -Werror -DPOINTS_ARE_COUNTED -I. -Iarch/include $(MODEL_CFLAGS)

# Racing code calls the model where it reads or writes memory.
RACING_CFLAGS := -DRACING -ffreestanding -fsanitize=thread
# What the model calls most often is small, and in another file.
LTO :=
AR  := ar
ifneq ($(findstring clang,$(CC)),)
RACING_CFLAGS += -mllvm -tsan-instrument-func-entry-exit=0
else
LTO := -flto=auto
AR  := gcc-ar
RACING_CFLAGS += --param=tsan-instrument-func-entry-exit=0 -Wno-tsan -Wno-maybe-uninitialized
endif

# So do its calls of these, and those that the compiler makes of copying a struct, to
# which clang gives names of its own from version 15 on.
RENAMED := $(foreach f,memset memcpy memmove,--redefine-sym $(f)=model_$(f))
ALIASES := $(foreach f,memset memcpy,-Wl,--defsym=__tsan_$(f)=model_$(f))

# The kernel's names for what the C library has too.
$(OUT)/kernel/lib/string.o: CFLAGS += -ffreestanding \
	$(foreach f,memset memcpy memcmp strlen strcmp strncmp strchr,-D$(f)=kernel_$(f))

MAKEFLAGS += --no-builtin-rules

$(OUT)/stalehound: $(OUT)/racing.o $(OTHER_OBJECTS)
	@$(CC) -no-pie $(LTO) $(ALIASES) $^ -lm -o $@

$(OUT)/engine.a: $(ENGINE:%.c=$(OUT)/%.o)
	@rm -f $@; $(AR) rcs $@ $^

# What is linked, which may become fewer: a file that is gone makes nothing newer.
$(OUT)/racing.list: FORCE
	@mkdir -p $(@D)
	@echo '$(sort $(RACING_OBJECTS))' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/racing.o $(OUT)/hostile.o $(OUT)/unit.o: $(RACING_OBJECTS) $(OUT)/racing.list arch/model/kernel.ld
	@ld -r --wrap=flush_policy --wrap=luf_track_defer --wrap=deferred_take_off -T arch/model/kernel.ld $(filter %.o,$^) -o $@
	@objcopy $(RENAMED) $@

# The same with tests that break rules, for tests/unit/hostile-test.sh.
HOSTILE_OBJECTS := $(patsubst %.c,$(OUT)/racing/%.o,$(wildcard tests/hostile/*.c))

$(OUT)/hostile: $(OUT)/hostile.o $(OTHER_OBJECTS)
	@$(CC) -no-pie $(LTO) $(ALIASES) $^ -lm -o $@

$(OUT)/hostile.o: $(HOSTILE_OBJECTS)

# Unit tests of the model's parts, for tests/model/run.sh: all of it, with another main().
UNIT := $(filter-out tests/model/unit/acts.c,$(wildcard tests/model/unit/*.c)) tests/unit/unit.c tests/unit/paint.c

$(OUT)/unit: $(OUT)/unit.o $(UNIT:%.c=$(OUT)/%.o) $(filter-out $(OUT)/arch/model/suite/main.o,$(OTHER_OBJECTS))
	@$(CC) -no-pie $(LTO) $(ALIASES) $^ -lm -o $@

$(OUT)/unit.o: $(OUT)/racing/tests/model/unit/acts.o

$(OUT)/racing/%.o: %.c arch/model/build.mk
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(RACING_CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/%.o: %.c arch/model/build.mk
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LTO) -MMD -MP -c $< -o $@

# Schedules say of which build they are; the id's file changes only when it does.
$(OUT)/build-id: FORCE
	@mkdir -p $(@D)
	@tools/build-id.sh > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/kernel/options/schedule.o: kernel/options/schedule.c $(OUT)/build-id arch/model/build.mk
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LTO) -DBUILD_ID="\"$$(cat $(OUT)/build-id)\"" -MMD -MP -c $< -o $@

$(OUT)/%.o: %.asm
	@mkdir -p $(@D)
	@nasm -f elf64 -w+all $< -o $@

# The version names the commit; its file changes only when it does.
$(OUT)/version: FORCE
	@mkdir -p $(@D)
	@tools/version.sh > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/kernel/lib/version.o: CFLAGS += -DSTALEHOUND=$$(cat $(OUT)/version)
$(OUT)/kernel/lib/version.o: $(OUT)/version

# For tools/lint.sh.
.PHONY: FORCE print-CFLAGS
print-CFLAGS:
	@echo '$(CFLAGS)'

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
