# SPDX-License-Identifier: BSD-2-Clause
"""KTAP as the kernel prints it (docs/READING-RESULTS.md) into tests and results."""
import re

from . import wire
from .model import Caught, Result, Row, Step, Test

SUBTEST = re.compile(r'  # Subtest: (\S+)$')
PLAN = re.compile(r'( *)1\.\.(\d+)$')
RESULT = re.compile(r'  (not )?ok \d+ (tooth )?(\S+|sound, with store buffers)(?: # (.*))?$')
TEST = re.compile(r'(not )?ok \d+ (\S+/\S+)(?: # (.*))?$')
RUNS = re.compile(r'  # (\d+) runs, (\d+) a second, policy')
REGIMES = re.compile(r'  # runs by regime: (.*)$')
REGIME = re.compile(r'([\w-]+) (\d+)(?:, |$)')
ROW = re.compile(r'  # +(\d+)  (never|sometimes) +(.*)$')
REGISTER = re.compile(r'\s*(?:\d+:)?\w+=\S+')
OBSERVED = re.compile(r'  # Observation \S+ \w+ (\d+) (\d+)$')
CAUGHT = re.compile(r'# CAUGHT (\S+?)(?:, run (\d+))?: (.*)$')
STEP = re.compile(r'#  +(\d+)  ( *)(\S.*?) +(\S+:\d+)$')
EVENT = re.compile(r'#  +(\d+)  ( *)(\S.*?) *$')     # of the model: a user program has no place
COLUMNS = re.compile(r'#   last steps \(cycles, then a column a CPU: ([\d, ]+)\)')
EVENTS = re.compile(r'#  event  a column a CPU: 0 … (\d+);')
COMMAND = re.compile(r'# (repeat it|on metal): (.* schedule=\S+)$')
FIRST = re.compile(r'caught after (\d+) runs, (\d+) ms')
KILLED = re.compile(r'killed after (\d+) executions, (\d+)\.(\d\d) s')
FIRST_SOUND = re.compile(r'  # first forbidden outcome in run (\d+)$')
EXTENT = re.compile(r'  # (?:(exhaustive|bounded \d+|sampled \d+)([^:]*): )?(\d+) executions \(')
SHARD = re.compile(r', the model: .*, shard (\d+) of (\d+)(?: |$)')
RATE = re.compile(r'(?:then|in all) in (\d+) of (\d+)')
COLUMN_WIDTH = {'cycles': 44, 'event': 46}
CPUS_MAX = 4096
PROMPTS = tuple(prompt.decode() for prompt in wire.PROMPTS)
LINE_MAX = 4096     # longer than any that the kernel prints
LONG = ('# repeat with: ', '# repeat it: ', '# on metal: ')
NUMBER_MAX = 2**64 - 1
TOTALS = re.compile(r'# (\d+) passed, (\d+) failed, (\d+) skipped$')
STATUS = re.compile(r'# exit status (\d+)$')

MACHINE = (
    ('cpu', re.compile(r'# cpu: (.*), (\d+) online, hypervisor (.*)$')),
    ('id', re.compile(r'# cpu id: family (\d+), model (\d+), stepping (\d+)(?:, microcode (\S+))?$')),
    ('linux_cpu', re.compile(r'# cpu: (.*), family (\d+), model (\d+), stepping (\d+), microcode (\S+)$')),
    ('linux_cpus', re.compile(r'# cpus: (\d+) for this program, clock (\d+) MHz')),
    ('hypervisor', re.compile(r'# hypervisor: (.*)$')),
    ('kernel', re.compile(r'# kernel: (.*)$')),
    ('apic_ids', re.compile(r'# APIC ids:((?: \d+)+)$')),
    ('firmware', re.compile(r'# firmware: (.*)$')),
    ('product', re.compile(r'# machine: (.*)$')),
    ('features', re.compile(r'# features: (.*)$')),
    ('memory', re.compile(r'# memory: (\d+) MiB free, clock (\d+) MHz')),
    ('keeps', re.compile(r'# keeps stale: (.*)$')),
    ('lacks', re.compile(r'# does not keep: (.*)$')),
    ('at_once', re.compile(r'# two CPUs at the same time: (.*)$')),
)


def number(value):
    """One that the kernel may have printed."""
    value = int(value)
    if not 0 <= value <= NUMBER_MAX:
        raise ValueError(f'{value} is no number of the kernel')
    return value


def parse_signature(machine, name, groups):
    """Family, model, stepping and microcode; as Linux prints them, the name is before them."""
    if name == 'linux_cpu':
        machine['cpu'], groups = groups[0], groups[1:]
    machine.update(family=number(groups[0]), model=number(groups[1]), stepping=number(groups[2]))
    if groups[3]:
        machine['microcode'] = groups[3]


def parse_machine(run, line):
    """A line about the machine."""
    for name, pattern in MACHINE:
        match = pattern.match(line)
        if not match:
            continue
        if name == 'cpu':
            run.machine.update(cpu=match[1], cpus=number(match[2]), hypervisor=match[3])
        elif name in ('id', 'linux_cpu'):
            parse_signature(run.machine, name, match.groups())
        elif name == 'linux_cpus':
            run.machine.update(cpus=number(match[1]), mhz=number(match[2]))
        elif name == 'apic_ids':
            run.machine[name] = [number(n) for n in match[1].split()]
        elif name == 'memory':
            run.machine.update(memory_mib=number(match[1]), mhz=number(match[2]))
        elif name in ('keeps', 'lacks', 'features'):
            run.machine[name] = match[1].replace(' (not tried)', '').split()
        else:
            run.machine[name] = match[1]
        return True
    if line.startswith('# MACHINE: '):
        run.machine.setdefault('defects', []).append(line[len('# MACHINE: '):])
        return True
    return False


def parse_row(text):
    """Registers, then what they mean."""
    end = 0
    while match := REGISTER.match(text, end):
        end = match.end()
    return ' '.join(text[:end].split()), text[end:].strip().removesuffix(' (not seen here)')


def kind_of(failed, note):
    if failed:
        return 'failed', note
    if note.startswith('SKIP undecided: '):
        return 'undecided', note.removeprefix('SKIP undecided: ')
    if note.startswith('SKIP '):
        return 'skipped', note.removeprefix('SKIP ')
    return 'ok', note


def add_totals(totals, counts):
    """A shell may have several plans in one run, and as many totals."""
    names = ('passed', 'failed', 'skipped')
    return {name: (totals or {}).get(name, 0) + n for name, n in zip(names, counts)}


class Parser:
    """Fed with the lines of one run, group by group."""

    def __init__(self, run):
        self.run = run
        self.test = None
        self.caught = None
        self.pending = None
        self.loose = []      # caught before a test began: where a schedule= is followed

    def take(self, line, whole):
        if line.startswith(PROMPTS):
            self.caught = None
            return
        if len(line) > LINE_MAX and not line.startswith(LONG):
            raise ValueError('the line is too long')
        if self.test and self.test.whole != whole:
            self.test = None
        if parse_machine(self.run, line) or self.take_end(line, whole):
            return
        if match := SUBTEST.match(line):
            self.begin(match[1], whole)
        elif match := PLAN.match(line):
            if match[1] and self.test:
                self.test.planned = number(match[2])
            elif not match[1]:
                self.run.planned = (self.run.planned or 0) + number(match[2])
        elif self.test:
            self.take_in_test(line)
        elif match := TEST.match(line):
            self.take_alone(match, whole)
        elif (match := CAUGHT.match(line)) or self.caught:
            self.take_loose(line, match)

    def begin(self, name, whole):
        self.test = Test(name, whole)
        self.run.tests.append(self.test)
        self.pending = Result('', False, 'ok')
        self.caught = None

    def take_alone(self, match, whole):
        """A pair of calls, or a test that followed a schedule=, is one line behind what was caught."""
        self.begin(match[2], whole)
        self.test.caught, self.loose = self.loose, []
        self.test.failed = match[1] is not None
        result = self.pending
        result.name = 'run'
        result.result, result.note = kind_of(self.test.failed, match[3] or '')
        self.test.results.append(result)
        self.test = None

    def take_loose(self, line, match):
        if match:
            self.caught = Caught(number(match[2] or 0), match[3])
            self.loose.append(self.caught)
        else:
            self.take_caught(line)

    def take_end(self, line, whole):
        run = self.run
        if line.startswith('Bail out!'):
            run.crash = line.removeprefix('Bail out!').strip()
        elif match := TOTALS.match(line):
            if whole:
                run.totals = add_totals(run.totals, map(number, match.groups()))
        elif match := STATUS.match(line):
            if whole:
                run.exit_status = number(match[1])
        elif line.startswith('# repeat with: '):
            run.repeat = line.removeprefix('# repeat with: ')
        elif line.startswith('stalehound '):
            run.version = run.version or line.removeprefix('stalehound ')
            if match := SHARD.search(line):
                run.shard = [number(match[1]), number(match[2])]
        else:
            return False
        return True

    def take_in_test(self, line):
        if match := TEST.match(line):
            self.test.failed = match[1] is not None
            self.test = None
        elif match := RESULT.match(line):
            self.end_result(match)
        elif match := CAUGHT.match(line):
            self.caught = Caught(number(match[2] or 0), match[3])
            self.test.caught.append(self.caught)
        elif line.startswith('# ') and self.caught:
            self.take_caught(line)
        elif line.startswith('  # '):
            self.take_detail(line)

    def end_result(self, match):
        result = self.pending
        result.tooth = match[2] is not None
        result.name = match[3]
        result.result, result.note = kind_of(match[1] is not None, match[4] or '')
        if first := FIRST.search(result.note):
            result.first, result.first_ms = number(first[1]), number(first[2])
        if killed := KILLED.search(result.note):
            result.first, result.first_ms = number(killed[1]), 1000 * number(killed[2]) + 10 * number(killed[3])
        if rate := RATE.search(result.note):
            result.hits, result.tried = map(number, rate.groups())
        self.test.results.append(result)
        self.pending = Result('', False, 'ok')
        self.caught = None

    def take_detail(self, line):
        result = self.pending
        if match := RUNS.match(line):
            result.runs, result.per_second = number(match[1]), number(match[2])
        elif match := REGIMES.match(line):
            result.regimes = {name: number(n) for name, n in REGIME.findall(match[1])}
            result.runs = result.runs or sum(result.regimes.values())
        elif match := EXTENT.match(line):
            result.runs = number(match[3])
            result.extent = (match[1] or 'violated') + (match[2] or '')
        elif match := FIRST_SOUND.match(line):
            result.first = number(match[1])
        elif match := OBSERVED.match(line):
            result.violations = number(match[1])
        elif match := ROW.match(line):
            result.rows.append(Row(number(match[1]), match[2], *parse_row(match[3])))
        elif line.startswith('  # asks: '):
            self.test.asks = line.removeprefix('  # asks: ')
        elif line.startswith('  # source: '):
            self.test.source = line.removeprefix('  # source: ')

    def take_caught(self, line):
        caught = self.caught
        if match := COLUMNS.match(line):
            caught.cpus = [number(n) for n in match[1].split(',')]
        elif match := EVENTS.match(line):
            caught.cpus = list(range(min(number(match[1]), CPUS_MAX) + 1))
            caught.unit = 'event'
        elif match := COMMAND.match(line):
            caught.commands.append([match[1], match[2]])
        elif caught.cpus and (match := STEP.match(line) or caught.unit == 'event' and EVENT.match(line)):
            column = min(len(match[2]) // COLUMN_WIDTH[caught.unit], len(caught.cpus) - 1)
            place = match[4] if match.re is STEP else ''
            caught.steps.append(Step(number(match[1]), column, match[3], place))
        elif line.startswith('#  '):
            caught.lines.append(line[4:])
        elif line.startswith(('# needs of a CPU', '# on metal: ')):
            caught.lines.append(line[2:])
        else:
            self.caught = None
