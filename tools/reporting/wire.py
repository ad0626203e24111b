# SPDX-License-Identifier: BSD-2-Clause
"""What stands between the kernel and a log: control characters, colours, a time before each line.

None of it weakens a seal: what is left of the lines without it has the seal's CRC, or is not
what the kernel printed.
"""
import re
import zlib

ESCAPES = re.compile(rb'\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Za-z0-9]')
CONTROLS = bytes(n for n in range(32) if n != 9) + b'\x7f'
# A firmware clears the screen right behind the last line.
BEHIND_SEAL = re.compile(rb'((?:# seal |\{"seal":")[0-9a-f]{8} \d{1,10} [0-9a-f]{8}(?: end)?(?:"\})?)(?=\x1b)')
# The prompts of the kernel's shell.  What is typed behind them may be taken back again.
PROMPTS = (b'# stalehound> ', b'# paused> ', b'# held> ')
# No seal covers these: launchers add to the first.
UNSEALED = (b'# repeat with: ', b'{"text":"# repeat with: ') + PROMPTS
TOKEN = re.compile(rb' *\d+| +|[A-Za-z]+|.', re.S)
PREFIX_MAX = 100


def as_bytes(data):
    """A log as bytes of ASCII, whatever a terminal has saved it as."""
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return data.decode('utf-16', 'replace').encode()
    return data


def text_of(line):
    """A line without what moves a terminal's cursor or stops its sender."""
    if line.isascii() and line.decode('ascii').isprintable():
        return line
    return ESCAPES.sub(b'', line).translate(None, CONTROLS)


def prefix_shape(prefix):
    """What such a prefix is before any line, with other numbers, and names of months and days."""
    tokens = TOKEN.findall(prefix)
    shape = b''
    for i, token in enumerate(tokens):
        if token.strip(b' ').isdigit():
            shape += rb' *(?<!\d)\d+(?!\d)'
        elif not token.strip(b' '):
            shape += rb' *' if i + 1 < len(tokens) else re.escape(token)
        elif len(token) == 3 and token.isalpha():
            shape += rb'[A-Za-z]{3}'
        else:
            shape += re.escape(token)
    return re.compile(shape)


def without_prefix(lines, prefix):
    """A logger may have cut the blanks behind the prefix of an empty line."""
    if not prefix.strip():
        return [line.removeprefix(prefix) for line in lines]
    shape, bare = prefix_shape(prefix), prefix_shape(prefix.rstrip(b' '))
    found = [shape.match(line) or bare.fullmatch(line) for line in lines]
    return [line[match.end():] if match else line for line, match in zip(lines, found)]


def readings(lines, prefix):
    """What the kernel may have printed, most literal first.  @prefix stands before the seal."""
    yield lines
    clean = [text for text, line in ((text_of(line), line) for line in lines) if text or not line]
    if clean != lines:
        yield clean
    if prefix:
        yield without_prefix(clean, prefix)


def crc_of(lines, begin):
    """What a seal that begins so has to say of these lines."""
    crc = 0
    for line in lines:
        if not line.startswith(UNSEALED):
            crc = zlib.crc32(line + b'\n', crc)
    return zlib.crc32(begin, crc)
