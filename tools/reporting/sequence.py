# SPDX-License-Identifier: BSD-2-Clause
"""A caught access: the steps of its CPUs, drawn as a sequence diagram."""
import re
from html import escape

OWED = re.compile(r'clears the PTE|defers the flush|makes .*read-only|write-protects|changes .*content')
ACCESS = re.compile(r'touches, as a user')
STALE = re.compile(r'through a STALE translation')


def step_class(step, is_last_access):
    if is_last_access or STALE.search(step.text):
        return 'step stale'
    if OWED.search(step.text):
        return 'step owed'
    return 'step'


def step_row(step, columns, css):
    cells = []
    for column in range(columns):
        if column == step.column:
            cells.append(f'<div class="life"><span class="{css}">{escape(step.text)}'
                         f'<small>{escape(step.place)}</small></span></div>')
        else:
            cells.append('<div class="life"></div>')
    return f'<div class="when">{step.cycles:,}</div>' + ''.join(cells)


def command(where, text):
    """A command to copy: it is selected as soon as one is in it."""
    name = 'again, in the model' if where == 'repeat it' else 'on a machine, or in QEMU'
    return (f'<label class="command">{name}: <input readonly value="{escape(text)}" '
            'onfocus="this.select()"></label>')


def sequence(caught):
    """HTML of one caught access."""
    lines = escape('\n'.join(caught.lines))
    run = f'Run {caught.run}: ' if caught.run else ''
    out = [f'<h4>{run}{escape(caught.what)}</h4>']
    if caught.steps:
        last = max((i for i, step in enumerate(caught.steps) if ACCESS.search(step.text)),
                   default=None)
        columns = len(caught.cpus)
        heads = ''.join(f'<div class="cpu">CPU {cpu}</div>' for cpu in caught.cpus)
        rows = ''.join(step_row(step, columns, step_class(step, i == last))
                       for i, step in enumerate(caught.steps))
        out.append(f'<div class="scroll"><div class="sequence" style="--cpus:{columns}">'
                   f'<div class="when">{caught.unit}</div>{heads}{rows}</div></div>'
                   '<p class="key"><span class="step owed">a flush is owed from here</span> '
                   '<span class="step stale">the access that was caught</span></p>')
    out += [command(where, text) for where, text in caught.commands]
    out.append(f'<details><summary>What the console said</summary><pre>{lines}</pre></details>')
    return ''.join(out)
