#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the add-on costs at Send in Thunderbird: two real ones, with and without it, in turn.

The mail needs nothing.  From the click on Send until the provider has the mail; in the
foreground (mailnews.sendInBackground off, the mail goes at once) and in the background, as it
is set up for protected mail.  Pairs are interleaved, so that what else the machine does falls
on both.  And from the click until a protected mail with a large file lies in the Outbox.
"""
from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "clients"), str(TESTS / "integration")]

from desk import Correspondents, Desk  # noqa: E402
from lab import namespace  # noqa: E402
from lab.thunderbird import Settings, ThunderbirdDesk  # noqa: E402
from lab.town import Town  # noqa: E402
from scenes import CLINIC, NORA, PETRA, RESULT, SMALL_TALK  # noqa: E402

PAIRS, AIM, PATIENCE, WARM = 20, 60, 30, 3
LARGE, LARGE_AIM, LARGE_TIMES, READING = 25 << 20, 6, 3, 4  # bytes; seconds; mails; seconds


class Bench:
    """Two Thunderbirds, one without the add-on."""

    def __init__(self, stack: ExitStack, in_background: bool) -> None:
        self.town = stack.enter_context(Town(passwords={CLINIC.user: CLINIC.password}))
        people = Correspondents(self.town.folder / "people")
        stack.callback(people.close)
        self._number = itertools.count(1)
        prefs = {"mailnews.sendInBackground": in_background}
        self.plain = self._open(stack, people, Settings(CLINIC, addon=False, prefs=prefs))
        self.ours = self._open(stack, people, Settings(CLINIC, prefs=prefs))

    def _open(self, stack: ExitStack, people: Correspondents, settings: Settings) -> ThunderbirdDesk:
        desk = Desk(self.town, people, accounts=(CLINIC,))
        stack.callback(desk.close)
        desk.start()
        thunderbird = ThunderbirdDesk(desk, self.town.authority.file, settings)
        stack.callback(thunderbird.close)
        return thunderbird.start()

    def send(self, thunderbird: ThunderbirdDesk) -> float:
        """Milliseconds from the click until the provider has it; nobody looks at the program
        meanwhile."""
        assert (provider := self.town.provider)
        before = len(provider.submitted)
        clicked = thunderbird.write_and_click(NORA, f"Tea {next(self._number)}", SMALL_TALK)
        while len(provider.submitted) == before:
            if time.time() - clicked / 1000 > PATIENCE:
                raise TimeoutError(f"Send did nothing: {thunderbird.window_types()}")
            time.sleep(0.0005)  # what is waited for is another thread's list
        taken = 1000 * time.time() - clicked
        thunderbird.wait_outbox_empty()
        return taken

    def compare(self, name: str) -> None:
        for thunderbird in (self.plain, self.ours):
            for _ in range(WARM):
                self.send(thunderbird)  # evidence, connections, code: warm from now on
        pairs = [(self.send(self.plain), self.send(self.ours)) for _ in range(PAIRS)]
        plain, ours = (statistics.median(times) for times in zip(*pairs))
        more = sorted(b - a for a, b in pairs)
        print(f"{name}: without {plain:.0f} ms, with the add-on {ours:.0f} ms, median of the "
              f"differences {statistics.median(more):.0f} ms (aim: {AIM}; from {more[0]:.0f} to "
              f"{more[-1]:.0f}; {ours / plain:.2f} times; {PAIRS} pairs)", flush=True)

    def send_large(self, reading: float) -> float:
        """Seconds from the click until the mail lies in the Outbox and its window is gone;
        @reading: for how long she looks at it once the file is attached."""
        path = self.town.folder / "scan.bin"
        path.write_bytes(os.urandom(LARGE))  # a file that nobody has seen yet
        window = self.ours.compose([PETRA], subject="About Thursday", text=RESULT, attachments=[path])
        time.sleep(reading)
        begin = time.monotonic()
        window.press_send()
        window.wait_closed(PATIENCE)
        taken = time.monotonic() - begin
        self.ours.wait_outbox_empty(PATIENCE)
        return taken

    def measure_large(self) -> None:
        for words, reading in (("at once", 0), (f"after {READING} s", READING)):
            times = sorted(self.send_large(reading) for _ in range(LARGE_TIMES))
            print(f"25 MB, Send pressed {words}, until the Outbox: median {statistics.median(times):.1f} s "
                  f"(aim: {LARGE_AIM}; from {times[0]:.1f} to {times[-1]:.1f}; {LARGE_TIMES} mails)", flush=True)


def play() -> None:
    for name, in_background in (("Send in the foreground", False), ("Send in the background", True)):
        with ExitStack() as stack:
            bench = Bench(stack, in_background)
            bench.compare(f"{name}, until the provider has the mail")
            if in_background:
                bench.measure_large()


if __name__ == "__main__":
    namespace.enter_program()
    play()
