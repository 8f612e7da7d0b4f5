# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A mail program that runs without its add-on is noticed by the real agent, one with it is not.
The person is told where there is a desktop.

Takes most of a minute: the agent is patient with add-ons that are on their way.
"""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import Desktop, SessionBus
from surgery import Surgery, descendants, name_of, wait_until

# A process that goes by the name of a mail program, and says Hello if it is told where.
PROGRAM = """
import sys
from pathlib import Path
Path("/proc/self/comm").write_text("claws-mail")
if len(sys.argv) > 1:
    from gi.repository import GLib
    from wire import Wire
    wire = Wire(Path(sys.argv[1])).log_in()
    wire.ask("Hello", GLib.Variant("(us)", (1, "claws-mail")))
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture(name="run_program")
def program_runner() -> Iterator[Callable[..., None]]:
    running: list[subprocess.Popen[str]] = []

    def run(surgery: Surgery, *arguments: Path) -> None:
        path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
        program = subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], text=True, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, env={**surgery.environment, "PYTHONPATH": path})
        running.append(program)
        assert program.stdout and program.stdout.readline() == "up\n"

    yield run
    for program in running:
        program.communicate()


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


def records(surgery: Surgery) -> list[dict[str, Any]]:
    return surgery.run("audit", "show", "--json").objects


def test_a_mail_program_without_its_add_on_is_noticed(new_surgery: Callable[[], Surgery],
                                                      run_program: Callable[..., None],
                                                      bus: SessionBus, desktop: Desktop) -> None:
    alone, told, guarded = new_surgery(), new_surgery(), new_surgery()
    for surgery, address in ((alone, None), (told, bus.address), (guarded, bus.address)):
        surgery.changed["DBUS_SESSION_BUS_ADDRESS"] = address
        surgery.start()
    run_program(alone)
    run_program(told)
    run_program(guarded, guarded.socket)
    assert wait_until(lambda: any("unguarded claws-mail" in line for line in alone.log), 90), alone.log
    alone.check_served()  # no session bus, and nobody waits for one
    assert wait_until(lambda: len(records(alone)) == 2)
    found = {record["event"]: record["body"] for record in records(alone)}
    assert set(found) == {"unguarded", "assess"} and found["unguarded"]["client"] == "claws-mail"
    assert "running without Hemostat" in alone.run("audit", "show").text
    assert wait_until(lambda: any("failed unreachable" in line for line in alone.log)), alone.log
    assert wait_until(lambda: len(desktop.shown) == 1, 30), told.log
    assert desktop.shown[0].title == "Claws Mail is running without Hemostat"
    assert "hemostat setup claws" in desktop.shown[0].body and desktop.shown[0].urgency == 2
    assert wait_until(lambda: {name_of(pid) for pid in descendants(told.pid)} == {"hemostat-reader"})
    assert not any("failed" in line for line in told.log)
    assert not any("unguarded" in line for line in guarded.log)
