# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Mail that goes on: replies, forwarded and redirected mail, and drafts."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents
from lab.claws import ClawsDesk
from lab.pop3 import PopServer
from lab.town import Town
from lab.waiting import wait_until
from scenes import CLINIC, DESK, NORA, PETRA, PRIVATE, RESULT, SMALL_TALK, letter


@pytest.fixture
def reading(new_claws: Callable[..., ClawsDesk], mailbox_server: PopServer) -> ClawsDesk:
    """One that shows a mail about a patient, just fetched."""
    claws = new_claws(receives=True)
    claws.agent.start()
    claws.start()
    mailbox_server.deliver(CLINIC.user, letter(body=RESULT))
    claws.receive()
    claws.wait_for_files("inbox", 1)
    claws.select("inbox", 1)
    wait_until("the mail", lambda: "Penfold" in " ".join(claws.main_window.words()))
    return claws


def test_a_redirected_mail_is_held_where_it_cannot_be_protected(reading: ClawsDesk, town: Town) -> None:
    window = reading.answer("Redirect")
    window.recipients[-1].set_text(DESK)
    window.send()
    dialog = reading.dialog("Hemostat")
    assert "patient data" in " ".join(dialog.words())
    dialog.button("Back to the mail").press()
    reading.wait_closed(dialog)
    assert window.open and not town.wire.deliveries


@pytest.mark.parametrize("to", [NORA, PETRA])
def test_a_redirected_mail_is_protected_like_any_other(reading: ClawsDesk, town: Town, to: str,
                                                       people: Correspondents) -> None:
    window = reading.answer("Redirect")
    window.recipients[-1].set_text(to)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (to,)
    assert PRIVATE in (delivery.content if to == NORA else people.open(delivery) or b"")
    assert to == NORA or PRIVATE not in delivery.content


def test_a_reply_that_quotes_is_judged_by_what_it_quotes(reading: ClawsDesk, town: Town,
                                                         people: Correspondents) -> None:
    window = reading.answer("Reply")
    next(entry for entry in window.recipients if NORA in entry.text).set_text(PETRA)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert PRIVATE not in delivery.content and PRIVATE in (people.open(delivery) or b"")


def test_a_draft_that_was_sent_is_gone(claws: ClawsDesk, town: Town) -> None:
    window = claws.compose(PETRA, subject="Result", body=RESULT)
    window.press_keys("ctrl+s")
    claws.wait_for_files("draft", 1)
    window.send()
    window.wait_closed()
    town.wire.wait_for(1)
    wait_until("no draft", lambda: not claws.files("draft"))
    assert not claws.traces(PRIVATE)


def test_two_mails_at_once(claws: ClawsDesk, town: Town) -> None:
    held = claws.compose(DESK, subject="Result", body=RESULT)
    other = claws.compose(NORA, subject="Tea", body=SMALL_TALK)
    held.send()
    claws.dialog("Hemostat").button("Back to the mail").press()
    other.send()
    other.wait_closed()
    assert town.wire.wait_for(1)[0].recipients == (NORA,) and held.open
    held.close()
    assert len(town.wire.deliveries) == 1
