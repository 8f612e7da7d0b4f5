# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A mail program that runs without its add-on is noticed by the real agent, one with it is not.

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

from surgery import Surgery, wait_until

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


def records(surgery: Surgery) -> list[dict[str, Any]]:
    return surgery.run("audit", "show", "--json").objects


def test_a_mail_program_without_its_add_on_is_noticed(new_surgery: Callable[[], Surgery],
                                                      run_program: Callable[..., None]) -> None:
    alone, guarded = new_surgery(), new_surgery()
    for surgery in (alone, guarded):
        surgery.changed["DBUS_SESSION_BUS_ADDRESS"] = None
        surgery.start()
    run_program(alone)
    run_program(guarded, guarded.socket)
    assert wait_until(lambda: any("unguarded claws-mail" in line for line in alone.log), 90), alone.log
    alone.check_served()  # no session bus, and nobody waits for one
    assert wait_until(lambda: len(records(alone)) == 2)
    found = {record["event"]: record["body"] for record in records(alone)}
    assert set(found) == {"unguarded", "assess"} and found["unguarded"]["client"] == "claws-mail"
    assert "running without Hemostat" in alone.run("audit", "show").text
    assert not any("unguarded" in line for line in guarded.log)
