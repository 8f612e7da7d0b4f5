# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the mail is made of: it arrives as it was written, and it is what was judged."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Correspondents, check_words
from lab.claws import ClawsDesk, addon
from lab.receivers import Delivery
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK, NORA, PETRA, PRIVATE, RESULT, SMALL_TALK
from sending import (BACK, CHECKING, agent_of, answer, check_no_trace, check_only_there, check_sent,
                     close_discarding, parse, window_of, write)

UMLAUTS = "Grüße aus Málaga, 37 °C und Übelkeit — žádné bolesti."
BINARY = bytes(range(256)) * 40 + b"\r\n\n\r" * 10 + b"From here\n.\n..\n"


def content_of(delivery: Delivery, people: Correspondents) -> bytes:
    return delivery.content if b"BEGIN PGP MESSAGE" not in delivery.content else (
        people.open(delivery) or b"")


@pytest.mark.parametrize("to", [NORA, PETRA])
def test_files_arrive_byte_by_byte(claws: ClawsDesk, town: Town, tmp_path: Path, to: str,
                                   people: Correspondents) -> None:
    files = {"picture.bin": BINARY, "plain.txt": RESULT.encode(),
             "words.txt": (UMLAUTS + "\n").encode(), "long.txt": b"x" * 3000 + b"\n"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    window = write(claws, to, body=UMLAUTS + "\n" + RESULT, subject="Grüße",
                   attach=[tmp_path / name for name in files])
    window.send()
    if to == NORA:  # a file of nobody knows what: as patient data
        wait_until("the end", lambda: not window.open or bool(claws.dialogs()))
    window.wait_closed(30)
    message = parse(content_of(town.wire.wait_for(1)[0], people))
    got = {part.get_filename(): part.get_payload(decode=True) for part in message.walk()
           if part.get_filename() in files}
    for name, data in files.items():
        assert (got[name] or b"").replace(b"\r\n", b"\n" if name != "picture.bin" else b"\r\n") == data
    body = next(part for part in message.walk() if part.get_content_type() == "text/plain"
                and not part.get_filename())
    assert UMLAUTS in body.get_content()
    check_sent(claws, town, (to,))
    check_no_trace(claws, b"aus M\xc3\xa1laga") if to == PETRA else None


def test_a_file_that_changes_meanwhile_is_judged_again(claws: ClawsDesk, town: Town,
                                                       tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(SMALL_TALK)
    window = claws.compose(DESK, subject="Tea", body=SMALL_TALK, attach=[file])
    agent_of(claws).pause()
    window.send()
    claws.dialog(CHECKING)
    file.write_text(RESULT)
    agent_of(claws).resume()
    words = answer(claws, BACK)
    check_words("\n".join(words), "patient data")
    check_only_there(claws, window, "kettle")


def test_a_file_that_changes_to_something_harmless_goes(claws: ClawsDesk, town: Town,
                                                        tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(SMALL_TALK)
    window = claws.compose(DESK, subject="Tea", body=SMALL_TALK, attach=[file])
    agent_of(claws).pause()
    window.send()
    claws.dialog(CHECKING)
    file.write_text("Or coffee, as you like it.\n")
    agent_of(claws).resume()
    window.wait_closed()
    assert b"coffee" in town.wire.wait_for(1)[0].content
    check_sent(claws, town, (DESK,))


@pytest.mark.parametrize("button", ["Cancel", "Ignore"])
def test_a_file_that_is_gone(new_claws: Callable[..., ClawsDesk], town: Town, tmp_path: Path,
                             button: str, people: Correspondents) -> None:
    """Claws Mail asks itself, before anything is judged."""
    claws = new_claws(plugins=("pgpmime.so", str(addon())))
    claws.agent.start()
    claws.start()
    file = tmp_path / "list.txt"
    file.write_text(SMALL_TALK)
    window = write(claws, PETRA, attach=[file])
    file.unlink()
    window.send()
    alert = window_of(claws, "Warning")
    next(one for one in alert.all("push button") if one.name.startswith(button)).press()
    if button == "Ignore":
        window.wait_closed()
        assert PRIVATE in content_of(town.wire.wait_for(1)[0], people)
        return
    window_of(claws, "Error").button("Close").press()
    wait_until("the button", lambda: window.frame.button("Send").sensitive)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open and not claws.files("queue") and not claws.files("sent")

    file.write_text(SMALL_TALK)

    def hers() -> bool:
        """What Claws Mail keeps with the mail is her own choice again, in a moment."""
        window.press_keys("ctrl+s")
        text = claws.wait_for_files("draft", 1)[-1].read_text()
        return "hemostat" not in text.lower() and "X-Claws-Sign:1" not in text
    wait_until("her own choice", hers)


def test_no_subject_is_asked_about_once(new_claws: Callable[..., ClawsDesk], town: Town) -> None:
    claws = new_claws(settings={"warn_empty_subj": "1"})
    claws.agent.start()
    claws.start()
    window = claws.compose(PETRA, body=RESULT)
    window.send()
    alert = window_of(claws, "Send")
    alert.button("Send").press()
    window.wait_closed()
    check_sent(claws, town, (PETRA,))
    assert len(claws.program.shown()) == 1


def test_letters_that_the_character_set_lacks(claws: ClawsDesk, town: Town) -> None:
    window = write(claws, NORA, body="Ω ≥ 3 日本\n" + RESULT)
    window.send()
    window.wait_closed()
    assert "日本" in parse(town.wire.wait_for(1)[0].content).get_content()


def test_a_held_mail_leaves_nothing_behind(claws: ClawsDesk, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "plain.txt"
    file.write_text(RESULT)
    window = write(claws, DESK, attach=[file])
    for _ in range(2):
        window.send()
        answer(claws, BACK)
        check_only_there(claws, window)
    close_discarding(claws, window)
    check_no_trace(claws)
    assert claws.exit() == 0
    check_no_trace(claws)
