# SPDX-License-Identifier: BSD-2-Clause
"""Serial logs of any origin into runs and their groups of lines.

A log may begin with what a firmware says, be cut off anywhere, have CR-LF, hold several runs,
or be damaged.  Seals (kernel/lib/seal.h) tell which lines are as the kernel printed them.
"""
import io
import re
from dataclasses import dataclass, field

from . import wire

BEGIN = re.compile(rb'(?:\{"text":")?stalehound \d+\.\d+[\w.+~-]*(?:\s*$|[,:( ])|\{"stalehound":"')
SEAL = re.compile(rb'(.{0,%d}?)(# seal |(\{)"seal":")([0-9a-f]{8}) (\d{1,10}) ([0-9a-f]{8})( end)?(?(3)"\})$'
                  % wire.PREFIX_MAX)
# What only a run prints.
RESULTS = re.compile(rb'^ *(?:not )?ok \d|\bok \d+ (?:sound|probe|schedule|tooth \S|\w+/\S)|# exit status \d|'
                     rb'# seal [0-9a-f]|Bail out! stalehound|\{"(?:result|seal|exit_status|crash)":')


@dataclass
class Group:
    """Lines between two seals, without the seals."""
    lines: list
    whole: bool         # they are what the kernel printed


@dataclass
class RawRun:
    source: str
    first_line: int
    groups: list = field(default_factory=list)
    run_id: str | None = None
    expected: int | None = 0  # the number of the next seal; None: any, after damage
    ended: bool = False       # its last seal says so, and vouches for what is before it
    problems: list = field(default_factory=list)


class Reader:
    """Fed with the lines of one log."""

    def __init__(self, source):
        self.source = source
        self.runs = []
        self.run = None    # the one that is not over
        self.lines = []    # since the last seal
        self.number = 0    # of the line
        self.since = 1     # where self.lines begin

    def take(self, line):
        self.number += 1
        text = wire.text_of(line)
        if b'stalehound' in text and self.begins(text):
            return
        match = SEAL.match(text) if b'seal' in text else None
        if match:
            self.take_seal(match)
        else:
            self.lines.append(line)

    def begins(self, text):
        """A first line, wherever in a firmware's line it is."""
        match = BEGIN.search(text)
        if not match or b'# repeat with: ' in text:
            return False
        self.close(True)
        self.open(0)
        self.lines = [text[match.start():]]
        return True

    def open(self, expected):
        self.run = RawRun(self.source, self.since, expected=expected)
        self.runs.append(self.run)
        if expected is None:
            self.run.problems.append('its beginning is missing')

    def take_seal(self, match):
        """The group that this seal ends."""
        prefix, begin, _, run_id, number, crc, last = match.groups()
        begin += run_id + b' ' + number + b' '
        name = run_id.decode()
        lines = next((lines for lines in wire.readings(self.lines, prefix)
                      if wire.crc_of(lines, begin) == int(crc, 16)), None)
        if self.run and lines is not None and self.run.run_id not in (None, name):
            self.lines, kept = [], self.lines
            self.close(True)
            self.lines = kept
        if not self.run:
            self.open(None)
        self.add(lines, prefix, name, int(number))
        self.lines = []
        self.since = self.number + 1
        self.run.ended = last is not None and lines is not None
        if self.run.ended:
            self.run = None

    def add(self, lines, prefix, name, number):
        run = self.run
        if lines is None:
            run.problems.append(f'the lines before seal {number} are not what was printed')
            run.groups.append(Group(list(wire.readings(self.lines, prefix))[-1], False))
            run.expected = None
            return
        run.run_id = name
        if run.expected not in (None, number):
            run.problems.append(f'seal {run.expected} is missing: {number} comes next')
        run.expected = number + 1
        run.groups.append(Group(lines, True))

    def close(self, followed):
        """What no seal ends: the rest of a run; or of one whose first line was lost, if it says so."""
        if not self.run and any(RESULTS.search(wire.text_of(line)) for line in self.lines):
            self.open(None)
        if self.run:
            if any(self.lines):
                self.run.groups.append(Group([wire.text_of(line) for line in self.lines], False))
            complain_of_end(self.run, followed)
        self.run = None
        self.lines = []
        self.since = max(self.number, 1)


def read_log(source, data):
    """The runs in a log, in order."""
    reader = Reader(source)
    for line in io.BytesIO(wire.BEHIND_SEAL.sub(rb'\1\n', wire.as_bytes(data))):
        reader.take(line.rstrip(b'\r\n'))
    reader.close(False)
    return reader.runs


def complain_of_end(run, followed):
    if not any(group.whole for group in run.groups):
        run.problems.append('no seal of it fits: nothing of it can be verified')
    if followed:
        run.problems.append('the machine started again before this run had ended')
    else:
        run.problems.append('it was cut off: its closing seal is missing')
