# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Counts the results of all suites and prints the closing line of ./dev test.

Counts come from the JUnit files that meson and pytest write, never from what they
print.  A suite that ended badly without naming a failed case counts as one failure, so
that a crash cannot pass for "nothing failed".
"""
from __future__ import annotations

import argparse
import fnmatch
import os
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

ALLOWED = Path(__file__).with_name("allowed-skips.txt")


@dataclass
class Tally:
    """What one suite did."""

    suite: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, case: ET.Element) -> None:
        name = f"{self.suite}:{case.get('classname', '')}.{case.get('name', '')}"
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            self.failed.append(name)
        elif "skipped" in kinds:
            self.skipped.append(name)
        else:
            self.passed += 1


def read_suite(path: Path) -> Tally:
    """Reads one JUnit file; the suite's name is that of the file."""
    tally = Tally(path.stem)
    for case in ET.parse(path).getroot().iter("testcase"):
        tally.add(case)
    return tally


def read_allowed(path: Path = ALLOWED) -> list[str]:
    lines = (line.split("#", 1)[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]


def blame_silent(tallies: list[Tally], ended_badly: list[str]) -> None:
    """A suite whose runner failed has at least one failure."""
    known = {tally.suite: tally for tally in tallies}
    for suite in ended_badly:
        tally = known.get(suite) or Tally(suite)
        if suite not in known:
            tallies.append(tally)
        if not tally.failed:
            tally.failed.append(f"{suite}: ended badly without naming a failed test")


def blame_empty(tallies: list[Tally]) -> None:
    """A suite in which nothing ran has proved nothing."""
    for tally in tallies:
        if not (tally.passed or tally.failed or tally.skipped):
            tally.failed.append(f"{tally.suite}: no test ran")


def forbid_skips(tallies: list[Tally], allowed: list[str]) -> None:
    """Turns skips that nobody allowed into failures."""
    for tally in tallies:
        for name in list(tally.skipped):
            if not any(fnmatch.fnmatchcase(name, pattern) for pattern in allowed):
                tally.skipped.remove(name)
                tally.failed.append(f"{name} (skipped, and not in tests/allowed-skips.txt)")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--failed", default="", help="suites whose runner ended badly")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(argv)
    tallies = [read_suite(path) for path in options.files if path.exists()]
    blame_silent(tallies, options.failed.split())
    blame_empty(tallies)
    if os.environ.get("CI") == "true":
        forbid_skips(tallies, read_allowed())
    for tally in tallies:
        print(f"{tally.suite:12} {tally.passed} passed, {len(tally.failed)} failed, "
              f"{len(tally.skipped)} skipped")
        for name in tally.failed:
            print(f"  failed: {name}")
        for name in tally.skipped:
            print(f"  skipped: {name}")
    passed = sum(tally.passed for tally in tallies)
    failed = sum(len(tally.failed) for tally in tallies)
    skipped = sum(len(tally.skipped) for tally in tallies)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
