# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The question: what a screen reader says, what the keyboard reaches, and what each answer does."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents, check_words, default_policy
from lab.claws import ClawsDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK, NORA, PETRA, PRIVATE, RESULT, SMALL_TALK
from sending import (BACK, GO_ON, answer, check_no_trace, check_only_there, check_sent, keys_to, option,
                     question, settle, write)

HEALTH = "Potassium 6.1 mmol/L and creatinine 188 after spironolactone 50 mg for heart failure.\n"


@pytest.fixture(name="asking")
def who_is_asked(new_claws: Callable[..., ClawsDesk], town: Town) -> Callable[..., ClawsDesk]:
    def make(**policy: str) -> ClawsDesk:
        claws = new_claws(policy=default_policy(town).set("default", **policy))
        claws.agent.start()
        return claws.start()
    return make


@pytest.mark.parametrize("choice,to,encrypted", [
    ("no patient data", DESK, False), ("patient data: protect", PETRA, True)], ids=["clean", "as-phi"])
def test_each_answer_does_what_it_says(asking: Callable[..., ClawsDesk], town: Town, choice: str,
                                       to: str, encrypted: bool, people: Correspondents,
                                       screenshot: Callable[..., None]) -> None:
    claws = asking(doubtful="try")
    window = write(claws, to, body=HEALTH)
    window.send()
    dialog = question(claws)
    settle(claws)
    screenshot(f"claws-asked-{'protect' if encrypted else 'clean'}")
    assert dialog.button(BACK).focused
    answer(claws, GO_ON, choice)
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert (b"creatinine" not in delivery.content) == encrypted
    check_sent(claws, town, (to,))


def test_it_contains_patient_data_and_nobody_can_protect_it(asking: Callable[..., ClawsDesk],
                                                            town: Town) -> None:
    claws = asking(doubtful="try")
    window = write(claws, DESK, body=HEALTH)
    window.send()
    answer(claws, GO_ON, "patient data: protect")
    words = answer(claws, BACK)
    check_words("\n".join(words))
    check_only_there(claws, window, "creatinine")


def test_back_from_a_question_sends_nothing(asking: Callable[..., ClawsDesk], town: Town) -> None:
    claws = asking(doubtful="try")
    window = write(claws, DESK, body=HEALTH)
    for key in ("Escape", "Return"):
        window.send()
        dialog = question(claws)
        keys_to(claws, "Hemostat", key)
        claws.wait_closed(dialog)
        check_only_there(claws, window, "creatinine")


def test_confirmed_by_the_person(asking: Callable[..., ClawsDesk], town: Town,
                                 screenshot: Callable[..., None]) -> None:
    claws = asking(ask="always")
    window = write(claws, NORA)
    window.send()
    question(claws)
    settle(claws)
    screenshot("claws-confirm")
    answer(claws, GO_ON, "Yes, send it")
    window.wait_closed()
    check_sent(claws, town, (NORA,))


def test_what_a_screen_reader_says(asking: Callable[..., ClawsDesk]) -> None:
    claws = asking(doubtful="try")
    window = write(claws, DESK, body=HEALTH)
    window.send()
    dialog = question(claws)
    assert dialog.role == "alert" and dialog.name == "Hemostat" and dialog.modal
    assert len(dialog.description.split()) > 4 and dialog.description in dialog.words()
    for button in dialog.all(("push button", "radio button")):
        assert button.name and button.sensitive == (button.name != GO_ON or bool(chosen(dialog)))
    assert dialog.button(BACK).focused
    for icon in dialog.all("icon"):
        assert icon.name, "an icon without words"
    text = " ".join(dialog.words())
    assert DESK in text and "Whom it concerns" in text


def chosen(dialog: object) -> list[str]:
    return [one.name for one in dialog.all("radio button") if one.checked]  # type: ignore[attr-defined]


def test_the_keyboard_reaches_everything(asking: Callable[..., ClawsDesk], town: Town) -> None:
    claws = asking(doubtful="try")
    window = write(claws, DESK, body=HEALTH)
    window.send()
    dialog = question(claws)
    reached = set()
    for _ in range(8):
        reached |= {one.name for one in dialog.all(("push button", "radio button")) if one.focused}
        keys_to(claws, "Hemostat", "Tab")
    assert BACK in reached and any("patient data" in name for name in reached), reached
    option(dialog, "no patient data").focus()
    keys_to(claws, "Hemostat", "space")
    wait_until("the choice", lambda: option(dialog, "no patient data").checked)
    keys_to(claws, "Hemostat", "alt+g")
    window.wait_closed()
    check_sent(claws, town, (DESK,))


def test_what_is_recommended_is_chosen_already(asking: Callable[..., ClawsDesk], town: Town) -> None:
    claws = asking(doubtful="try")
    window = write(claws, PETRA, body=HEALTH)
    window.send()
    dialog = question(claws)
    first = chosen(dialog)
    assert len(first) <= 1
    if first:
        assert dialog.button(GO_ON).sensitive
    else:
        assert not dialog.button(GO_ON).sensitive
    assert PRIVATE not in " ".join(dialog.words()).encode()
    answer(claws, BACK)
    check_no_trace(claws, b"nothing like this")


def test_small_talk_is_not_asked_about(asking: Callable[..., ClawsDesk], town: Town) -> None:
    claws = asking(doubtful="try")
    window = claws.compose(DESK, subject="Tea", body=SMALL_TALK)
    window.send()
    window.wait_closed()
    check_sent(claws, town, (DESK,))
    assert RESULT.encode() not in town.wire.wait_for(1)[0].content
