# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Claws Mail shows how a received mail came: the badge, its way, a problem reported."""
from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import scenes
from lab.claws import ClawsDesk
from lab.waiting import wait_until
from lab.widgets import Gone, Widget
from ways import WAYS

Shoot = Callable[[str], None]
Reader = Callable[..., ClawsDesk]
BAR = "How this mail came"
SILENCE = "Hemostat does not answer"
TITLES = {
    "full": "Transmitted over TLS on every recorded hop between mail systems",
    "entry": "Transmitted over TLS into our system; earlier hops are not recorded",
    "partial": "Transmitted over TLS into our system; the sender's side",
    "weak": "Arrived over outdated TLS",
    "plain": "Arrived without encryption",
    "internal": "Never left our mail system",
    "unknown": "No trustworthy record of encryption",
}


def letter(state: str, body: str = "Good morning.\n", **headers: str) -> bytes:
    return scenes.letter(subject=f"Letter {state}", body=body, received=WAYS[state],
                         message_id=f"<{state}@lakeside-cardiology.lab>", **headers)


@pytest.fixture(name="reader")
def a_reader(new_claws: Callable[..., ClawsDesk]) -> Reader:
    """Starts agent and Claws Mail with mails that lie in its folders."""
    def start(agent: bool = True, environment: dict[str, str] | None = None,
              **folders: list[bytes]) -> ClawsDesk:
        claws = new_claws()
        for folder, mails in folders.items():
            for number, mail in enumerate(mails, 1):
                (claws.mail / folder / str(number)).write_bytes(mail)
        if agent:
            claws.agent.start()
        return claws.start(**(environment or {}))
    return start


def badge_words(window: Widget) -> list[str]:
    try:
        return [word for bar in window.all("info bar", BAR) for word in bar.words()]
    except Gone:
        return []


def has_badge(window: Widget, words: str) -> bool:
    return any(words in word for word in badge_words(window))


def wait_for_badge(claws: ClawsDesk, words: str, window: Widget | None = None,
                   seconds: float = 15) -> Widget:
    where = window or claws.main_window
    wait_until(f"the badge {words!r}", lambda: has_badge(where, words), seconds)
    return where.find("info bar", BAR)


def has_text(claws: ClawsDesk, words: str) -> bool:
    """Whether the message view shows @words."""
    try:
        return any(words in text.text for text in claws.main_window.all("text"))
    except Gone:
        return False


def show(claws: ClawsDesk, folder: str, number: int, words: str) -> None:
    claws.select(folder, number)
    wait_until(f"the text {words!r}", lambda: has_text(claws, words))


def signal_agent(claws: ClawsDesk, number: signal.Signals) -> None:
    assert claws.agent.daemon
    os.kill(claws.agent.daemon.pid, number)


@pytest.mark.parametrize("state", WAYS)
def test_each_state_is_told_in_words(reader: Reader, screenshot: Shoot, state: str) -> None:
    claws = reader(inbox=[letter(state)])
    claws.select("inbox", 1)
    bar = wait_for_badge(claws, TITLES[state])
    assert bar.buttons() and all(icon.name for icon in bar.all("icon"))
    screenshot(f"badge-{state}")


def test_badge_goes_before_the_next_mail_is_judged(reader: Reader, screenshot: Shoot) -> None:
    claws = reader(inbox=[letter("full", "First text\n"), letter("plain", "Second text\n")])
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["full"])
    signal_agent(claws, signal.SIGSTOP)
    show(claws, "inbox", 2, "Second text")
    assert not has_badge(claws.main_window, TITLES["full"])
    wait_for_badge(claws, SILENCE)
    screenshot("badge-no-answer")
    show(claws, "inbox", 1, "First text")
    assert not any(has_badge(claws.main_window, title) for title in TITLES.values())
    signal_agent(claws, signal.SIGCONT)
    wait_for_badge(claws, TITLES["full"])
    for number in (2, 1, 2, 1, 2):  # answers that come late belong to nobody
        claws.select("inbox", number)
    wait_until("the second mail", lambda: has_text(claws, "Second text"))
    wait_for_badge(claws, TITLES["plain"])


@pytest.mark.parametrize("folder", ["sent", "draft", "queue"])
def test_own_mail_has_no_badge(reader: Reader, folder: str) -> None:
    claws = reader(inbox=[letter("plain", "Received text\n")],
                   **{folder: [letter("plain", "Own text\n")]})
    show(claws, "inbox", 1, "Received text")
    wait_for_badge(claws, TITLES["plain"])
    show(claws, folder, 1, "Own text")
    assert not badge_words(claws.main_window)
    show(claws, "inbox", 1, "Received text")
    wait_for_badge(claws, TITLES["plain"])


def test_in_the_trash_only_what_was_received_has_a_badge(reader: Reader) -> None:
    claws = reader(trash=[letter("full", "From others\n"), letter("unknown", "From us\n")])
    show(claws, "trash", 1, "From others")
    wait_for_badge(claws, TITLES["full"])
    show(claws, "trash", 2, "From us")
    assert not badge_words(claws.main_window)


def test_badge_goes_with_the_last_mail(reader: Reader) -> None:
    claws = reader(inbox=[letter("plain", "Only text\n")])
    show(claws, "inbox", 1, "Only text")
    wait_for_badge(claws, TITLES["plain"])
    claws.desktop.press_keys(claws.x_window("Claws Mail"), "ctrl+d")
    wait_until("an empty inbox", lambda: not claws.files("inbox"))
    wait_until("no badge", lambda: not badge_words(claws.main_window))
    assert not has_text(claws, "Only text")


def test_without_an_agent_it_says_so_and_then_mends(reader: Reader, tmp_path: Path) -> None:
    claws = reader(agent=False, environment={"HEMOSTAT_LIBEXEC": str(tmp_path)},
                   inbox=[letter("entry", "Some text\n")])
    show(claws, "inbox", 1, "Some text")
    bar = wait_for_badge(claws, SILENCE)
    assert not bar.buttons()
    claws.agent.start()
    wait_for_badge(claws, TITLES["entry"], seconds=40)


def test_badge_stays_while_other_parts_of_the_mail_are_looked_at(reader: Reader) -> None:
    claws = reader(inbox=[letter("plain", "Parted text\n")])
    show(claws, "inbox", 1, "Parted text")
    wait_for_badge(claws, TITLES["plain"])
    claws.desktop.press_keys(claws.x_window("Claws Mail"), "ctrl+h")  # all headers
    wait_until("all headers", lambda: has_text(claws, "mx.hartwell-clinic.lab"))
    wait_for_badge(claws, TITLES["plain"])


def test_a_window_of_its_own_has_its_own_badge(reader: Reader, screenshot: Shoot) -> None:
    claws = reader(inbox=[letter("full", "First text\n"), letter("weak", "Second text\n")])
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["full"])
    claws.desktop.press_keys(claws.x_window("Claws Mail"), "ctrl+alt+n")
    window = wait_until("its own window", lambda: next(
        (one for one in claws.program.shown() if "Letter full" in one.name), None))
    wait_for_badge(claws, TITLES["full"], window)
    show(claws, "inbox", 2, "Second text")
    wait_for_badge(claws, TITLES["weak"])
    assert has_badge(window, TITLES["full"])
    screenshot("badge-own-window")
    claws.desktop.press_keys(claws.x_window("Letter full"), "Escape")
    claws.wait_closed(window)
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["full"])


def test_badge_stands_beside_the_question_for_a_receipt(reader: Reader, screenshot: Shoot) -> None:
    mail = letter("plain", "Text with a receipt\n",
                  disposition_notification_to="nora@lakeside-cardiology.lab")
    claws = reader(inbox=[mail])
    show(claws, "inbox", 1, "Text with a receipt")
    wait_for_badge(claws, TITLES["plain"])
    claws.main_window.button("Send receipt")
    screenshot("badge-receipt")


def test_the_way_hop_by_hop(reader: Reader, screenshot: Shoot) -> None:
    claws = reader(inbox=[letter("partial", "First text\n"), letter("full", "Second text\n")])
    show(claws, "inbox", 1, "First text")
    wait_for_badge(claws, TITLES["partial"]).button("Show the way").press()
    way = wait_until("the way", lambda: next(
        (one for one in claws.program.shown() if one.name == "The way of this mail"), None))
    words = way.words()
    assert "From out.example.net to mx.hartwell-clinic.lab" in words
    assert "From pc.example.com to out.example.net" in words
    assert any(word.startswith("TLS: yes · TLSv1.3 · ") for word in words)
    assert any("claimed by a server that is not yours" in word for word in words)
    assert len(way.all("list item")) == 2 and all(hop.name for hop in way.all("list item"))
    screenshot("hops")
    way.button("Copy for a technician").press()
    show(claws, "inbox", 2, "Second text")
    claws.wait_closed(way)  # it belongs to the other mail


def test_a_reported_problem_is_recorded_without_words_of_the_mail(reader: Reader,
                                                                  screenshot: Shoot) -> None:
    claws = reader(inbox=[letter("plain", "Odd text\n")])
    show(claws, "inbox", 1, "Odd text")
    wait_for_badge(claws, TITLES["plain"]).button("Report a problem…").press()
    dialog = claws.dialog("Report a problem")
    screenshot("problem")
    assert not dialog.entries()
    dialog.button("I cannot read this mail").press()
    dialog.button("Record").press()
    wait_for_badge(claws, "Thank you. Your report is recorded.")
    screenshot("problem-thanks")
    records = claws.agent.run("audit", "--json", "show").objects
    note, = (record for record in records if record["event"] == "note")
    told = json.dumps(note)
    assert "not-readable" in told and "plain" in told
    assert "Odd" not in told and "lakeside" not in told


def test_badges_can_be_switched_off(new_claws: Callable[..., ClawsDesk]) -> None:
    claws = new_claws()
    (claws.mail / "inbox/1").write_bytes(letter("plain", "Plain text\n"))
    (claws.mail / "inbox/2").write_bytes(letter("full", "Other text\n"))
    with (claws.rc / "clawsrc").open("a") as file:
        file.write("\n[Hemostat]\nshow_badge=0\n")
    claws.agent.start()
    claws.start()
    wait_until("the link to the agent", lambda: claws.links() == 1)
    show(claws, "inbox", 1, "Plain text")
    show(claws, "inbox", 2, "Other text")  # time for an answer to come
    show(claws, "inbox", 1, "Plain text")
    assert not badge_words(claws.main_window)
