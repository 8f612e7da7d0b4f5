# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What can happen in Thunderbird between Send and the end of it: whatever dies or is changed,
nothing leaves unjudged, nothing is lost, and no window stays locked."""
from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Correspondents, check_words
from lab.daemon import Daemon
from lab.thunderbird import ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK, NORA, PETRA, PRIVATE, SMALL_TALK
from thunderbird_scenes import (AGAIN, BACK, CANCEL, CHECKING, HEALTH, NOT_SENT, answer, asked_about, check_no_trace,
                                check_only_there, question, send, sent, submitted, write)


def agent_of(thunderbird: ThunderbirdDesk) -> Daemon:
    assert thunderbird.agent.daemon
    return thunderbird.agent.daemon


@pytest.fixture(name="paused")
def whose_agent_is_slow(thunderbird: ThunderbirdDesk) -> ThunderbirdDesk:
    """After a mail that needs nothing, so that all is linked; with an agent that says nothing."""
    thunderbird.ext("return await messenger.accounts.list();")
    yield thunderbird
    if agent_of(thunderbird).running():
        agent_of(thunderbird).resume()


def test_progress_is_shown_and_nothing_can_be_changed(paused: ThunderbirdDesk, town: Town) -> None:
    window = write(paused, NORA)
    agent_of(paused).pause()
    window.press_send()
    page = paused.page("question")
    page.wait_text(CHECKING)
    assert page.buttons == [CANCEL] and window.locked
    agent_of(paused).resume()
    window.wait_closed()
    page.wait_closed()
    assert town.wire.wait_for(1)[0].recipients == (NORA,)


@pytest.mark.parametrize("how", ["button", "cross"])
def test_the_check_can_be_cancelled(paused: ThunderbirdDesk, town: Town, how: str) -> None:
    window = write(paused, NORA)
    agent_of(paused).pause()
    window.press_send()
    page = paused.page("question")
    page.wait_text(CHECKING)
    if how == "button":
        page.press(CANCEL)
    else:
        page.close()
    window.wait_unlocked()
    agent_of(paused).resume()
    wait_until("the page to go", lambda: not asked_about(paused))
    check_only_there(paused, window)
    send(window)
    assert submitted(town, 1) == [(NORA,)]


@pytest.mark.parametrize("comes_back", [True, False], ids=["comes-back", "for-good"])
def test_the_agent_dies_meanwhile(new_thunderbird: Callable[..., ThunderbirdDesk], town: Town,
                                  comes_back: bool) -> None:
    thunderbird = new_thunderbird()
    thunderbird.agent.start_on_demand()  # type: ignore[attr-defined]
    thunderbird.agent.start()
    thunderbird.start()
    window = write(thunderbird, PETRA)
    agent_of(thunderbird).pause()
    window.press_send()
    thunderbird.page("question").wait_text(CHECKING)
    program = thunderbird.agent.folder / "libexec/hemostat-agent"
    if not comes_back:
        program.rename(program.with_name("away"))
    agent_of(thunderbird).kill()
    if not comes_back:
        page = question(thunderbird, NOT_SENT)
        check_words(page.run("return document.getElementById('text').textContent;"))
        check_only_there(thunderbird, window)
        program.with_name("away").rename(program)
        page.press(AGAIN)
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert PRIVATE not in delivery.content and submitted(town) == [(PETRA,)]


def test_the_native_program_dies_meanwhile(paused: ThunderbirdDesk, town: Town) -> None:
    window = write(paused, NORA)
    agent_of(paused).pause()
    window.press_send()
    paused.page("question").wait_text(CHECKING)
    paused.kill_native()
    agent_of(paused).resume()
    window.wait_closed()  # another one is started, and the mail judged anew
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and submitted(town) == [(NORA,)]


def test_the_native_program_dies_between_two_mails(thunderbird: ThunderbirdDesk, town: Town) -> None:
    send(thunderbird.compose([NORA], subject="Tea", text=SMALL_TALK))
    thunderbird.kill_native()
    send(write(thunderbird, NORA))
    assert len(town.wire.wait_for(2)) == 2


@pytest.mark.parametrize("lacking", ["its manifest", "the file"])
def test_without_its_native_program_nothing_leaves(new_thunderbird: Callable[..., ThunderbirdDesk],
                                                   tmp_path: Path, lacking: str) -> None:
    thunderbird = new_thunderbird(native=tmp_path / "not-there")
    if lacking == "its manifest":
        thunderbird.native_manifest.unlink()
    thunderbird.start()
    window = thunderbird.compose([NORA], subject="Tea", text=SMALL_TALK)
    window.press_send()
    page = question(thunderbird, NOT_SENT)
    text = page.run("return document.getElementById('text').textContent;")
    check_words(text)
    assert lacking == "the file" or "hemostat setup thunderbird" in text
    page.press(BACK)
    check_only_there(thunderbird, window, "kettle")
    thunderbird.forgive("native application", "NativeMessaging")  # Thunderbird tells its console too, whenever it tries


def test_send_one_second_after_the_start(new_thunderbird: Callable[..., ThunderbirdDesk], town: Town) -> None:
    """The event page does not run yet; an agent that nobody started comes by itself."""
    thunderbird = new_thunderbird()
    thunderbird.agent.start_on_demand()  # type: ignore[attr-defined]
    thunderbird.start()
    begin = time.monotonic()
    window = write(thunderbird, DESK)
    window.press_send()
    assert time.monotonic() - begin < 5
    page = question(thunderbird)
    wait_until("the verdict", lambda: DESK in page.text or NOT_SENT in page.text)
    check_only_there(thunderbird, window)


def test_an_answer_may_come_late(thunderbird: ThunderbirdDesk, town: Town) -> None:
    """The event page may have ended and begun anew meanwhile; the question stands."""
    window = write(thunderbird, DESK, NORA)
    window.press_send()
    page = question(thunderbird)
    thunderbird.stop_background()
    assert thunderbird.background_state() == "stopped" and page.open
    page.press(BACK)
    page.wait_closed()
    check_only_there(thunderbird, window)
    window.set(to=[NORA])
    send(window)
    assert submitted(town, 1) == [(NORA,)]


def test_the_event_page_ends_while_a_mail_is_checked(paused: ThunderbirdDesk, town: Town) -> None:
    window = write(paused, NORA)
    agent_of(paused).pause()
    window.press_send()
    paused.page("question").wait_text(CHECKING)
    paused.stop_background()
    agent_of(paused).resume()
    paused.background("return true;")
    question(paused, NOT_SENT)
    assert not submitted(town)
    assert window.open and PRIVATE.decode() in window.body


def test_a_second_press_while_it_is_asked(thunderbird: ThunderbirdDesk) -> None:
    window = write(thunderbird, DESK)
    window.press_send()
    question(thunderbird)
    window.press_send()
    wait_until("one page", lambda: len(asked_about(thunderbird)) == 1)
    answer(thunderbird, BACK)
    check_only_there(thunderbird, window)


def test_the_question_is_closed_like_any_window(thunderbird: ThunderbirdDesk, town: Town) -> None:
    window = write(thunderbird, PETRA, text=HEALTH)
    window.press_send()
    question(thunderbird).close()
    check_only_there(thunderbird, window, "creatinine")
    window.press_send()
    answer(thunderbird, "patient data: protect")
    window.wait_closed()
    assert submitted(town, 1) == [(PETRA,)]
    check_no_trace(thunderbird, b"creatinine")


def test_a_question_goes_with_its_composer(thunderbird: ThunderbirdDesk) -> None:
    window = write(thunderbird, DESK)
    window.press_send()
    question(thunderbird)
    window.close()
    wait_until("the page to go", lambda: not asked_about(thunderbird))
    thunderbird.agent.check_nothing_left()  # type: ignore[attr-defined]
    check_no_trace(thunderbird)


def test_an_answer_is_good_for_that_mail_only(thunderbird: ThunderbirdDesk, town: Town,
                                              people: Correspondents) -> None:
    """She changes the mail while she is asked about it: what goes is judged as it is then."""
    window = write(thunderbird, DESK, text=HEALTH)
    window.press_send()
    page = question(thunderbird)
    window.set(body="<p>Mrs. Harriet Penfold, DOB 14/07/1951, MRN 4480127: potassium 6.1 mmol/L</p>")
    page.press("no patient data")
    page = question(thunderbird, "no safe way")
    assert not submitted(town)
    page.press(BACK)
    check_only_there(thunderbird, window)


def test_recipients_changed_after_the_answer(thunderbird: ThunderbirdDesk, town: Town) -> None:
    window = write(thunderbird, PETRA, text=HEALTH)
    window.press_send()
    page = question(thunderbird, PETRA)
    window.set(to=[DESK])
    page.press("patient data: protect")
    page = question(thunderbird, DESK)
    assert not submitted(town)
    page.press(BACK)
    window.wait_unlocked()


def test_an_answered_mail_outlives_the_event_page(thunderbird: ThunderbirdDesk, town: Town) -> None:
    window = write(thunderbird, DESK, text=HEALTH)
    window.press_send()
    page = question(thunderbird)
    thunderbird.stop_background()
    page.press("no patient data")
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (DESK,)
    assert len(sent(thunderbird)) == 1


def test_two_mails_are_asked_about_at_once(thunderbird: ThunderbirdDesk, town: Town) -> None:
    first, second = write(thunderbird, DESK, text=HEALTH), write(thunderbird, PETRA, text=HEALTH)
    first.press_send()
    question(thunderbird, DESK)
    second.press_send()
    wait_until("two questions", lambda: len(asked_about(thunderbird)) == 2)
    answer(thunderbird, BACK, DESK)
    question(thunderbird, PETRA).press("patient data: protect")
    second.wait_closed()
    assert first.open and submitted(town, 1) == [(PETRA,)]
