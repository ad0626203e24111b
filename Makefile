# SPDX-License-Identifier: BSD-2-Clause
#
# Building, checking and running Stalehound.  `make help` lists the targets.
#
# A new source file, a new litmus included, is picked up by itself.

BUILD := build
OBJ   := $(BUILD)/obj

CC      := $(CROSS_COMPILE)gcc
LD      := $(CROSS_COMPILE)ld
NM      := $(CROSS_COMPILE)nm
NASM    := nasm

INCLUDES := -I. -Iarch/include
DEFINES  := # for builds that are only compared: see tests/bench/points.sh
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Werror
# No SSE: user accesses save no vector registers.  No loop-to-memset: memset is ours (under
# -ffreestanding clang makes none).
CFLAGS := -std=gnu11 -O2 -g -ffreestanding -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer \
	  -fno-stack-protector -fno-pic -mno-red-zone -mgeneral-regs-only -mcmodel=kernel \
	  $(if $(findstring clang,$(CC)),,-fno-tree-loop-distribute-patterns) \
	  -fno-asynchronous-unwind-tables $(WARNINGS) $(INCLUDES) $(DEFINES)
# No name of the directory where it is built is in what is built.
HERE := -ffile-prefix-map="$$PWD"=.
LDFLAGS := -nostdlib -static -z noexecstack -z max-page-size=4096 --build-id=none -T linker.ld

include racing.mk

C_SOURCES   := tests/main.c \
	       $(shell find kernel arch/x86_64 tests/bench tests/engine tests/hw tests/litmus tests/shell -name '*.c' | LC_ALL=C sort) \
	       $(sort $(wildcard tests/text/*.c))
ASM_SOURCES := $(shell find boot arch/x86_64 -name '*.asm' | LC_ALL=C sort)
OBJECTS     := $(C_SOURCES:%.c=$(OBJ)/%.o) $(ASM_SOURCES:%.asm=$(OBJ)/%.asm.o)
HOSTILE     := $(patsubst %.c,$(OBJ)/%.o,$(wildcard tests/hostile/*.c))
HEADERS     := $(shell find kernel arch tests -name '*.h')

# What boots is stripped: QEMU and GRUB read the whole file.
KERNEL := $(BUILD)/stalehound.elf
DEBUG  := $(BUILD)/stalehound.debug
ISO    := $(BUILD)/stalehound.iso

MAKEFLAGS += --no-builtin-rules

.PHONY: FORCE help kernel iso model linux linux-guest netboot dist run try new-litmus hooks compile_commands.json check docs check-full matrix deletions edits model-mutants bench gdb fmt lint unit clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# One make at a time builds in here: the others wait for its lock, and then find it done.
ifndef BUILD_LOCKED

kernel: ## build/stalehound.elf
iso: ## build/stalehound.iso, for BIOS and UEFI
model: ## build/model/stalehound: the same tests, explored in a simulated machine
linux: ## build/linux/stalehound: the same tests, asked of the Linux that runs it
linux-guest: ## build/linux/initrd.cpio: that program as what a guest starts, for run-linux.sh
netboot: ## build/netboot: what a TFTP server offers to machines that boot by PXE
dist: ## build/dist: image, kernel, symbols, their checksums, and what made them

build_alone = mkdir -p $(BUILD) && flock --close $(BUILD)/.lock \
	      $(MAKE) --no-print-directory BUILD_LOCKED=1 $@

kernel iso model linux linux-guest netboot dist:
	+@$(build_alone)

$(BUILD)/%: FORCE
	+@$(build_alone)

FORCE:

else

kernel: $(KERNEL)
iso: $(ISO)

model:
	@$(MAKE) -s --no-print-directory -f arch/model/build.mk

linux:
	@$(MAKE) -s --no-print-directory -f arch/linux/build.mk

linux-guest:
	@$(MAKE) -s --no-print-directory -f arch/linux/build.mk build/linux/initrd.cpio

netboot: $(KERNEL)
	@tools/mknetboot.sh $(KERNEL) $(BUILD)/netboot

dist: $(ISO) $(KERNEL) $(DEBUG)
	@CC='$(CC)' LD='$(LD)' NASM='$(NASM)' tools/dist.sh $(BUILD)/dist

$(RACING:%.c=$(OBJ)/%.o) $(HOSTILE): CFLAGS += -DRACING

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(HERE) -MMD -MP -c $< -o $@

# The version names the commit; its file changes only when it does.
$(OBJ)/version: FORCE
	@mkdir -p $(@D)
	@tools/version.sh > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OBJ)/kernel/lib/version.o: CFLAGS += -DSTALEHOUND=$$(cat $(OBJ)/version)
$(OBJ)/kernel/lib/version.o: $(OBJ)/version

# Schedules say of which build they are; the id's file changes only when it does.
$(OBJ)/build-id: FORCE
	@mkdir -p $(@D)
	@tools/build-id.sh > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OBJ)/kernel/options/schedule.o: kernel/options/schedule.c $(OBJ)/build-id
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(HERE) -DBUILD_ID="\"$$(cat $(OBJ)/build-id)\"" -MMD -MP -c $< -o $@

$(OBJ)/%.asm.o: %.asm
	@mkdir -p $(@D)
	@$(NASM) -f elf64 -I. -w+all -MD $(@:.o=.d) -MT $@ $< -o $@

# Linked twice: the first time to learn where the functions are, the second with
# their names inside.
define link
@$(LD) $(LDFLAGS) $(filter %.o,$^) -o $(OBJ)/$(@F).pass1
@NM=$(NM) tools/ksyms.sh $(OBJ)/$(@F).pass1 > $(OBJ)/$(@F).asm
@$(NASM) -f elf64 $(OBJ)/$(@F).asm -o $(OBJ)/$(@F).ksyms
@$(LD) $(LDFLAGS) $(filter %.o,$^) $(OBJ)/$(@F).ksyms -o $@
endef

$(DEBUG): $(OBJECTS) linker.ld tools/ksyms.sh
	$(link)

# The same with tests that break rules, for tests/boot/hostile.sh.
$(BUILD)/hostile.debug: $(OBJECTS) $(HOSTILE) linker.ld tools/ksyms.sh
	$(link)

$(BUILD)/%.elf: $(BUILD)/%.debug
	@$(CROSS_COMPILE)strip -g $< -o $@

$(ISO): $(KERNEL) boot/grub.cfg boot/args.cfg tools/mkiso.sh
	@tools/mkiso.sh $(KERNEL) $@

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

endif

run: ## boot it in QEMU and run all tests
	@./run-qemu.sh

gdb: ## boot it stopped, for gdb build/stalehound.debug
	@./run-qemu.sh --direct --gdb

check: ## everything that must hold before a commit, in some 21 minutes on 2 cores
	@tools/check.sh

check-full: ## check, and the slow suites
	@tools/check.sh --full

matrix: ## every mutant before every detector, as a table
	@tools/matrix.sh

deletions: ## delete each flush in turn, and see who notices (an hour)
	@tools/deletions.sh

edits: ## change the meaning of a statement in 50 places, and see who notices (hours)
	@tools/deletions.sh --kind edit --sample 50

model-mutants: ## break each rule of the model in turn, and see who notices (hours)
	@tools/model-mutants.sh

bench: ## how fast the model is, what points cost, what LUF saves, how long boot takes (floor kernel, Linux)
	@tests/bench/model.sh --check
	@tests/bench/points.sh --check
	@tests/bench/pressure.sh --check
	@tests/bench/boot-time.sh --linux --check

unit: ## host unit tests, with ASan and UBSan; T=luf_test: that one, and no other
ifdef T
	@$(MAKE) -s --no-print-directory -f tests/unit/Makefile build/unit/$(T) && build/unit/$(T)
else
	@tests/unit/run.sh
endif

try: ## T=family/name: that test in the model, as soon as it is built; WORDS='…' for the model
	@mkdir -p $(BUILD)/try
	@flock $(BUILD)/try $(MAKE) -s --no-print-directory -f arch/model/build.mk OUT=$(BUILD)/try LTO= $(BUILD)/try/stalehound
	@$(BUILD)/try/stalehound run='$(T)' $(WORDS)

new-litmus: ## NAME=family/name: begin a litmus test
	@tools/new-litmus.sh '$(NAME)'

hooks: ## have git refuse commits that break format or rooms
	@ln -sf ../../tools/pre-commit.sh "$$(git rev-parse --git-path hooks)/pre-commit"

compile_commands.json: ## for editors and clangd
	@{ for file in $(C_SOURCES); do \
		printf '%s{"directory":"%s","file":"%s","command":"%s -c %s"}' "$$comma" '$(CURDIR)' "$$file" \
			'$(CC) $(CFLAGS)' "$$file"; comma=',\n'; comma=$$(printf "$$comma"); \
	done; } | sed '1s/^/[/; $$s/$$/]/' > $@

docs: ## write anew what docs/ has from the source
	@tools/docs.sh

samples: model ## write anew what the documents show of the model's output
	@tools/samples.sh

fmt: ## clang-format all C
	@clang-format -i $(C_SOURCES) $(HEADERS) $(wildcard tests/unit/*.c tests/model/unit/*.c arch/model/*/*.c arch/linux/*/*.c)

lint: ## style, static analysis, and the rules of the tree
	@tools/lint.sh

clean: ## remove build/
	@rm -rf $(BUILD)

# For tools/lint.sh: how the kernel is compiled.
.PHONY: print-CFLAGS
print-CFLAGS:
	@echo '$(CFLAGS)'
