# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Clocks that jump, for one program: nobody may set those of the machine."""
from __future__ import annotations

import struct
import subprocess
from pathlib import Path

MINUTE, DAY = 60, 24 * 3600


class Clock:
    """environment is for the program; jump() works at once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._offsets = folder / "offsets"
        self._library = folder / "clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o", self._library,
                        Path(__file__).with_name("clock.c")], check=True)
        self.jump()

    def jump(self, day: int = 0, boot: int = 0) -> None:
        """The time of day is @day seconds off, that since the machine started @boot."""
        with self._offsets.open("r+b" if self._offsets.exists() else "wb") as file:
            file.write(struct.pack("=qq", day, boot))

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "HEMOSTAT_LAB_CLOCK": str(self._offsets)}
