#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the add-on costs at Send: real Claws Mails with and without it, side by side.

The mail needs nothing.  Pairs are interleaved in the same run, so that what else the
machine does falls on both.  From the key press until the mail lies in the queue (Send
later), or until the provider has it (Send).
"""
from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "clients"), str(TESTS / "integration")]

from desk import Correspondents, Desk  # noqa: E402
from lab import namespace  # noqa: E402
from lab.claws import ClawsDesk, ComposeWindow, addon  # noqa: E402
from lab.display import Desktop  # noqa: E402
from lab.town import Town  # noqa: E402
from scenes import CLINIC, NORA, SMALL_TALK  # noqa: E402

PAIRS, AIM, PATIENCE = 20, 50, 20
NOW, LATER = "ctrl+Return", "ctrl+shift+s"


def time_until(window: ComposeWindow, key: str, there: Callable[[], bool]) -> float:
    """Milliseconds from the key press; nobody looks at the program meanwhile."""
    x_window, desktop = window.x_window, window.claws.desktop
    desktop.run("xdotool", "windowactivate", "--sync", x_window)
    begin = time.monotonic()
    with desktop.strike(key):
        while not there():
            if time.monotonic() - begin > PATIENCE:
                raise TimeoutError(f"{key} did nothing:\n{window.frame.outline()}")
            time.sleep(0.0005)  # what is waited for is a file, or another thread's list
        return 1000 * (time.monotonic() - begin)


class Bench:
    """Two Claws Mails, one without the add-on."""

    def __init__(self, stack: ExitStack) -> None:
        self.town = stack.enter_context(Town(passwords={CLINIC.user: CLINIC.password}))
        self.desktop = stack.enter_context(Desktop())
        people = Correspondents(self.town.folder / "people")
        stack.callback(people.close)
        self._number = itertools.count(1)
        self.plain = self._open(stack, people, ())
        self.ours = self._open(stack, people, (str(addon()),))

    def _open(self, stack: ExitStack, people: Correspondents, plugins: tuple[str, ...]) -> ClawsDesk:
        desk = Desk(self.town, people, accounts=(CLINIC,))
        stack.callback(desk.close)
        desk.start()
        claws = ClawsDesk(self.desktop, desk, self.town.authority.file, plugins=plugins)
        stack.callback(claws.close)
        return claws.start()

    def _window(self, claws: ClawsDesk) -> ComposeWindow:
        return claws.compose(NORA, subject=f"Tea {next(self._number)}", body=SMALL_TALK)

    def send(self, claws: ClawsDesk) -> float:
        """Until the provider has it."""
        assert (provider := self.town.provider)
        window, before = self._window(claws), len(provider.submitted)
        taken = time_until(window, NOW, lambda: len(provider.submitted) > before)
        window.wait_closed()
        return taken

    def send_later(self, claws: ClawsDesk) -> float:
        """Until it lies in the queue."""
        window, before = self._window(claws), len(claws.files("queue"))
        taken = time_until(window, LATER, lambda: len(claws.files("queue")) > before)
        window.wait_closed()
        return taken

    def compare(self, name: str, once: Callable[[ClawsDesk], float]) -> None:
        for claws in (self.plain, self.ours):
            once(claws)  # evidence, certificates, code: warm from now on
        pairs = [(once(self.plain), once(self.ours)) for _ in range(PAIRS)]
        plain, ours = (statistics.median(times) for times in zip(*pairs))
        more = sorted(b - a for a, b in pairs)
        print(f"{name}: without {plain:.0f} ms, with the add-on {ours:.0f} ms, median of the "
              f"differences {statistics.median(more):.0f} ms (aim: {AIM}; from {more[0]:.0f} to "
              f"{more[-1]:.0f}; {PAIRS} pairs)", flush=True)


def play() -> None:
    with ExitStack() as stack:
        bench = Bench(stack)
        bench.compare("Send later, until the mail is in the queue", bench.send_later)
        bench.compare("Send, until the provider has the mail", bench.send)


if __name__ == "__main__":
    namespace.enter_program()
    play()
