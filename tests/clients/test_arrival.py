# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What arrives in Claws Mail: delivery reports reach the agent and the person is told, and mail
is marked in the list if she wants it."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import scenes
from lab.claws import ClawsDesk
from lab.pop3 import PopServer
from lab.town import SUBMISSION_HOST, Town
from lab.waiting import wait_until
from lab.widgets import Gone
from scenes import CLINIC, NORA, PRIVATE, RESULT, SAM, SMALL_TALK, failure_report
from ways import WAYS

Shoot = Callable[[str], None]
NewClaws = Callable[..., ClawsDesk]
NOTICE = "Message of Hemostat"


def letter(state: str) -> bytes:
    return scenes.letter(subject=f"Letter {state}", received=WAYS[state],
                         message_id=f"<{state}@lakeside-cardiology.lab>")


def start(new_claws: NewClaws, settings: str = "") -> ClawsDesk:
    claws = new_claws(receives=True)
    with (claws.rc / "clawsrc").open("a") as file:
        file.write(f"\n[Hemostat]\n{settings}\n")
    claws.agent.start()
    return claws.start()


def fetch(claws: ClawsDesk, server: PopServer, *mails: bytes) -> None:
    there = len(claws.files("inbox"))
    server.deliver(CLINIC.user, *mails)
    claws.receive()
    claws.wait_for_files("inbox", there + len(mails))


def notice(claws: ClawsDesk) -> str:
    try:
        return "\n".join(word for bar in claws.main_window.all("info bar", NOTICE)
                         for word in bar.words())
    except Gone:
        return ""


def events(claws: ClawsDesk, kind: str) -> list[dict[str, Any]]:
    records = claws.agent.run("audit", "--json", "show").objects
    return [record for record in records if record["event"] == kind]


def send_one(claws: ClawsDesk, town: Town, body: str = SMALL_TALK, to: str = NORA) -> bytes:
    """A mail that went out; as the server got it."""
    window = claws.compose(to, subject="Tea", body=body)
    window.send()
    window.wait_closed()
    return bytes(town.wire.wait_for(1)[0].content)


def test_a_failure_is_told_and_recorded(new_claws: NewClaws, town: Town, mailbox_server: PopServer,
                                        screenshot: Shoot) -> None:
    claws = start(new_claws)
    original = send_one(claws, town)
    fetch(claws, mailbox_server, letter("full"),
          failure_report(original, NORA, "5.1.1", "550 5.1.1 No such user"))
    wait_until("words for the person", lambda: notice(claws))
    screenshot("report")
    assert "Tea" not in notice(claws) and not claws.dialogs()
    assert len(events(claws, "report")) == 1
    claws.main_window.find("info bar", NOTICE).button("Close").press()
    wait_until("the end of the notice", lambda: not notice(claws))


def test_a_report_about_a_strangers_mail_says_nothing(new_claws: NewClaws, town: Town,
                                                      mailbox_server: PopServer) -> None:
    claws = start(new_claws)
    original = send_one(claws, town)
    strange = scenes.letter(message_id="<never@hartwell-clinic.lab>")
    fetch(claws, mailbox_server, failure_report(strange, NORA))
    fetch(claws, mailbox_server, failure_report(original, NORA, "5.1.1"))
    wait_until("words for the person", lambda: notice(claws))  # so the first was looked at
    assert len(notice(claws).splitlines()) == 1
    assert len(events(claws, "report")) == 1


def test_what_arrives_while_the_agent_is_gone_waits(new_claws: NewClaws, town: Town,
                                                    mailbox_server: PopServer) -> None:
    claws = new_claws(receives=True)
    claws.agent.start()
    claws.start(HEMOSTAT_LIBEXEC="/nowhere")  # so that the add-on starts none
    original = send_one(claws, town)
    assert claws.agent.daemon
    claws.agent.daemon.kill()
    wait_until("no agent", lambda: not claws.agent.daemon.running())
    fetch(claws, mailbox_server, failure_report(original, NORA, "5.1.1"))
    assert not notice(claws)
    claws.agent.start()
    wait_until("words for the person", lambda: notice(claws), 40)
    assert len(events(claws, "report")) == 1


def test_the_last_leg_is_told(new_claws: NewClaws, mailbox_server: PopServer,
                              screenshot: Shoot) -> None:
    claws = start(new_claws)
    fetch(claws, mailbox_server, letter("entry"))
    claws.select("inbox", 1)
    words = f"Your account fetches mail from {SUBMISSION_HOST} over TLS."
    wait_until("the last leg", lambda: words in claws.main_window.words())
    screenshot("badge-fetched")


TAGS = {"full": "TLS", "plain": "No TLS", "partial": "TLS in part", "weak": "Outdated TLS"}


def tag_names(claws: ClawsDesk) -> set[str]:
    path = claws.rc / "tagsrc"
    text = path.read_text() if path.exists() else ""
    return {line.partition("\t")[2] for line in text.splitlines()} & set(TAGS.values())


def test_tags_in_words_if_wanted(new_claws: NewClaws, mailbox_server: PopServer,
                                 screenshot: Shoot) -> None:
    claws = start(new_claws, "mark_list=1")
    fetch(claws, mailbox_server, *(letter(state) for state in ("unknown", *TAGS)))
    wait_until("all tags", lambda: tag_names(claws) == set(TAGS.values()))
    for path in claws.files("inbox"):
        subject = next(line for line in path.read_text().splitlines()
                       if line.startswith("Subject: ")).partition(": ")[2]
        state = subject.partition(" ")[2]
        claws.select("inbox", int(path.name))
        wait_until(f"the mail {state}", lambda: shows(claws, subject))
        tags = [line.strip() for line in shown_text(claws).splitlines() if line.startswith("Tags:")]
        assert tags == ([f"Tags: {TAGS[state]}"] if state in TAGS else [])
    screenshot("tags")


def shown_text(claws: ClawsDesk) -> str:
    try:
        return "\n".join(text.text for text in claws.main_window.all("text"))
    except Gone:
        return ""


def shows(claws: ClawsDesk, words: str) -> bool:
    return words in shown_text(claws)


def test_no_marks_unless_wanted(new_claws: NewClaws, mailbox_server: PopServer) -> None:
    claws = start(new_claws)
    fetch(claws, mailbox_server, letter("full"))
    claws.select("inbox", 1)
    wait_until("the mail", lambda: shows(claws, "Letter full"))
    assert "Tags:" not in shown_text(claws) and not tag_names(claws)
    assert claws.exit() == 0
    text = (claws.rc / "clawsrc").read_text()
    assert "[Hemostat]" in text


def test_the_preferences_page(new_claws: NewClaws, screenshot: Shoot) -> None:
    claws = start(new_claws)
    claws.main_window.button("Configuration").press()
    claws.program.button("Preferences...").press()
    window = wait_until("the preferences", lambda: next(
        (one for one in claws.program.shown() if one.name == "Preferences"), None))
    for _ in range(60):  # pages are made when they are first chosen
        if window.all("label", "Hemostat"):
            break
        claws.desktop.press_keys(claws.x_window("Preferences"), "Down")
    assert window.find("check box", "Show on received mail whether it came over TLS").checked
    assert window.find("radio button", "Nothing").checked
    screenshot("preferences")
    window.button("A tag in words").press()
    window.button("Show on received mail whether it came over TLS").press()
    window.button("OK").press()
    claws.wait_closed(window)
    assert claws.exit() == 0
    kept = (claws.rc / "clawsrc").read_text().partition("[Hemostat]")[2]
    assert "mark_list=1" in kept and "show_badge=0" in kept and "show_compose=1" in kept


def fail_for_want_of_tls(claws: ClawsDesk, town: Town, server: PopServer, to: str,
                         keep: bool = True) -> None:
    """A mail went out over TLS, and comes back from further on; its copy in Sent is kept or not."""
    original = send_one(claws, town, RESULT, to)
    copy, = claws.files("sent")
    if not keep:
        copy.unlink()
    town.wire.clear()
    fetch(claws, server, failure_report(original, to))


def test_what_came_back_and_is_not_in_sent_is_said(new_claws: NewClaws, town: Town,
                                                   mailbox_server: PopServer,
                                                   screenshot: Shoot) -> None:
    claws = start(new_claws)
    fail_for_want_of_tls(claws, town, mailbox_server, NORA, keep=False)
    wait_until("words for the person", lambda: "none of your Sent folders" in notice(claws))
    screenshot("report-not-found")
    assert not town.wire.deliveries and not claws.dialogs()


def test_what_came_back_goes_once_more_protected(new_claws: NewClaws, town: Town,
                                                 mailbox_server: PopServer,
                                                 screenshot: Shoot) -> None:
    claws = start(new_claws)
    fail_for_want_of_tls(claws, town, mailbox_server, SAM)
    again = claws.main_window.button("Send again, protected")
    screenshot("report-offer")
    assert not town.wire.deliveries  # nothing goes out that nobody wanted
    again.press()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (SAM,) and PRIVATE not in delivery.content
    assert not claws.dialogs()


def test_what_came_back_and_cannot_be_protected_is_asked_about(
        new_claws: NewClaws, town: Town, mailbox_server: PopServer, screenshot: Shoot) -> None:
    claws = start(new_claws)
    fail_for_want_of_tls(claws, town, mailbox_server, NORA)
    claws.main_window.button("Send again, protected").press()
    assert "there is no safe way" in " ".join(claws.dialog("Hemostat").words())
    screenshot("report-resend")
    assert not town.wire.deliveries
