# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Other add-ons beside ours, and ours being unloaded while a mail is on its way."""
from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import submission
from lab.claws import ClawsDesk, addon
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK, NORA, PETRA
from sending import agent_of, answer, BACK, check_only_there, question, settle, write


@pytest.fixture(scope="session")
def neighbour(tmp_path_factory: pytest.TempPathFactory) -> str:
    library = tmp_path_factory.mktemp("neighbour") / "neighbour.so"
    flags = subprocess.run(["pkg-config", "--cflags", "claws-mail", "gtk+-3.0"], check=True,
                           capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-shared", "-fPIC", "-w", "-DHAVE_VA_OPT=1", *flags, "-o", library,
                    Path(__file__).with_name("neighbour.c")], check=True)
    return str(library)


@pytest.mark.parametrize("deed", ["signs nothing", "signs itself", "adds the front desk"])
@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_what_others_do_at_send_lets_nothing_pass(new_claws: Callable[..., ClawsDesk], town: Town,
                                                  neighbour: str, deed: str, first: str) -> None:
    plugins = (str(addon()), neighbour)
    claws = new_claws(plugins=plugins if first == "ours" else plugins[::-1])
    claws.agent.start()
    claws.start(NEIGHBOUR=deed)
    window = write(claws, NORA if deed == "adds the front desk" else DESK)
    window.send()
    words = wait_until("an answer", lambda: [word for dialog in claws.dialogs()
                                             for word in dialog.words()])
    assert deed != "adds the front desk" or any(DESK in word for word in words)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open and not claws.files("queue") and not claws.files("sent")


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_the_refusal_of_another_is_kept(new_claws: Callable[..., ClawsDesk], town: Town, neighbour: str,
                                        first: str) -> None:
    plugins = (str(addon()), neighbour)
    claws = new_claws(plugins=plugins if first == "ours" else plugins[::-1])
    claws.agent.start()
    claws.start(NEIGHBOUR="refuses")
    window = write(claws, NORA)
    window.send()
    settle(claws)
    check_only_there(claws, window)
    assert window.frame.button("Send").sensitive


def _unload(claws: ClawsDesk, file: Path) -> None:
    file.touch()
    wait_until("the row of ours to go", lambda: not claws.links())


def _start(new_claws: Callable[..., ClawsDesk], neighbour: str, file: Path) -> ClawsDesk:
    claws = new_claws(plugins=(str(addon()), neighbour))
    claws.agent.start()
    return claws.start(NEIGHBOUR_UNLOADS=str(file))


@pytest.mark.parametrize("to", [(NORA,), (NORA, PETRA)])
def test_unloaded_while_the_server_takes_its_time(new_claws: Callable[..., ClawsDesk], town: Town,
                                                  neighbour: str, tmp_path: Path, to: tuple[str, ...],
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()
    take = submission._Handler.handle_DATA

    async def take_late(*values: Any) -> str:
        asked.set()
        await go_on.wait()
        return await take(*values)
    monkeypatch.setattr(submission._Handler, "handle_DATA", take_late)
    claws = _start(new_claws, neighbour, tmp_path / "now")
    window = write(claws, *to)
    window.send()
    wait_until("the mail to be on its way", asked.is_set)
    _unload(claws, tmp_path / "now")
    town.events.loop.call_soon_threadsafe(go_on.set)
    assert town.provider
    wait_until("the first of them", lambda: town.provider.submitted)  # type: ignore[union-attr]
    settle(claws)
    wait_until("the window to be hers again", lambda: window.frame.button("Send").sensitive)
    assert claws.running() and len(town.provider.submitted) == 1


@pytest.mark.parametrize("moment", ["checked", "asked"])
def test_unloaded_while_a_mail_waits(new_claws: Callable[..., ClawsDesk], town: Town, neighbour: str,
                                     tmp_path: Path, moment: str) -> None:
    claws = _start(new_claws, neighbour, tmp_path / "now")
    window = write(claws, NORA if moment == "checked" else DESK)
    if moment == "checked":
        agent_of(claws).pause()
    window.send()
    if moment == "asked":
        question(claws)
    _unload(claws, tmp_path / "now")
    agent_of(claws).resume()
    wait_until("the window to be hers again", lambda: window.frame.button("Send").sensitive)
    assert not claws.dialogs()
    check_only_there(claws, window)
