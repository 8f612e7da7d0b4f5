# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Claws Mail shows how a received mail came, and hands on what arrives."""
from __future__ import annotations

import json
import os
import signal
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


def has_text(claws: ClawsDesk, words: str) -> bool:
    """Whether the message view shows @words."""
    try:
        return any(words in text.text for text in claws.main_window.all("text"))
    except Gone:
        return False


def show(claws: ClawsDesk, folder: str, number: int, words: str) -> None:
    claws.select(folder, number)
    wait_until(f"the text {words!r}", lambda: has_text(claws, words))


def signal_agent(home: AgentHome, number: signal.Signals) -> None:
    assert home.daemon
    os.kill(home.daemon.pid, number)


def test_badge_goes_before_the_next_mail_is_judged(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "inbox", letter("full", body="First text\n"), letter("plain", body="Second text\n"))
    claws.start()
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["full"])
    signal_agent(home, signal.SIGSTOP)
    show(claws, "inbox", 2, "Second text")
    assert bar_words(claws.main_window) == []
    wait_for_badge(claws, "Hemostat does not answer")
    shoot(claws, "badge-no-answer")
    show(claws, "inbox", 1, "First text")
    assert bar_words(claws.main_window) == []
    signal_agent(home, signal.SIGCONT)
    wait_for_badge(claws, TITLES["full"])
    for _ in range(3):  # answers that come late belong to nobody
        for number in (2, 1, 2):
            claws.select("inbox", number)
        wait_until("the second mail", lambda: has_text(claws, "Second text"))
        wait_for_badge(claws, TITLES["plain"])


@pytest.mark.parametrize("folder", ["sent", "draft", "queue"])
def test_own_mail_has_no_badge(claws: ClawsDesk, home: AgentHome, folder: str) -> None:
    home.start()
    put(claws, "inbox", letter("plain", body="Received text\n"))
    put(claws, folder, letter("plain", body="Own text\n"))
    claws.start()
    show(claws, "inbox", 1, "Received text")
    wait_for_badge(claws, TITLES["plain"])
    show(claws, folder, 1, "Own text")
    assert bar_words(claws.main_window) == []
    show(claws, "inbox", 1, "Received text")
    wait_for_badge(claws, TITLES["plain"])  # so the agent had time to answer in between


def test_badge_goes_with_the_last_mail(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "inbox", letter("plain", body="Only text\n"))
    claws.start()
    show(claws, "inbox", 1, "Only text")
    wait_for_badge(claws, TITLES["plain"])
    claws.desktop.press_keys(claws.x_window("Claws Mail"), "ctrl+d")
    wait_until("an empty inbox", lambda: not claws.files("inbox"))
    wait_until("no badge", lambda: bar_words(claws.main_window) == [])
    assert not has_text(claws, "Only text")


def test_mail_thrown_away_keeps_its_badge_unless_it_was_ours(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "trash", letter("full", body="From others\n"), letter("unknown", body="From us\n"))
    claws.start()
    show(claws, "trash", 1, "From others")
    wait_for_badge(claws, TITLES["full"])
    show(claws, "trash", 2, "From us")
    assert bar_words(claws.main_window) == []


def test_no_agent_at_all_is_said_and_mended(claws: ClawsDesk, home: AgentHome) -> None:
    put(claws, "inbox", letter("entry", body="Some text\n"))
    claws.start(HEMOSTAT_LIBEXEC="/nowhere")
    show(claws, "inbox", 1, "Some text")
    wait_for_badge(claws, "Hemostat does not answer")
    home.start()
    wait_until("the badge", lambda: any(TITLES["entry"] in word
                                        for word in bar_words(claws.main_window)), 40)


def test_badge_stays_when_another_part_is_chosen(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "inbox", letter("plain", body="Parted text\n"))
    claws.start()
    show(claws, "inbox", 1, "Parted text")
    wait_for_badge(claws, TITLES["plain"])
    claws.desktop.press_keys(claws.x_window("Claws Mail"), "ctrl+h")  # all headers: shown anew
    wait_until("all headers", lambda: has_text(claws, "mx.clinic.example.org"))
    wait_for_badge(claws, TITLES["plain"])


def test_own_window_has_its_own_badge(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "inbox", letter("full", body="First text\n"), letter("weak", body="Second text\n"))
    claws.start()
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["full"])
    claws.desktop.press_keys(claws.x_window("Claws Mail"), "ctrl+alt+n")
    window = wait_until("its own window", lambda: next(
        (one for one in claws.program.shown() if "Letter full" in one.name), None))
    wait_for_badge(claws, TITLES["full"], window)
    show(claws, "inbox", 2, "Second text")
    wait_for_badge(claws, TITLES["weak"])
    assert any(TITLES["full"] in word for word in bar_words(window))
    shoot(claws, "badge-own-window")
    claws.desktop.press_keys(claws.x_window("Letter full"), "Escape")
    claws.wait_closed(window)
    assert claws.responsive()


def test_the_way_hop_by_hop(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "inbox", letter("partial", body="First text\n"), letter("full", body="Second text\n"))
    claws.start()
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["partial"]).button("Show the way").press()
    way = wait_until("the way", lambda: next(
        (one for one in claws.program.shown() if one.name == "The way of this mail"), None))
    words = way.words()
    assert "From out.example.net to mx.clinic.example.org" in words
    assert "From pc.example.com to out.example.net" in words
    assert any(word.startswith("TLS: yes · TLSv1.3 · ") for word in words)
    assert any("claimed by a server that is not yours" in word for word in words)
    assert len(way.all("list item")) == 2
    shoot(claws, "hops")
    way.button("Copy for a technician").press()
    show(claws, "inbox", 2, "Second text")
    claws.wait_closed(way)  # it belongs to the other mail


def test_problem_goes_into_the_audit(claws: ClawsDesk, home: AgentHome) -> None:
    home.start()
    put(claws, "inbox", letter("plain", body="Odd text\n"))
    claws.start()
    show(claws, "inbox", 1, "Odd text")
    wait_for_badge(claws, TITLES["plain"]).button("Report a problem…").press()
    dialog = claws.dialog("Report a problem")
    shoot(claws, "problem")
    assert not dialog.entries()
    dialog.button("I cannot read this mail").press()
    dialog.button("Record").press()
    wait_for_badge(claws, "Thank you. Your report is recorded.")
    shoot(claws, "problem-thanks")
    records = home.run("audit", "--json", "show").objects
    notes = [record for record in records if record.get("event") == "note"]
    assert len(notes) == 1, records
    assert "not-readable" in json.dumps(notes[0])
