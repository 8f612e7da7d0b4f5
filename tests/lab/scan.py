# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Looks for a marker where no trace of a mail may be: in memory, in files.

Counted in the forms that mail software makes of a text: as it is, UTF-16, and base64 at each
of the three alignments.
"""
from __future__ import annotations

import base64
import re
from contextlib import suppress
from pathlib import Path

_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+ *(.*)")
_UNREADABLE = ("[vvar]", "[vvar_vclock]", "[vsyscall]")


def forms(marker: str) -> dict[str, bytes]:
    """The marker in every form that is searched for."""
    raw = marker.encode()
    found = {"plain": raw, "utf-16": marker.encode("utf-16-le")}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        begin = -(-shift * 8 // 6)  # the first character that the padding has no part in
        usable = (shift + len(raw)) // 3 * 4
        found[f"base64+{shift}"] = coded[begin if shift else 0:usable]
    return found


def count(data: bytes, marker: str) -> int:
    return sum(data.count(form) for form in forms(marker).values())


def scan_memory(pid: int, marker: str) -> dict[str, int]:
    """Mapping name to copies of the marker in a running process (root only)."""
    copies: dict[str, int] = {}
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = _MAPPING.match(line)
            if not match or "r" not in match[3] or match[4] in _UNREADABLE:
                continue
            begin, end = int(match[1], 16), int(match[2], 16)
            try:
                memory.seek(begin)
                data = memory.read(end - begin)
            except (OSError, ValueError, OverflowError):
                continue
            if number := count(data, marker):
                name = match[4] or "anonymous"
                copies[name] = copies.get(name, 0) + number
    return copies


def scan_folder(folder: Path, marker: str) -> dict[str, int]:
    """File to copies of the marker, in contents and in names."""
    copies: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        number = count(str(path.relative_to(folder)).encode(), marker)
        with suppress(FileNotFoundError):  # other programs' files come and go
            if path.is_file() and not path.is_symlink():
                number += count(path.read_bytes(), marker)
        if number:
            copies[str(path)] = number
    return copies
