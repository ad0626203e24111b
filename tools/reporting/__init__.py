# SPDX-License-Identifier: BSD-2-Clause
"""From serial logs to answers: tools/report's parts.

    logs      bytes of a log -> runs, as groups of lines that a seal vouches for, or does not
    wire      what a line went through: control characters, times before each line
    ktap      the lines of a group -> tests, results, caught accesses
    objects   the same from format=json
    verdict   what a run is worth
    record    JSON for fleets          junit  JUnit XML
    page      one HTML page            sequence  who did what when, drawn
    results   a file for each machine, and a table of them
"""
