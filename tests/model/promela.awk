# SPDX-License-Identifier: BSD-2-Clause
#
# Makes a Promela program of a random program "about words", as the model prints it (trace=on):
# three columns of 35 characters, one a CPU, then what each does on an IPI.
#
# An operation is one atomic step, and takes what comes without a step of its own along: plain
# accesses and STI.  With -v tso=1 plain stores and unlocks go to a queue of their CPU, another
# process lets them out, and loads look there first.

function emit(text) { print "\t" text }

# The guard of a step that waits for the buffer.
function drained() { return tso ? "queued[c] == 0 && " : "" }

# A store of @value to word @at; words: y 0, w 1, the lock 2, handled 3 and more.
function store(at, value)
{
	if (!tso)
		return sprintf("word[%s] = %s;", at, value)
	return sprintf("queue_at[c * 8 + queued[c]] = %s; queue_value[c * 8 + queued[c]] = %s; queued[c]++;", at, value)
}

# The newest store to word @at counts.
function load(at, into)
{
	if (!tso)
		return sprintf("%s = word[%s];", into, at)
	return sprintf("%s = word[%s]; q = 0; do :: q < queued[c] -> if :: queue_at[c * 8 + q] == %s -> %s = queue_value[c * 8 + q] :: else fi; q++ :: else -> break od; q = 0;", into, at, at, into)
}

# In a handler it has the CPU to itself; a program must wait while one is under way.
function open_step(guard)
{
	close_step()
	emit("atomic { (" (in_handler ? "" : "!inside[c] && ") guard ") ->")
	is_open = 1
}

function close_step()
{
	if (is_open)
		emit("}")
	is_open = 0
}

# What comes without a step goes with the step before it, or with the beginning.
function glue(text)
{
	if (!is_open) {
		emit("atomic {")
		is_open = 1
	}
	emit("\t" text)
}

function step(guard, text)
{
	open_step(guard)
	emit("\t" text)
}

function flag(name) { return name == "y" ? 0 : 1 }

# Splits "r1 = y" into the variable, in @into, and the rest, which it returns.
function operation(text)
{
	into = "none"
	if (!match(text, /^r[0-9]+ = /))
		return text
	into = "r[" substr(text, 2, RLENGTH - 4) "]"
	return substr(text, RLENGTH + 1)
}

# What @text does without a step of its own, or nothing.  Who has the lock need not ask.
function without_step(text,   op)
{
	op = operation(text)
	if (op == "own")
		return into " = own[c];"
	if (op ~ /^own = [0-9]+$/)
		return "own[c] = " substr(op, 7) ";"
	if (op == "STI")
		return "closed[c] = 0;"
	if (op == "is it locked?" && holds)
		return into " = 1;"
	return ""
}

# Two steps, if it was free.  What follows without a step goes with the last of them.
function try_lock(rest)
{
	step(drained() "1", "if :: word[2] == 0 -> word[2] = 1; took = 1 :: else -> took = 0; " rest "skip fi; " into " = took;")
	close_step()
	emit("if :: took ->")
	step("1", store(2, 0) " " rest)
	close_step()
	emit(":: else fi;")
}

function translate_all(part, cpu,   i, rest, tried)
{
	for (i = 1; i <= nr[part, cpu]; i++) {
		if (without_step(op[part, cpu, i]) != "") {
			glue(without_step(op[part, cpu, i]))
		} else if (op[part, cpu, i] ~ /trylock/) {
			tried = op[part, cpu, i]
			rest = ""
			while (i < nr[part, cpu] && without_step(op[part, cpu, i + 1]) != "")
				rest = rest without_step(op[part, cpu, ++i]) " "
			operation(tried)
			try_lock(rest)
		} else {
			translate(op[part, cpu, i])
		}
	}
}

function translate(text,   op, target)
{
	op = operation(text)
	if (op ~ /^[yw]$/)
		step("1", load(flag(op), into))
	else if (op ~ /^[yw] = 1$/)
		step("1", store(flag(substr(op, 1, 1)), 1))
	else if (match(op, /^xchg\([yw], [0-9]+\)$/)) {
		target = flag(substr(op, 6, 1))
		step(drained() "1", into " = word[" target "]; word[" target "] = " substr(op, 9, length(op) - 9) ";")
	} else if (match(op, /^cmpxchg\([yw], 0, [0-9]+\)$/)) {
		target = "word[" flag(substr(op, 9, 1)) "]"
		step(drained() "1", "if :: " target " == 0 -> " target " = " substr(op, 15, length(op) - 15) "; " into " = 1; :: else -> " into " = 0; fi;")
	} else if (op ~ /^wait for [yw]$/)
		wait_for(flag(substr(op, 10)))
	else if (op == "MFENCE")
		step(drained() "1", "skip;")
	else if (op == "lock") {
		step(drained() "word[2] == 0", "word[2] = 1;")
		holds = 1
	} else if (op == "unlock") {
		step("1", store(2, 0))
		holds = 0
	} else if (op == "is it locked?")
		step("1", load(2, into))
	else if (op == "CLI")
		step("1", "closed[c] = 1;")
	else if (op ~ /^IPI to CPU [0-9]$/)
		step(drained() "1", "pending[" substr(op, 12) "] = 1;")
	else if (op ~ /^wait for CPU [0-9]'s handler$/)
		wait_for(3 + substr(op, 14, 1))
	else {
		print "promela.awk: no operation: " op > "/dev/stderr"
		exit 2
	}
}

# A wait ends with a load that finds something, in the buffer too.
function wait_for(at)
{
	if (!tso) {
		step("word[" at "]", "skip;")
		return
	}
	open_step("word[" at "] || (queued[c] > 0 && queue_at[c * 8] == " at ") || (queued[c] > 1 && queue_at[c * 8 + 1] == " at ") || (queued[c] > 2 && queue_at[c * 8 + 2] == " at ") || (queued[c] > 3 && queue_at[c * 8 + 3] == " at ")")
	emit("\tskip;")
}

function variables(cpu)
{
	emit("byte c = " cpu ";")
	emit("byte none, took, q;")
}

function program(cpu)
{
	printf "active proctype program%d()\n{\n", cpu
	variables(cpu)
	in_handler = holds = 0
	translate_all(0, cpu)
	close_step()
	emit("ended[c] = 1;")
	print "}\n"
}

function handler(cpu)
{
	printf "active proctype handler%d()\n{\n", cpu
	variables(cpu)
	in_handler = 1
	holds = 0
	print "again:"
	emit("atomic { (pending[c] && !closed[c] && !inside[c]) -> pending[c] = 0; inside[c] = 1;")
	is_open = 1
	translate_all(1, cpu)
	# It says once that it was there.
	close_step()
	emit("if :: !told[c] ->")
	step("1", "told[c] = 1; " store(3 + cpu, 1))
	close_step()
	emit(":: else fi;")
	step(drained() "1", "inside[c] = 0;")
	close_step()
	emit("goto again")
	print "}\n"
}

function buffer(cpu)
{
	printf "active proctype buffer%d()\n{\n", cpu
	emit("byte q;")
	emit("end: do :: atomic { queued[" cpu "] > 0 -> word[queue_at[" cpu " * 8]] = queue_value[" cpu " * 8]; q = 1;")
	emit("\tdo :: q < queued[" cpu "] -> queue_at[" cpu " * 8 + q - 1] = queue_at[" cpu " * 8 + q]; queue_value[" cpu " * 8 + q - 1] = queue_value[" cpu " * 8 + q]; q++ :: else -> break od;")
	emit("\tqueued[" cpu "]--; queue_at[" cpu " * 8 + queued[" cpu "]] = 0; queue_value[" cpu " * 8 + queued[" cpu "]] = 0; q = 0 } od")
	print "}\n"
}

# When nobody else can go on the outcome stands: registers, flags, and whether all have ended.
function monitor(   i, all, format, values)
{
	for (i = 0; i < 8; i++) {
		format = format "%d "
		values = values ", now.r[" i "]"
	}
	all = "now.ended[0] && now.ended[1]" (cpus > 2 ? " && now.ended[2]" : "")
	print "active proctype monitor()\n{"
	emit("timeout -> c_code { printf(\"outcome " format "%d %d %d\\n\"" values ", now.word[0], now.word[1], " all "); };")
	print "}"
}

/on an IPI:/ { part = 1; next }
/^#   CPU 0 / { cpus = gsub(/CPU/, ""); next }
/^#   / && !/about words/ && !/outcomes/ {
	for (cpu = 0; cpu < 3; cpu++) {
		text = substr($0, 5 + 35 * cpu, 34)
		gsub(/^ +| +$/, "", text)
		if (text != "")
			op[part + 0, cpu, ++nr[part + 0, cpu]] = text
	}
}

END {
	print "byte word[6], own[3], r[8], told[3], pending[3], closed[3], inside[3], ended[3];"
	print "byte queued[3], queue_at[24], queue_value[24];\n"
	for (cpu = 0; cpu < cpus; cpu++) {
		program(cpu)
		if (nr[1, cpu])
			handler(cpu)
		if (tso)
			buffer(cpu)
	}
	monitor()
}
