# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Thunderbird shows how a received mail came: the button beside it, its panel, reports."""
from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
import scenes
from lab.pop3 import PopServer
from lab.thunderbird import ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import CLINIC, NORA, PETRA, PRIVATE, failure_report
from thunderbird_scenes import send, sent, write
from ways import WAYS

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


def letter(state: str) -> bytes:
    return scenes.letter(subject=f"Letter {state}", body=f"Text {state}\n", received=WAYS[state],
                         message_id=f"<{state}@lakeside-cardiology.lab>")


@pytest.fixture(name="inbox")
def with_mails(thunderbird: ThunderbirdDesk, mailbox_server: PopServer) -> ThunderbirdDesk:
    """Fetched by POP3 over TLS: one of each kind."""
    mailbox_server.deliver(CLINIC.user, *(letter(state) for state in WAYS))
    thunderbird.receive()
    thunderbird.wait_for_messages("Inbox", len(WAYS))
    thunderbird.open_folder("Inbox")
    return thunderbird


def choose(thunderbird: ThunderbirdDesk, state: str) -> None:
    thunderbird.select(f"{state}@lakeside-cardiology.lab")


def signal_agent(thunderbird: ThunderbirdDesk, number: signal.Signals) -> None:
    assert thunderbird.agent.daemon
    os.kill(thunderbird.agent.daemon.pid, number)


def test_each_state_is_told_in_words(inbox: ThunderbirdDesk, shoot: Callable[..., None]) -> None:
    seen = {}
    for state in WAYS:
        choose(inbox, state)
        seen[state] = inbox.wait_badge(TITLES[state])
        shoot(inbox, f"badge-{state}")
    assert all(badge["label"] and badge["icon"] for badge in seen.values())
    assert len({badge["icon"] for badge in seen.values()}) >= 4


def test_the_panel_tells_the_whole_way(inbox: ThunderbirdDesk, shoot: Callable[..., None]) -> None:
    choose(inbox, "full")
    inbox.wait_badge(TITLES["full"])
    page = inbox.press_badge()
    page.wait_text(TITLES["full"])
    text = page.wait_text("mx.hartwell-clinic.lab")
    assert "out.example.net" in text and "TLS" in text
    shoot(page, "way")
    assert "fetches mail from smtp.hartwell-clinic.lab over TLS" in text
    page.close()


def test_a_badge_never_belongs_to_another_mail(inbox: ThunderbirdDesk) -> None:
    choose(inbox, "full")
    inbox.wait_badge(TITLES["full"])
    signal_agent(inbox, signal.SIGSTOP)
    try:
        choose(inbox, "plain")
        wait_until("another badge", lambda: TITLES["full"] not in inbox.badge()["title"])
        inbox.wait_badge(SILENCE)
        choose(inbox, "full")
        wait_until("no badge of either", lambda: not any(
            title in inbox.badge()["title"] for title in TITLES.values()))
    finally:
        signal_agent(inbox, signal.SIGCONT)
    inbox.wait_badge(TITLES["full"])
    for state in ("plain", "full", "weak", "full", "plain"):
        choose(inbox, state)
    inbox.wait_badge(TITLES["plain"])


def test_the_event_page_may_end_meanwhile(inbox: ThunderbirdDesk) -> None:
    choose(inbox, "weak")
    inbox.wait_badge(TITLES["weak"])
    inbox.stop_background()
    choose(inbox, "plain")
    inbox.wait_badge(TITLES["plain"])


def test_a_problem_is_reported(inbox: ThunderbirdDesk) -> None:
    choose(inbox, "plain")
    inbox.wait_badge(TITLES["plain"])
    page = inbox.press_badge()
    page.press("Report a problem")
    page.choose("What Hemostat says about this mail's way is wrong")
    page.press("Record")
    page.wait_text("Your report is recorded")
    events = inbox.agent.run("audit", "show", "--json").objects
    assert any("note" in str(event) or "report" in str(event) for event in events)
    page.close()


def test_own_mail_has_no_way(thunderbird: ThunderbirdDesk, town: Town) -> None:
    send(write(thunderbird, NORA))
    sent(thunderbird)
    thunderbird.show("Sent")
    wait_until("the button", lambda: thunderbird.badge().get("title"))
    for title in TITLES.values():
        assert title not in thunderbird.badge()["title"]


def test_what_she_sent_can_be_read_again(thunderbird: ThunderbirdDesk, town: Town) -> None:
    """Encrypted to herself too; Thunderbird opens it with her own key."""
    send(write(thunderbird, PETRA))
    sent(thunderbird)
    row, = thunderbird.messages("Sent")
    whole = thunderbird.ext("""
        const whole = await messenger.messages.getFull(arguments[0], {decrypt: true});
        const texts = [];
        const walk = (part) => { texts.push(part.body || ""); (part.parts || []).forEach(walk); };
        walk(whole);
        return {status: whole.decryptionStatus, text: texts.join("\\n")};""", row["id"])
    assert whole["status"] == "success" and PRIVATE.decode() in whole["text"]


def test_a_mail_that_came_back(thunderbird: ThunderbirdDesk, mailbox_server: PopServer, town: Town) -> None:
    send(write(thunderbird, NORA))
    original = town.wire.wait_for(1)[0].content
    sent(thunderbird)
    mailbox_server.deliver(CLINIC.user, failure_report(original, NORA))
    thunderbird.receive()
    thunderbird.wait_for_messages("Inbox", 1)
    wait_until("the report to be read", lambda: thunderbird.ext(
        "return Object.keys((await messenger.storage.session.get('reports')).reports || {}).length;"))
    thunderbird.show("Inbox")
    wait_until("the button", lambda: thunderbird.badge().get("title"))
    page = thunderbird.press_badge()
    page.wait_text("This is a delivery report about your mail")
    page.press("What became of it")
    report = thunderbird.page("report.html")
    text = report.wait_text(NORA)
    assert "not delivered" in text
    report.close()
