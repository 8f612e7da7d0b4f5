# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""hemostat-notify on a session bus of the test's own, with a desktop that is written here."""
from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import Desktop, SessionBus
from lab import programs
from surgery import may_look_inside, status_of, wait_until

TEXT = "Two recipients\nCare & <b>quick</b> help: example.org"
SHOWN, NOT_SHOWN, MISUSED = 0, 1, 2


@pytest.fixture(name="bus")
def session_bus(reports: Path, new_folder: Callable[[], Path]) -> Iterator[SessionBus]:
    bus = SessionBus(new_folder())
    yield bus
    bus.close()


@pytest.fixture(name="desktop")
def one_desktop(bus: SessionBus) -> Iterator[Desktop]:
    desktop = Desktop(bus.address)
    yield desktop
    desktop.close()


def start(address: str | None, *arguments: str) -> subprocess.Popen[str]:
    passed = {name: os.environ[name] for name in programs.PASSED_ON if name in os.environ}
    where = {"DBUS_SESSION_BUS_ADDRESS": address} if address else {}
    program = programs.BUILD / programs.PROGRAMS["hemostat-notify"]
    return subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, env={**passed, **where, "DISPLAY": ":1"})


def run(address: str | None, *arguments: str, text: str = TEXT) -> int:
    with start(address, *arguments) as program:
        said, _ = program.communicate(text, timeout=30)
        assert not said
        return program.returncode


@pytest.mark.parametrize(("word", "urgency", "expires"), [("critical", 2, 0), ("normal", 1, -1), ("low", 0, -1)])
def test_it_is_shown_and_stays(bus: SessionBus, desktop: Desktop, word: str, urgency: int, expires: int) -> None:
    assert run(bus.address, word) == SHOWN
    assert [(one.title, one.body, one.urgency, one.expires) for one in desktop.shown] == \
        [("Two recipients", "Care & <b>quick</b> help: example.org", urgency, expires)]
    assert desktop.shown[0].program == "Hemostat" and desktop.shown[0].actions == []
    assert not desktop.taken_away


def test_nothing_is_markup(bus: SessionBus, desktop: Desktop) -> None:
    desktop.abilities.append("body-markup")
    assert run(bus.address, "critical") == SHOWN
    assert desktop.shown[0].body == "Care &amp; &lt;b&gt;quick&lt;/b&gt; help: example.org"


def test_nobody_shows_notifications(bus: SessionBus) -> None:
    assert run(bus.address, "critical") == NOT_SHOWN


@pytest.mark.parametrize("address", [None, "unix:path=/nonexistent/bus"])
def test_there_is_no_bus_and_none_is_started(address: str | None) -> None:
    assert run(address, "critical") == NOT_SHOWN


@pytest.mark.parametrize("arguments", [(), ("urgent",), ("critical", "A title")])
def test_it_is_used_in_one_way_only(bus: SessionBus, desktop: Desktop, arguments: tuple[str, ...]) -> None:
    assert run(bus.address, *arguments) == MISUSED
    assert run(bus.address, "critical", text="") == MISUSED
    assert run(bus.address, "critical", text="x" * 100_000) == MISUSED
    assert not desktop.shown


def test_a_desktop_that_hangs_does_not_keep_it(bus: SessionBus, desktop: Desktop) -> None:
    desktop.silent = True
    before = time.monotonic()
    assert run(bus.address, "critical") != SHOWN
    assert time.monotonic() - before < 20


@pytest.mark.skipif(not may_look_inside(), reason="only root sees the limits of a process that nobody may trace")
def test_it_is_hardened(bus: SessionBus) -> None:
    with start(bus.address, "critical") as program:  # it waits for its text
        assert wait_until(lambda: status_of(program.pid)["NoNewPrivs"] == "1")
        limits = Path(f"/proc/{program.pid}/limits").read_text()
        line = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"]
        assert os.stat(f"/proc/{program.pid}/mem").st_uid == 0
        program.communicate("")
