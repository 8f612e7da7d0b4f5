# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Several recipients: who gets which copy, what is kept, and what a refusal in the middle does."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents, check_words
from lab.claws import ClawsDesk, ComposeWindow
from lab.gnupg import GnupgHome
from lab.town import Town
from lab.waiting import wait_until
from scenes import ANA, DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK, letter
from sending import (BACK, QUESTION, RETRY, answer, check_no_trace, check_sent, close_discarding,
                     keys_to, parse, put, question,
                     recipients_of, write)

REFUSED = f"refused@{NORA.partition('@')[2]}"  # by Ana's own server, which takes what it knows


def replace_recipient(window: ComposeWindow, old: str, new: str) -> None:
    next(entry for entry in window.frame.all("text", showing=False) if entry.text == old).set_text(new)


def change_body(window: ComposeWindow, text: str) -> None:
    next(one for one in window.frame.all("text") if one.has_many_lines).set_text(text)


def submitted(town: Town) -> list[tuple[str, ...]]:
    assert town.provider
    town.provider.settle()
    return sorted(mail.recipients for mail in town.provider.submitted)


def test_every_envelope_is_one_and_the_copies_agree(claws: ClawsDesk, town: Town,
                                                    people: Correspondents) -> None:
    window = claws.compose([NORA, PETRA], cc=SAM, subject="About Thursday", body=RESULT)
    window.send()
    window.wait_closed()
    assert town.provider
    check_no_trace(claws)
    town.wire.wait_for(len(submitted(town)))
    copies = [parse(delivery.content) for delivery in town.wire.deliveries]
    assert len({copy["Message-ID"] for copy in copies}) == 1
    assert len({copy["Date"] for copy in copies}) == 1
    for copy in copies:
        assert {NORA, PETRA, SAM} <= {address.addr_spec for field in ("To", "Cc")
                                      for address in copy[field].addresses}
    for delivery in town.wire.deliveries:
        encrypted = PRIVATE not in delivery.content
        assert encrypted == (PETRA in delivery.recipients)
        assert encrypted or delivery.tls
    assert len(claws.files("sent")) == 1


def test_blind_recipients_stay_blind(claws: ClawsDesk, town: Town, people: Correspondents) -> None:
    window = claws.compose([PETRA], bcc=f"{NORA},{SAM}", subject="About Thursday", body=RESULT)
    window.send()
    window.wait_closed()
    assert submitted(town) == sorted([(PETRA,), (NORA,), (SAM,)])
    for delivery in town.wire.wait_for(3):
        mine = set(delivery.recipients)
        text = delivery.content
        if PRIVATE not in text:
            text += people.open(delivery) or b""
            assert PRIVATE in text
        for blind in {NORA, SAM} - mine:
            assert blind.encode() not in text
    assert len(claws.files("sent")) == 1
    check_no_trace(claws)


def test_a_blind_recipient_of_small_talk_is_not_named(claws: ClawsDesk, town: Town) -> None:
    window = claws.compose([NORA], bcc=PETRA, subject="Tea", body=SMALL_TALK)
    window.send()
    window.wait_closed()
    for delivery in town.wire.wait_for(2):
        assert PETRA.encode() not in delivery.content


def test_who_has_it_is_said_and_does_not_get_it_again(claws: ClawsDesk, town: Town,
                                                      screenshot: Callable[..., None]) -> None:
    window = write(claws, NORA, f"refused@{PETRA.partition('@')[2]}", PETRA)
    window.send()
    words = answer(claws, BACK)
    check_words("\n".join(words))
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]  # held: there is no key
    replace_recipient(window, f"refused@{PETRA.partition('@')[2]}", REFUSED)
    window.send()
    dialog = question(claws, "not sent")
    screenshot("claws-refused")
    had = submitted(town)
    for one in had:
        assert any(one[0] in word and "already" in word for word in dialog.words())
    dialog.button(RETRY).press()
    claws.wait_closed(dialog)
    answer(claws, BACK)
    assert submitted(town) == had and not claws.files("sent")
    replace_recipient(window, REFUSED, SAM)
    window.send()
    window.wait_closed()
    everybody = [one for to in submitted(town) for one in to]
    assert sorted(everybody) == sorted([NORA, SAM, PETRA])
    assert len(claws.files("sent")) == 1
    check_no_trace(claws)


def test_giving_up_leaves_what_was_sent_in_sent(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, NORA, PETRA, bcc=REFUSED)
    window.send()
    answer(claws, BACK)
    sent = submitted(town)
    assert not claws.files("sent")
    close_discarding(claws, window)
    settled = len(claws.files("sent"))
    assert settled == (1 if sent else 0) and sent, (sent, settled)


def test_another_text_goes_to_everybody(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, NORA, PETRA, bcc=REFUSED)
    window.send()
    answer(claws, BACK)
    before = submitted(town)
    assert before
    change_body(window, RESULT + "One more line.\n")
    replace_recipient(window, REFUSED, "")
    window.send()
    window.wait_closed()
    after = submitted(town)
    assert sorted(after) == sorted([*before, (NORA,), (PETRA,)])
    wait_until("the first version too", lambda: len(claws.files("sent")) == 2)


def test_send_to_the_others(claws: ClawsDesk, town: Town, screenshot: Callable[..., None]) -> None:
    window = write(claws, NORA, DESK)
    window.send()
    question(claws)
    screenshot("claws-others")
    words = answer(claws, "Go on", "to the others")
    assert any(DESK in word for word in words)
    window.wait_closed()
    check_sent(claws, town, (NORA,))
    check_no_trace(claws, b"not in any file")


# --- the mail that is answered


UNREACHED = f"refused@{PETRA.partition('@')[2]}"  # has a key, and Ana's server refuses her
ORIGINAL = letter(subject="Thursday", body="When do you come?\n")


def trust_key(claws: ClawsDesk, address: str) -> None:
    home = GnupgHome(claws.agent.folder / "other")
    try:
        key = home.make_key("Somebody", address)
        claws.agent.gnupg.import_key(home.export(address))
        claws.agent.gnupg.sign_locally(key, ANA)
    finally:
        home.close()


@pytest.fixture(name="inbox")
def claws_with_a_mail(new_claws: Callable[..., ClawsDesk]) -> ClawsDesk:
    claws = new_claws()
    put(claws, "inbox", ORIGINAL)
    trust_key(claws, UNREACHED)
    claws.agent.start()
    claws.start()
    claws.select("inbox", 1)
    wait_until("the mail", lambda: "When do you come?" in " ".join(claws.main_window.words()))
    return claws


def begin(claws: ClawsDesk, how: str) -> ComposeWindow:
    before = claws._compose_frames()
    keys_to(claws, "Claws Mail", {"Reply": "ctrl+r", "Forward": "ctrl+alt+f"}[how])
    return claws.new_compose(before)


REPLIED, FORWARDED = 1 << 4, 1 << 5


def mark_of(claws: ClawsDesk) -> int:
    """Permanent flags of the first mail, from the file that Claws Mail keeps them in."""
    assert claws.exit() == 0
    data = (claws.mail / "inbox/.claws_mark").read_bytes()
    numbers = [int.from_bytes(data[at:at + 4], "little") for at in range(0, len(data) - 3, 4)]
    return dict(zip(numbers[1::2], numbers[2::2]))[1]


@pytest.mark.parametrize("how,flag", [("Reply", REPLIED), ("Forward", FORWARDED)])
def test_the_original_is_marked_when_its_answer_went(inbox: ClawsDesk, town: Town, how: str,
                                                     flag: int) -> None:
    window = begin(inbox, how)
    if how == "Forward":
        window.recipients[0].set_text(PETRA)
    else:
        window.recipients[-1].set_text(PETRA)
    change_body(window, RESULT)
    window.send()
    window.wait_closed()
    assert submitted(town)
    assert mark_of(inbox) & (REPLIED | FORWARDED) == flag


def test_the_original_is_not_marked_while_somebody_was_refused(inbox: ClawsDesk, town: Town) -> None:
    window = begin(inbox, "Reply")
    wait_until("the recipient", lambda: [one for one in recipients_of(window) if NORA in one])
    replace_recipient(window, next(one for one in recipients_of(window) if NORA in one), UNREACHED)
    change_body(window, RESULT)
    window.send()
    answer(inbox, BACK, saying="not sent")
    assert not submitted(town)
    close_discarding(inbox, window)
    assert not mark_of(inbox) & REPLIED
