# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Mails that were received and go on: redirected by hand, by a rule, now or later; and drafts."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents, check_words
from lab.claws import ClawsDesk, ComposeWindow
from lab.pop3 import PopServer
from lab.town import Town
from lab.waiting import wait_until
from scenes import ANA, CLINIC, DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK, letter
from sending import (BACK, agent_of, answer, check_no_trace, check_sent, close_discarding,
                     menu, parse, put, question, recipients_of, settle, write)

OLD_ID = "<old@oldtown-physio.lab>"
ABOUT_A_PATIENT = letter(sender=SAM, subject="The potassium", body=RESULT, message_id=OLD_ID,
                         received=("from a by b; Mon, 02 Mar 2026 10:15:02 +0000",))
OF_TEA = letter(sender=SAM, subject="Tea", body=SMALL_TALK, message_id=OLD_ID)


@pytest.fixture(name="open_mail")
def opened(new_claws: Callable[..., ClawsDesk]) -> Callable[[bytes], ClawsDesk]:
    def make(mail: bytes) -> ClawsDesk:
        claws = new_claws()
        put(claws, "inbox", mail)
        claws.agent.start()
        claws.start()
        claws.select("inbox", 1)
        wait_until("the mail", lambda: "Subject: " in " ".join(claws.main_window.words()))
        return claws
    return make


def redirect(claws: ClawsDesk, *to: str) -> ComposeWindow:
    before = claws._compose_frames()
    menu(claws, claws.main_window, "Message", "Redirect")
    window = claws.new_compose(before)
    window.recipients[-1].set_text(", ".join(to))
    return window


def submitted(town: Town) -> list[tuple[str, ...]]:
    assert town.provider
    town.provider.settle()
    return sorted(mail.recipients for mail in town.provider.submitted)


@pytest.mark.parametrize("mail,to", [(OF_TEA, DESK), (ABOUT_A_PATIENT, NORA)], ids=["tea", "patient"])
def test_redirected_as_it_is(open_mail: Callable[[bytes], ClawsDesk], town: Town, mail: bytes,
                             to: str) -> None:
    claws = open_mail(mail)
    window = redirect(claws, to)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    message = parse(delivery.content)
    assert message["Resent-To"] == to and ANA in message["Resent-From"]
    assert message["Message-ID"] == OLD_ID and SAM in message["From"] and "Received" not in str(
        [name for name, body in message.items() if "from a by b" in body])
    assert message.get_content().split() == parse(mail).get_content().split()
    check_sent(claws, town, (to,))


def test_redirected_encrypted(open_mail: Callable[[bytes], ClawsDesk], town: Town,
                              people: Correspondents) -> None:
    claws = open_mail(ABOUT_A_PATIENT)
    window = redirect(claws, PETRA, NORA)
    window.send()
    window.wait_closed()
    for delivery in town.wire.wait_for(2):
        hidden = PRIVATE not in delivery.content
        assert hidden == (delivery.recipients == (PETRA,))
        assert not hidden or PRIVATE in (people.open(delivery) or b"")
    check_sent(claws, town, (NORA,), (PETRA,))


@pytest.mark.parametrize("later", [False, True])
def test_a_redirection_that_is_held(open_mail: Callable[[bytes], ClawsDesk], town: Town,
                                    later: bool) -> None:
    claws = open_mail(ABOUT_A_PATIENT)
    window = redirect(claws, DESK)
    (window.send_later if later else window.send)()
    words = answer(claws, BACK)
    check_words("\n".join(words), "patient data", DESK)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open and DESK in recipients_of(window)
    assert not claws.files("queue") and not claws.files("sent")
    assert len(claws.program.shown()) == 2 and len(claws.files("inbox")) == 1


@pytest.mark.parametrize("to", [NORA, PETRA])
def test_redirected_later(open_mail: Callable[[bytes], ClawsDesk], town: Town, to: str,
                          people: Correspondents) -> None:
    claws = open_mail(ABOUT_A_PATIENT)
    window = redirect(claws, to)
    window.send_later()
    window.wait_closed()
    assert not claws.dialogs() and len(claws.program.shown()) == 1
    queued, = claws.files("queue")
    assert (PRIVATE in queued.read_bytes()) == (to == NORA)
    claws.send_queued()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (to,)
    assert PRIVATE in (delivery.content if to == NORA else people.open(delivery) or b"")
    wait_until("an empty queue", lambda: not claws.files("queue"))


@pytest.mark.parametrize("to", [PETRA, DESK])
def test_sent_later_and_held_later(claws: ClawsDesk, town: Town, to: str) -> None:
    window = write(claws, NORA, to)
    window.send_later()
    if to == PETRA:
        window.wait_closed()
        assert len(claws.files("queue")) == 2
    else:
        answer(claws, BACK)
        assert window.open and not claws.files("queue") and len(claws.program.shown()) == 2
        check_no_trace(claws)
        close_discarding(claws, window)  # it asks, as it would be lost
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]


# --- rules


def rule(action: str) -> str:
    return f'[filtering]\nenabled rulename "on" subject matchcase "potassium" {action}\n'


@pytest.fixture(name="ruled")
def with_a_rule(new_claws: Callable[..., ClawsDesk]) -> Callable[[str], ClawsDesk]:
    """A rule sends the mails of the inbox on when she applies it."""
    def make(action: str, apply: bool = True) -> ClawsDesk:
        claws = new_claws()
        (claws.rc / "matcherrc").write_text(rule(action))
        put(claws, "inbox", ABOUT_A_PATIENT)
        claws.agent.start()
        claws.start()
        claws.select("inbox", 1)
        wait_until("the mail", lambda: "Subject: " in " ".join(claws.main_window.words()))
        if apply:
            apply_rules(claws)
        return claws
    return make


def apply_rules(claws: ClawsDesk) -> None:
    menu(claws, claws.main_window, "Tools", "Filter all messages in folder")


def test_a_rule_at_arrival(new_claws: Callable[..., ClawsDesk], town: Town, people: Correspondents,
                           mailbox_server: PopServer) -> None:
    claws = new_claws(receives=True)
    (claws.rc / "matcherrc").write_text(rule(f'redirect 1 "{PETRA}"'))
    claws.agent.start()
    claws.start()
    mailbox_server.deliver(CLINIC.user, ABOUT_A_PATIENT)
    claws.receive()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (PETRA,) and PRIVATE in (people.open(delivery) or b"")
    wait_until("the end of it", lambda: len(claws.program.shown()) == 1)


@pytest.mark.parametrize("action,to", [("forward", NORA), ("forward", PETRA), ("redirect", NORA),
                                       ("forward_as_attachment", PETRA)])
def test_a_rule_sends_on_without_a_word(ruled: Callable[[str], ClawsDesk], town: Town, action: str,
                                        to: str, people: Correspondents) -> None:
    claws = ruled(f'{action} 1 "{to}"')
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (to,)
    assert PRIVATE in (delivery.content if to == NORA else people.open(delivery) or b"")
    wait_until("the end of it", lambda: len(claws.files("sent")) == 1)
    settle(claws)
    assert len(claws.program.shown()) == 1
    assert len(claws.files("inbox")) == 1


@pytest.mark.parametrize("action", ["forward", "redirect"])
def test_what_a_rule_may_not_send_is_shown(ruled: Callable[[str], ClawsDesk], town: Town,
                                           action: str, screenshot: Callable[..., None]) -> None:
    claws = ruled(f'{action} 1 "{DESK}"')
    dialog = question(claws)
    window = claws.new_compose()
    screenshot(f"claws-rule-{action}")
    check_words("\n".join(dialog.words()), "patient data", DESK)
    dialog.button(BACK).press()
    claws.wait_closed(dialog)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open and window.frame.button("Send").sensitive
    assert claws.files("inbox") and not claws.files("queue") and not claws.files("sent")


def test_a_rule_while_the_agent_is_slow(ruled: Callable[..., ClawsDesk], town: Town) -> None:
    claws = ruled(f'redirect 1 "{NORA}"', apply=False)
    agent_of(claws).pause()
    apply_rules(claws)
    claws.dialog("Checking the mail")
    assert claws.responsive() and len(claws.program.shown()) == 2
    agent_of(claws).resume()
    assert town.wire.wait_for(1)[0].recipients == (NORA,)
    wait_until("the end of it", lambda: len(claws.program.shown()) == 1)


# --- drafts


def test_a_draft_goes_when_its_mail_went(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, PETRA)
    window.press_keys("ctrl+s")
    claws.wait_for_files("draft", 1)
    window.send()
    window.wait_closed()
    check_sent(claws, town, (PETRA,))
    check_no_trace(claws)


def test_a_draft_that_is_held_stays_a_draft(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, DESK)
    window.press_keys("ctrl+s")
    claws.wait_for_files("draft", 1)
    window.send()
    answer(claws, BACK)
    assert len(claws.files("draft")) == 1 and window.open
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]


def test_a_draft_that_was_opened_again(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, PETRA)
    window.press_keys("ctrl+s", "ctrl+w")
    window.wait_closed()
    number = int(claws.files("draft")[0].name)
    claws.select("draft", number)
    wait_until("the draft", lambda: "Penfold" in " ".join(claws.main_window.words()))
    before = claws._compose_frames()
    menu(claws, claws.main_window, "Message", "Re-edit")
    again = claws.new_compose(before)
    again.send()
    again.wait_closed()
    check_sent(claws, town, (PETRA,))


def test_what_claws_mail_saved_by_itself_goes_too(new_claws: Callable[..., ClawsDesk],
                                                  town: Town) -> None:
    claws = new_claws(settings={"autosave": "1", "autosave_length": "5"})
    claws.agent.start()
    claws.start()
    window = claws.compose(PETRA, subject="About Thursday", body=RESULT)
    next(one for one in window.frame.all("text") if one.has_many_lines).focus()
    window.type_text("And more of it. ")
    claws.wait_for_files("draft", 1)
    window.send()
    window.wait_closed()
    check_sent(claws, town, (PETRA,))
    check_no_trace(claws)
