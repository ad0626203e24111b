# SPDX-License-Identifier: BSD-2-Clause
"""Serial logs of any origin into runs and their groups of lines.

A log may begin with what a firmware says, be cut off anywhere, have CR-LF, hold several runs,
or be damaged.  Seals (kernel/lib/seal.h) tell which lines are as the kernel printed them.
"""
import re
import zlib
from dataclasses import dataclass, field

BEGIN = re.compile(rb'(?:^|\n)[^\n]*?((?:stalehound \d|\{"stalehound":)[^\n]*)')
ESCAPES = re.compile(rb'\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Za-z0-9]')
SEAL = re.compile(rb'(# seal |\{"seal":")([0-9a-f]{8}) (\d+) ([0-9a-f]{8})( end)?(?:"\})?$')
# What only a run prints.
RESULTS = re.compile(rb'^(?: *(?:not )?ok \d|# exit status |# seal |\{"(?:result|seal|exit_status)":)', re.M)
# Launchers add to these, so no seal covers them.
REPEAT = (b'# repeat with: ', b'{"text":"# repeat with: ')


@dataclass
class Group:
    """Lines between two seals, without the seals."""
    lines: list
    number: int | None  # of the seal that ends it; None: none does
    whole: bool         # they are what the kernel printed
    first_line: int     # in the log


@dataclass
class RawRun:
    source: str
    first_line: int
    groups: list = field(default_factory=list)
    run_id: str | None = None
    expected: int | None = 0  # the number of the next seal; None: any, after damage
    ended: bool = False       # its last seal says so, and vouches for what is before it
    followed: bool = False    # another run begins behind it in the same log
    problems: list = field(default_factory=list)


def clean(data):
    """Without carriage returns, and without what moves a terminal's cursor."""
    return ESCAPES.sub(b'\n', data.replace(b'\r', b''))


def starts_of(data):
    """Where runs begin: their first lines, wherever in a firmware's line they are."""
    return [match.start(1) for match in BEGIN.finditer(data)]


def crc_of(lines, prefix):
    crc = 0
    for line in lines:
        if not line.startswith(REPEAT):
            crc = zlib.crc32(line + b'\n', crc)
    return zlib.crc32(prefix, crc)


def take_seal(run, lines, match, first_line):
    """The group that this seal ends."""
    begin, run_id, number, crc, last = match.groups()
    prefix = begin + run_id + b' ' + number + b' '
    name = run_id.decode()
    whole = crc_of(lines, prefix) == int(crc, 16)
    if not whole:
        run.problems.append(f'the lines before seal {int(number)} are not what was printed')
        run.groups.append(Group(lines, None, False, first_line))
        run.expected = None
        return
    run.run_id = run.run_id or name
    if run.run_id != name:
        run.problems.append(f'seal {int(number)} is of another run, {name}')
    if run.expected not in (None, int(number)):
        run.problems.append(f'seal {run.expected} is missing: {int(number)} comes next')
    run.expected = int(number) + 1
    run.groups.append(Group(lines, int(number), run.run_id == name, first_line))
    run.ended = last is not None


def split_groups(run, text):
    """Fill run.groups from its lines, up to its last seal.  Returns how many lines it took."""
    lines = []
    taken = 0
    first_line = run.first_line
    for line in text.split(b'\n'):
        match = SEAL.match(line)
        taken += 1
        if not match:
            lines.append(line)
            continue
        take_seal(run, lines, match, first_line)
        if run.ended:
            return taken
        lines = []
        first_line = run.first_line + taken
    if any(lines):
        run.groups.append(Group(lines, None, False, first_line))
    return taken


def read_log(source, data):
    """The runs in a log, in order."""
    data = clean(data)
    starts = starts_of(data)
    runs = []
    if headless := headless_run(source, data[:starts[0]] if starts else data, 1):
        runs.append(headless)
    for i, start in enumerate(starts):
        text = data[start:starts[i + 1] if i + 1 < len(starts) else len(data)]
        run = RawRun(source, data.count(b'\n', 0, start) + 1)
        taken = split_groups(run, text)
        run.followed = i + 1 < len(starts)
        complain_of_end(run)
        runs.append(run)
        rest = b'\n'.join(text.split(b'\n')[taken:])
        if headless := headless_run(source, rest, run.first_line + taken):
            runs.append(headless)
    return runs


def headless_run(source, text, first_line):
    """What a run has left whose first line was lost, or None."""
    if not RESULTS.search(text):
        return None
    run = RawRun(source, first_line, expected=None)
    run.problems.append('its beginning is missing')
    split_groups(run, text)
    return run


def complain_of_end(run):
    if run.ended:
        return
    if not any(group.number is not None for group in run.groups):
        run.problems.append('no seal of it fits: nothing of it can be verified')
    if run.followed:
        run.problems.append('the machine started again before this run had ended')
    else:
        run.problems.append('it was cut off: its closing seal is missing')
