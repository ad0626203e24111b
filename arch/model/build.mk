# SPDX-License-Identifier: BSD-2-Clause
#
# Building the model, build/model/stalehound.  The top Makefile calls this from the
# project's root.
#
#	kernel's part	what may race: built with -fsanitize=thread, whose calls are
#			the model's (access.c, plain.c), and linked into one section
#	the rest	the model itself, and what only watches the kernel

OUT := build/model
.DEFAULT_GOAL := $(OUT)/stalehound

RACING := $(shell find kernel/tlb kernel/mm tests/litmus -name '*.c') kernel/smp.c \
	  tests/engine/calls.c tests/engine/world.c $(wildcard arch/model/raw.c)
WATCHING := $(addprefix kernel/,cmdline.c cmdline_keys.c crash.c mutants.c printk.c \
	    schedule.c schedule_runs.c string.c) \
	    $(addprefix tests/engine/,registry.c select.c table.c)
MODEL := $(filter-out $(RACING),$(wildcard arch/model/*.c))

RACING_OBJECTS := $(RACING:%.c=$(OUT)/racing/%.o)
OTHER_OBJECTS  := $(WATCHING:%.c=$(OUT)/%.o) $(MODEL:%.c=$(OUT)/%.o) \
		  $(OUT)/arch/model/fibre_switch.o

CFLAGS := -std=gnu11 -O2 -g -fno-pie -fno-stack-protector -Wall -Wextra -Wshadow -Wconversion \
	  -Wmissing-prototypes -Werror -I. -Iarch/include $(MODEL_CFLAGS)

# Racing code calls the model where it reads or writes memory.
RACING_CFLAGS := -ffreestanding -fsanitize=thread --param=tsan-instrument-func-entry-exit=0 \
		 -Dmemset=model_memset -Dmemcpy=model_memcpy -Wno-tsan -Wno-maybe-uninitialized

# The kernel's names for what the C library has too.
$(OUT)/kernel/string.o: CFLAGS += -ffreestanding \
	$(foreach f,memset memcpy memcmp strlen strcmp strncmp strchr,-D$(f)=kernel_$(f))

$(OUT)/kernel/schedule.o: CFLAGS += -DBUILD_ID='"$(shell tools/build-id.sh)"'
$(OUT)/kernel/schedule.o: $(RACING) $(wildcard kernel/*.c kernel/*.h)

MAKEFLAGS += --no-builtin-rules

$(OUT)/stalehound: $(OUT)/racing.o $(OTHER_OBJECTS)
	@gcc -no-pie $^ -o $@

$(OUT)/racing.o: $(RACING_OBJECTS) arch/model/kernel.ld
	@ld -r -T arch/model/kernel.ld $(RACING_OBJECTS) -o $@

$(OUT)/racing/%.o: %.c arch/model/build.mk
	@mkdir -p $(@D)
	@gcc $(CFLAGS) $(RACING_CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/%.o: %.c arch/model/build.mk
	@mkdir -p $(@D)
	@gcc $(CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/%.o: %.asm
	@mkdir -p $(@D)
	@nasm -f elf64 -w+all $< -o $@

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
