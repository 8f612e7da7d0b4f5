# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Send, as a clinician presses it: what goes, how it goes, what is kept, and what is said."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Correspondents, armor_of, check_words
from lab.claws import ClawsDesk, ComposeWindow, addon
from lab.town import Town
from lab.waiting import wait_until
from scenes import ANA, DESK, NORA, PETRA, PRIVATE, RESULT, SMALL_TALK

QUESTION = "Hemostat"


def check_nothing_left(claws: ClawsDesk, town: Town) -> None:
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert not claws.files("sent") and not claws.files("queue")


def check_no_trace(claws: ClawsDesk, *words: bytes) -> None:
    assert not claws.leftovers()
    assert not claws.traces(*(words or (PRIVATE,)))


def write_result(claws: ClawsDesk, *to: str, **more: object) -> ComposeWindow:
    return claws.compose(to, subject="About Thursday", body=RESULT, **more)  # type: ignore[arg-type]


def test_patient_data_goes_over_tls_that_can_be_trusted(claws: ClawsDesk, town: Town) -> None:
    window = write_result(claws, NORA)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and PRIVATE in delivery.content
    assert len(claws.files("sent")) == 1 and not claws.dialogs()


def test_without_tls_it_is_encrypted_and_sent_can_be_read_again(
        new_claws: Callable[..., ClawsDesk], town: Town, people: Correspondents,
        screenshot: Callable[..., None]) -> None:
    claws = new_claws(plugins=("pgpmime.so", str(addon())))
    claws.agent.start()
    claws.start()
    window = write_result(claws, PETRA)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert PRIVATE not in delivery.content and b"About Thursday" not in delivery.content
    assert PRIVATE in (people.open(delivery) or b"")
    sent, = claws.files("sent")
    assert PRIVATE in (people.ana.decrypt(armor_of(sent.read_bytes())) or b"")
    check_no_trace(claws)
    claws.select("sent", 1)
    wait_until("the mail in Sent", lambda: "Penfold" in " ".join(claws.main_window.words()))
    screenshot("claws-sent-again")


def test_each_recipient_gets_it_in_his_own_way(claws: ClawsDesk, town: Town,
                                               people: Correspondents) -> None:
    window = write_result(claws, NORA, PETRA)
    window.send()
    window.wait_closed()
    nora, petra = sorted(town.wire.wait_for(2), key=lambda delivery: delivery.recipients)
    assert nora.recipients == (NORA,) and nora.tls and PRIVATE in nora.content
    assert petra.recipients == (PETRA,) and PRIVATE in (people.open(petra) or b"")
    assert b"To: " + NORA.encode() + b", " + PETRA.encode() in nora.content
    assert len(claws.files("sent")) == 1
    check_no_trace(claws)


def test_an_attachment_is_judged_and_encrypted_too(claws: ClawsDesk, town: Town, tmp_path: Path,
                                                   people: Correspondents) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(RESULT)
    window = claws.compose(PETRA, subject="Tea", body=SMALL_TALK, attach=[letter])
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    opened = people.open(delivery) or b""
    assert PRIVATE in opened and b"letter.txt" in opened and b"kettle" not in delivery.content
    check_no_trace(claws)


def test_bcc_is_not_named_to_the_others(claws: ClawsDesk, town: Town) -> None:
    window = write_result(claws, NORA, bcc=PETRA)
    window.send()
    window.wait_closed()
    for delivery in town.wire.wait_for(2):
        assert PETRA.encode() not in delivery.content


def test_held_mail_stays_and_the_reason_is_said(claws: ClawsDesk, town: Town,
                                                screenshot: Callable[..., None]) -> None:
    window = write_result(claws, DESK)
    window.send()
    dialog = claws.dialog(QUESTION)
    assert dialog.modal and claws.responsive()
    check_words("\n".join(dialog.words()), "patient data", DESK)
    screenshot("claws-held")
    dialog.button("Back to the mail").press()
    claws.wait_closed(dialog)
    assert window.open and "Penfold" in window.body
    check_nothing_left(claws, town)
    check_no_trace(claws)


def test_escape_means_back_to_the_mail(claws: ClawsDesk, town: Town) -> None:
    window = write_result(claws, DESK)
    window.send()
    dialog = claws.dialog(QUESTION)
    claws.desktop.press_keys(claws.x_window(dialog.name), "Escape")
    claws.wait_closed(dialog)
    assert window.open
    check_nothing_left(claws, town)


def test_it_goes_after_the_recipient_was_taken_out(claws: ClawsDesk, town: Town) -> None:
    window = write_result(claws, NORA, DESK)
    window.send()
    dialog = claws.dialog(QUESTION)
    dialog.button("Back to the mail").press()
    claws.wait_closed(dialog)
    next(entry for entry in window.recipients if entry.text == DESK).set_text("")
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (NORA,) and delivery.tls


@pytest.mark.parametrize("to", [NORA, PETRA])
def test_send_later_puts_into_the_queue_what_will_go(claws: ClawsDesk, town: Town, to: str) -> None:
    window = write_result(claws, to)
    window.send_later()
    window.wait_closed()
    queued, = claws.wait_for_files("queue", 1)
    assert (PRIVATE in queued.read_bytes()) == (to == NORA)
    assert not town.provider.submitted  # type: ignore[union-attr]
    claws.send_queued()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (to,) and (PRIVATE in delivery.content) == (to == NORA)
    wait_until("an empty queue", lambda: not claws.files("queue"))
    assert len(claws.files("sent")) == 1


def test_while_it_is_checked_nothing_can_be_changed(claws: ClawsDesk, town: Town,
                                                    screenshot: Callable[..., None]) -> None:
    window = write_result(claws, NORA)
    assert claws.agent.daemon
    claws.agent.daemon.pause()
    window.send()
    waiting = claws.dialog("Checking the mail")
    screenshot("claws-checking")
    window.type_text(f",{DESK}")  # a blank would press Cancel
    window.press_keys("ctrl+w")
    assert window.open and claws.responsive()
    claws.agent.daemon.resume()
    window.wait_closed()
    claws.wait_closed(waiting)
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (NORA,) and DESK.encode() not in delivery.content


def test_the_check_can_be_cancelled(claws: ClawsDesk, town: Town) -> None:
    window = write_result(claws, NORA)
    assert claws.agent.daemon
    claws.agent.daemon.pause()
    window.send()
    claws.dialog("Checking the mail").button("Cancel").press()
    wait_until("the end of the check", lambda: not claws.dialogs())
    claws.agent.daemon.resume()
    assert window.open and "Penfold" in window.body
    check_nothing_left(claws, town)
    check_no_trace(claws)


def test_an_agent_that_dies_meanwhile_holds_the_mail(claws: ClawsDesk, town: Town) -> None:
    window = write_result(claws, NORA)
    assert claws.agent.daemon
    claws.agent.daemon.pause()
    window.send()
    claws.dialog("Checking the mail")
    claws.agent.daemon.kill()
    dialog = claws.dialog("not sent")
    check_words("\n".join(dialog.words()))
    check_nothing_left(claws, town)
    claws.agent.start()
    dialog.button("Try again").press()
    window.wait_closed()
    assert town.wire.wait_for(1)[0].recipients == (NORA,)


def test_without_an_agent_it_is_held(new_claws: Callable[..., ClawsDesk], town: Town,
                                     tmp_path: Path, screenshot: Callable[..., None]) -> None:
    claws = new_claws().start(HEMOSTAT_LIBEXEC=str(tmp_path))
    window = claws.compose(NORA, subject="Tea", body=SMALL_TALK)
    window.send()
    dialog = claws.dialog(QUESTION)
    check_words("\n".join(dialog.words()))
    screenshot("claws-no-agent")
    dialog.button("Back to the mail").press()
    claws.wait_closed(dialog)
    assert window.open
    check_nothing_left(claws, town)
    assert not claws.leftovers()


def test_what_the_server_refuses_is_said_and_nobody_gets_it_twice(claws: ClawsDesk, town: Town) -> None:
    refused = f"refused@{NORA.partition('@')[2]}"
    window = write_result(claws, refused, PETRA)
    window.send()
    dialog = claws.dialog(QUESTION)
    check_words("\n".join(dialog.words()))
    for button in dialog.buttons():
        if button in ("Close", "Back to the mail"):
            dialog.button(button).press()
    claws.wait_closed(dialog)
    assert window.open and not claws.files("sent")
    next(entry for entry in window.recipients if entry.text == refused).set_text(NORA)
    window.send()
    window.wait_closed()
    reached = sorted(delivery.recipients for delivery in town.wire.wait_for(2))
    assert reached == [(NORA,), (PETRA,)]
    assert len(claws.files("sent")) == 1
    check_no_trace(claws)
    assert ANA not in reached


def test_a_sender_that_is_an_address_without_a_name(claws: ClawsDesk, town: Town) -> None:
    claws.tell("--compose-from-file", "-",
               data=f"From: {ANA}\nTo: {NORA}\nSubject: Tea\n\n{SMALL_TALK}".encode())
    window = claws.new_compose()
    window.send()
    window.wait_closed()
    assert town.provider
    wait_until("the mail", lambda: town.provider.submitted)  # type: ignore[union-attr]
    assert [mail.recipients for mail in town.provider.submitted] == [(NORA,)]
