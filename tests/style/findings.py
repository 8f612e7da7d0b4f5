# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Findings of a style check: collected, filtered by the written exceptions, printed.

An exception that no longer hides anything is itself a finding: the list can only shrink.
"""
from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

EXCEPTIONS = "tests/style/exceptions.txt"


@dataclass(frozen=True)
class Finding:
    check: str
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.check}]"


@dataclass(frozen=True)
class Permit:
    """One line of the exceptions: CHECK PATH WORD, where the message must hold WORD."""

    check: str
    path: str
    word: str

    def covers(self, finding: Finding) -> bool:
        return ((self.check, self.path) == (finding.check, finding.path)
                and self.word in finding.message)


def read_permits(root: Path) -> list[Permit]:
    path = root / EXCEPTIONS
    if not path.exists():
        return []
    rows = (line.split("#", 1)[0].split() for line in path.read_text().splitlines())
    return [Permit(*row) for row in rows if row]


def report(root: Path, script: str, checks: set[str], findings: list[Finding]) -> int:
    """Prints what is left after the exceptions; the exit status of the script."""
    permits = [permit for permit in read_permits(root) if permit.check in checks]
    left = [finding for finding in findings
            if not any(permit.covers(finding) for permit in permits)]
    for permit in permits:
        if not any(permit.covers(finding) for finding in findings):
            left.append(Finding("exceptions", EXCEPTIONS, 0,
                                f"hides nothing, remove it: {permit.check} {permit.path}"))
    for finding in left:
        print(finding)
    if left:
        print(f"{script}: {len(left)} findings", file=sys.stderr)
    return 1 if left else 0
