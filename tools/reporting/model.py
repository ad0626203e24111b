# SPDX-License-Identifier: BSD-2-Clause
"""What a run consists of, however it was printed."""
from dataclasses import dataclass, field


@dataclass
class Row:
    """A row of an outcome table, and how often it was seen."""
    count: int
    verdict: str   # never, sometimes
    registers: str
    text: str


@dataclass
class Step:
    cycles: int
    column: int
    text: str
    place: str


@dataclass
class Caught:
    """A caught access, told whole."""
    run: int
    what: str
    cpus: list = field(default_factory=list)    # a column each
    unit: str = 'cycles'                        # what steps are numbered by
    steps: list = field(default_factory=list)
    lines: list = field(default_factory=list)   # everything else that it says
    commands: list = field(default_factory=list)  # [where, what to type], with a schedule=


@dataclass
class Result:
    """A line of a test: sound, probe, or a tooth."""
    name: str
    tooth: bool
    result: str           # ok, failed, skipped, undecided
    note: str = ''
    runs: int = 0
    per_second: int = 0
    violations: int = 0
    extent: str = ''      # the model: how much was searched; runs are executions then
    first: int = 0        # run of the first violation
    first_ms: int | None = None
    tried: int = 0        # runs behind the rate, with so many hits
    hits: int = 0
    regimes: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)


@dataclass
class Test:
    name: str
    whole: bool           # a seal vouches for it
    asks: str = ''
    source: str = ''
    planned: int | None = None
    results: list = field(default_factory=list)
    caught: list = field(default_factory=list)
    failed: bool | None = None   # as its own closing line says


@dataclass
class Run:
    source: str
    first_line: int
    run_id: str | None
    version: str = ''
    shard: list | None = None    # the model: [which, of how many]
    machine: dict = field(default_factory=dict)
    tests: list = field(default_factory=list)
    planned: int | None = None
    totals: dict | None = None
    exit_status: int | None = None
    crash: str | None = None
    repeat: str = ''
    bench: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    verdict: str = 'unknown'
    why: str = ''
