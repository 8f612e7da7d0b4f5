# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Claws Mail shows how a received mail came, and hands on what arrives."""
from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from lab import claws as claws_mail  # noqa: E402
from lab.agent import Account, AgentHome, Policy  # noqa: E402
from lab.claws import ClawsDesk  # noqa: E402
from lab.display import Desktop  # noqa: E402
from lab.waiting import wait_until  # noqa: E402
from lab.widgets import Gone, Widget  # noqa: E402
from letters import ADDRESS, WAYS, letter  # noqa: E402

pytestmark = pytest.mark.skipif(bool(claws_mail.missing()), reason="not built")
INES = Account("clinic", (ADDRESS,), ("Ines Roth",), (), "127.0.0.1", 9, "starttls", "ines", "pw-ines")
BAR = "How this mail came"
TITLES = {
    "full": "Transmitted over TLS on every recorded hop",
    "entry": "Transmitted over TLS into our system; earlier hops are not recorded",
    "partial": "Transmitted over TLS into our system; the sender's side",
    "weak": "Arrived over outdated TLS",
    "plain": "Arrived without encryption",
    "internal": "Never left our mail system",
    "unknown": "No trustworthy record of encryption",
}


@pytest.fixture(scope="module", name="desktop")
def a_desktop() -> Iterator[Desktop]:
    with Desktop() as desktop:
        yield desktop


@pytest.fixture(name="home")
def a_home() -> Iterator[AgentHome]:
    with tempfile.TemporaryDirectory(prefix="hemo-", dir="/tmp") as folder:
        home = AgentHome(Path(folder), Policy().set("agent", keyring="file"), (INES,))
        yield home
        home.close()


@pytest.fixture(name="claws")
def a_claws(desktop: Desktop, home: AgentHome) -> Iterator[ClawsDesk]:
    """Not started yet: mails can be put into its folders."""
    desk = ClawsDesk(desktop, home)
    yield desk
    desk.close()


def put(claws: ClawsDesk, folder: str, *mails: bytes) -> None:
    there = len(claws.files(folder))
    for number, mail in enumerate(mails, there + 1):
        (claws.mail / folder / str(number)).write_bytes(mail)


def bars(window: Widget) -> list[Widget]:
    return [bar for bar in window.all(("info bar", "filler", "panel"), BAR)]


def bar_words(window: Widget) -> list[str]:
    try:
        return [word for bar in bars(window) for word in bar.words()]
    except Gone:
        return []


def wait_for_badge(claws: ClawsDesk, words: str, window: Widget | None = None) -> Widget:
    where = window or claws.main_window
    wait_until(f"the badge {words!r}", lambda: any(words in said for said in bar_words(where)))
    return bars(where)[0]


def shoot(claws: ClawsDesk, name: str) -> None:
    """For people: with HEMOSTAT_SCREENSHOTS=DIR."""
    folder = os.environ.get("HEMOSTAT_SCREENSHOTS")
    if folder:
        claws.screenshot(Path(folder) / f"{name}.png")


@pytest.mark.parametrize("state", WAYS)
def test_badge_of_each_state(claws: ClawsDesk, home: AgentHome, state: str) -> None:
    home.start()
    put(claws, "inbox", letter(state))
    claws.start()
    claws.select("inbox", 1)
    wait_for_badge(claws, TITLES[state])
    shoot(claws, f"badge-{state}")
