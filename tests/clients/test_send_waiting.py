# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What a hand can do between Send and the end of it, and what then becomes of the mail."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import check_words
from lab.claws import ClawsDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK, NORA, PETRA, SMALL_TALK
from sending import (BACK, CHECKING, QUESTION, RETRY, agent_of, answer, check_no_trace,
                     check_only_there, check_sent, close_by_frame, keys_to, question, recipients_of, send_all, settle,
                     write)


def test_keys_typed_at_once_neither_change_nor_answer_anything(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, DESK)
    window.press_keys("ctrl+Return", "x", "y", "z", "a")
    dialog = question(claws)
    assert dialog.button(BACK).focused
    dialog.button(BACK).press()
    claws.wait_closed(dialog)
    assert "xyz" not in window.body and DESK in recipients_of(window)
    check_only_there(claws, window)


def test_return_and_escape_take_the_safe_way(claws: ClawsDesk) -> None:
    window = write(claws, DESK)
    for key in ("Return", "Escape", "space"):
        window.send()
        dialog = question(claws)
        keys_to(claws, QUESTION, key)
        claws.wait_closed(dialog)
        check_only_there(claws, window)


def test_the_window_takes_nothing_while_it_is_checked(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, NORA)
    agent_of(claws).pause()
    window.send()
    close_by_frame(claws, window)  # in the half second before anything is shown
    window.press_keys("ctrl+w", "Escape", "ctrl+Return", "ctrl+shift+s", "q")
    checking = claws.dialog(CHECKING)
    close_by_frame(claws, window)
    assert window.open and len(claws.dialogs()) == 1
    assert not window.frame.button("Send").sensitive
    assert claws.responsive()
    agent_of(claws).resume()
    window.wait_closed()
    claws.wait_closed(checking)
    check_sent(claws, town, (NORA,))
    assert not claws.dialogs()


@pytest.mark.parametrize("how", ["Cancel", "Escape", "close"])
def test_every_way_out_of_the_check_is_a_cancel(claws: ClawsDesk, town: Town, how: str) -> None:
    window = write(claws, NORA)
    agent_of(claws).pause()
    window.send()
    checking = claws.dialog(CHECKING)
    if how == "Cancel":
        checking.button("Cancel").press()
    elif how == "Escape":
        keys_to(claws, QUESTION, "Escape")
    else:
        claws.desktop.run("wmctrl", "-i", "-c", claws.x_window(QUESTION))
    claws.wait_closed(checking)
    assert window.frame.button("Send").sensitive and not claws.dialogs()
    agent_of(claws).resume()
    settle(claws)
    check_only_there(claws, window)
    window.send()
    window.wait_closed()
    check_sent(claws, town, (NORA,))


def test_going_on_to_type_does_not_cancel(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, NORA)
    agent_of(claws).pause()
    window.send()
    checking = claws.dialog(CHECKING)
    cancel = checking.button("Cancel")
    assert not cancel.focused
    keys_to(claws, QUESTION, "space", "t", "Return", "space")
    settle(claws)
    assert claws.dialog(CHECKING)
    keys_to(claws, QUESTION, "Tab")
    wait_until("the button", lambda: cancel.focused)
    agent_of(claws).resume()
    window.wait_closed()
    check_sent(claws, town, (NORA,))


def test_nothing_is_shown_if_it_is_quick(claws: ClawsDesk, town: Town) -> None:
    seen: list[str] = []
    window = claws.compose(NORA, subject="Tea", body=SMALL_TALK)
    window.send()

    def look() -> bool:
        seen.extend(word for dialog in claws.dialogs() if dialog.name == QUESTION
                    for word in dialog.words())
        return not window.open
    wait_until("the end", look)
    assert not seen


@pytest.mark.parametrize("moment", ["checked", "asked"])
def test_quitting_meanwhile_keeps_the_mail_as_a_draft(claws: ClawsDesk, town: Town, moment: str) -> None:
    window = write(claws, NORA if moment == "checked" else DESK)
    if moment == "checked":
        agent_of(claws).pause()
    window.send()
    claws.dialog(CHECKING) if moment == "checked" else question(claws)
    assert claws.exit() == 0
    agent_of(claws).resume()
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    draft, = claws.files("draft")
    assert b"Penfold" in draft.read_bytes() and b"hemostat" not in draft.read_bytes().lower()
    assert not claws.files("queue") and not claws.files("sent") and not claws.leftovers()


def test_two_windows_each_get_their_own_answer(claws: ClawsDesk, town: Town) -> None:
    first = write(claws, NORA)
    second = claws.compose(PETRA, subject="Tea", body=SMALL_TALK)
    agent_of(claws).pause()
    send_all(claws, first, second)
    agent_of(claws).resume()
    first.wait_closed()
    second.wait_closed()
    assert town.provider
    wait_until("both", lambda: len(town.provider.submitted) == 2)  # type: ignore[union-attr]
    town.provider.settle()
    to = {mail.recipients: b"Penfold" in mail.content for mail in town.provider.submitted}
    assert to == {(NORA,): True, (PETRA,): False}
    assert len(claws.files("sent")) == 2 and not claws.files("queue")


def test_one_is_held_while_the_other_goes(claws: ClawsDesk, town: Town) -> None:
    held = write(claws, DESK)
    goes = write(claws, PETRA, subject="Another")
    agent_of(claws).pause()
    send_all(claws, held, goes)
    agent_of(claws).resume()
    goes.wait_closed()
    words = answer(claws, BACK)
    assert any(DESK in word for word in words)
    assert held.open and not goes.open
    check_sent(claws, town, (PETRA,))


# --- the agent


def program(claws: ClawsDesk) -> Path:
    return Path(claws.agent.command[0])


def take_program_away(claws: ClawsDesk) -> None:
    """As while Hemostat is being upgraded."""
    program(claws).rename(program(claws).with_suffix(".away"))


def give_program_back(claws: ClawsDesk) -> None:
    program(claws).with_suffix(".away").rename(program(claws))


def test_an_agent_that_died_before_send_is_waited_for(claws: ClawsDesk, town: Town,
                                                      screenshot: Callable[..., None]) -> None:
    window = write(claws, NORA)
    take_program_away(claws)
    agent_of(claws).kill()
    window.send()
    dialog = question(claws)
    check_words("\n".join(dialog.words()))
    dialog.button(RETRY).press()
    claws.wait_closed(dialog)
    again = question(claws)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    give_program_back(claws)
    claws.agent.start()
    again.button(RETRY).press()
    window.wait_closed()
    check_sent(claws, town, (NORA,))


def test_an_agent_that_dies_while_a_person_is_asked(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, NORA, DESK)
    window.send()
    question(claws)
    agent_of(claws).kill()
    answer(claws, RETRY)
    words = answer(claws, BACK)
    check_words("\n".join(words))
    check_only_there(claws, window)


def test_the_agent_is_started_by_send(new_claws: Callable[..., ClawsDesk], town: Town) -> None:
    claws = new_claws()
    claws.agent.start()
    claws.start()
    window = write(claws, PETRA)
    agent_of(claws).kill()
    claws.agent.start_on_demand()  # type: ignore[attr-defined]
    window.send()
    window.wait_closed(30)
    check_sent(claws, town, (PETRA,))
    check_no_trace(claws)


def test_without_the_program_nothing_goes_until_it_is_there(new_claws: Callable[..., ClawsDesk],
                                                            town: Town, tmp_path: Path) -> None:
    claws = new_claws().start(HEMOSTAT_LIBEXEC=str(tmp_path))
    window = claws.compose(NORA, subject="Tea", body=SMALL_TALK)
    window.send()
    words = answer(claws, RETRY)
    check_words("\n".join(words), "still here")
    dialog = question(claws)
    claws.agent.start()
    dialog.button(RETRY).press()
    window.wait_closed()
    check_sent(claws, town, (NORA,))
