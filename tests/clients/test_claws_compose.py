# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""While a mail is written: recipients with what is known of them, and the choice of protection."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lab.claws import ClawsAccount, ClawsDesk, ComposeWindow
from lab.town import Town
from lab.waiting import wait_until
from lab.widgets import Widget
from scenes import CLINIC, DESK, NORA, PETRA, SAM, SMALL_TALK, letter

UNKNOWN, NO_WAY, TLS = "not known yet", "no safe way yet", "TLS expected"  # the lab predicts
ENCRYPTED = "will be encrypted"
ENCRYPT, AS_NEEDED = "Encrypt this mail", "As needed"


def standing(window: ComposeWindow) -> dict[str, str]:
    """Recipient to words, as a screen reader says them."""
    names = [line.name for line in window.frame.all("list item", showing=False)]
    return dict(name.split(": ", 1) for name in names if ": " in name)


def wait_standing(window: ComposeWindow, expected: dict[str, str]) -> None:
    try:
        wait_until(f"{expected}", lambda: standing(window) == expected)
    except TimeoutError:
        assert standing(window) == expected


def test_each_recipient_is_shown_with_what_is_known(claws: ClawsDesk,
                                                    screenshot: Callable[[str], None]) -> None:
    window = claws.compose([NORA, SAM, PETRA], cc=DESK, subject="Visit", body=SMALL_TALK)
    wait_standing(window, {NORA: TLS, SAM: TLS, PETRA: ENCRYPTED, DESK: NO_WAY})
    screenshot("compose-recipients")


def entry(window: ComposeWindow, text: str) -> Widget:
    return wait_until(f"an entry with {text!r}",
                      lambda: next((one for one in window.frame.all("text", showing=False)
                                    if one.text == text), None))


def protection(window: ComposeWindow) -> Widget:
    return next(one for one in window.frame.all("combo box")
                if one.labels() == ["Protection:"])


def test_a_changed_address_loses_its_state_and_gets_another(claws: ClawsDesk) -> None:
    window = claws.compose(NORA, subject="Visit", body=SMALL_TALK)
    wait_standing(window, {NORA: TLS})
    entry(window, NORA).set_text("nora.lind@lakeside-cardiology")
    wait_standing(window, {})
    entry(window, "nora.lind@lakeside-cardiology").set_text(f"Petra Holm <{PETRA}>, {SAM}")
    wait_standing(window, {PETRA: ENCRYPTED, SAM: TLS})
    entry(window, f"Petra Holm <{PETRA}>, {SAM}").set_text(NORA)
    wait_standing(window, {NORA: TLS})


def test_typed_addresses_appear(claws: ClawsDesk) -> None:
    window = claws.compose(subject="Visit")
    assert standing(window) == {}
    entry(window, "").focus()
    claws.desktop.type_text(window.x_window, NORA)
    wait_standing(window, {NORA: TLS})


def test_another_account_is_asked_about_anew(new_claws: Callable[..., ClawsDesk]) -> None:
    other = replace(CLINIC, name="club", addresses=("ana@rowing-club.lab",), port=2525)
    claws = new_claws(accounts=(ClawsAccount(CLINIC), ClawsAccount(other)))
    claws.agent.start()
    claws.start()
    window = claws.compose([NORA, SAM], subject="Visit")
    wait_standing(window, {NORA: TLS, SAM: TLS})
    accounts = next(one for one in window.frame.all("combo box") if "clinic" in one.name)
    accounts.press()
    claws.desktop.run("xdotool", "key", "Down", "Return")
    wait_standing(window, {NORA: NO_WAY, SAM: ENCRYPTED})


def test_an_agent_that_dies_leaves_nothing_known_and_is_asked_again(claws: ClawsDesk) -> None:
    window = claws.compose([NORA, PETRA], subject="Visit")
    wait_standing(window, {NORA: TLS, PETRA: ENCRYPTED})
    assert claws.agent.daemon
    claws.agent.daemon.kill()
    wait_standing(window, {NORA: UNKNOWN, PETRA: UNKNOWN})
    claws.agent.start()
    wait_standing(window, {NORA: TLS, PETRA: ENCRYPTED})


def test_many_recipients_scroll(claws: ClawsDesk, screenshot: Callable[[str], None]) -> None:
    window = claws.compose([f"nurse{n}@lakeside-cardiology.lab" for n in range(130)], subject="All")
    wait_until("as many as are asked for", lambda: len(standing(window)) == 100)
    wait_until("their states", lambda: set(standing(window).values()) == {TLS}, 30)
    screenshot("compose-many")
    claws.desktop.run("wmctrl", "-i", "-r", window.x_window, "-e", "0,0,0,1270,700")
    wait_until("a wide window", lambda: window.frame.extents[2] > 1200)
    screenshot("compose-many-wide")
    window.close()
    assert claws.responsive()


def test_the_choice_is_reached_by_keyboard_and_shown(claws: ClawsDesk,
                                                     screenshot: Callable[[str], None]) -> None:
    window = claws.compose([NORA, PETRA], subject="Visit", body=SMALL_TALK)
    wait_standing(window, {NORA: TLS, PETRA: ENCRYPTED})
    window.press_keys("alt+p", "Down")
    wait_until("the choice", lambda: protection(window).name == ENCRYPT)
    screenshot("compose-encrypt")
    wait_standing(window, {NORA: "checked on sending", PETRA: ENCRYPTED})


def test_a_late_answer_is_followed(claws: ClawsDesk, town: Town) -> None:
    """The names are slow: what stands there changes by itself, once they are known."""
    town.resolver.pause()
    try:
        window = claws.compose(NORA, subject="Visit", body=SMALL_TALK)
        wait_standing(window, {NORA: UNKNOWN})
    finally:
        town.resolver.resume()
    wait_until("the answer", lambda: standing(window) == {NORA: TLS}, 60)


def test_only_what_there_is_can_be_chosen(claws: ClawsDesk) -> None:
    window = claws.compose(NORA, subject="Visit", body=SMALL_TALK)
    items = [item.name for item in protection(window).all("menu item", showing=False)]
    assert items == [AS_NEEDED, ENCRYPT]


def test_a_reply_to_an_encrypted_mail_begins_encrypted(claws: ClawsDesk,
                                                       screenshot: Callable[[str], None]) -> None:
    folder = claws.mail / "inbox"
    (folder / "1").write_bytes(letter(subject="Plain"))
    (folder / "2").write_bytes(letter(subject="Sealed").replace(
        b'Content-Type: text/plain; charset="utf-8"',
        b'Content-Type: multipart/encrypted;\n protocol="application/pgp-encrypted"; boundary=b'))
    (folder / "3").write_bytes((folder / "2").read_bytes().replace(b"Sealed", b"Signed").replace(
        b"multipart/encrypted", b"multipart/signed"))
    for number, subject, keys, choice in (
            (1, "Plain", "ctrl+r", AS_NEEDED), (2, "Sealed", "ctrl+r", ENCRYPT),
            (2, "Sealed", "ctrl+alt+f", ENCRYPT), (3, "Signed", "ctrl+r", AS_NEEDED)):
        claws.select("inbox", number)
        wait_until("the mail", lambda: f"Subject: {subject}" in " ".join(claws.main_window.words()))
        claws.desktop.press_keys(claws.x_window("Claws Mail"), keys)
        window = claws.new_compose()
        assert protection(window).name == choice
        items = [item.name for item in protection(window).all("menu item", showing=False)]
        assert (AS_NEEDED in items) == (choice == AS_NEEDED)
        screenshot(f"compose-answer-{number}")
        window.close()


def test_what_was_chosen_is_what_happens(claws: ClawsDesk, town: Town) -> None:
    """Small talk to one who is reached over TLS, but to be encrypted."""
    window = claws.compose(SAM, subject="Tea", body=SMALL_TALK)
    wait_standing(window, {SAM: TLS})
    window.press_keys("alt+p", "Down")
    wait_until("the choice", lambda: protection(window).name == ENCRYPT)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert b"BEGIN PGP MESSAGE" in delivery.content and b"kettle" not in delivery.content


def test_a_window_may_close_while_the_agent_is_asked(claws: ClawsDesk) -> None:
    for number in range(5):
        window = claws.compose([f"nurse{number}@lakeside-cardiology.lab", PETRA], subject="Visit")
        window.close()
    assert claws.responsive()
    wait_until("no link but Claws Mail's own", lambda: claws.links() == 1)


def test_claws_mail_ends_with_open_windows(claws: ClawsDesk) -> None:
    for subject in ("One", "Two"):
        wait_standing(claws.compose(NORA, subject=subject), {NORA: TLS})
    assert claws.exit() == 0


def test_a_redirected_mail_has_its_recipients_shown(claws: ClawsDesk) -> None:
    (claws.mail / "inbox/1").write_bytes(letter(subject="Plain"))
    claws.select("inbox", 1)
    wait_until("the mail", lambda: "Until then." in " ".join(claws.main_window.words()))
    claws.main_window.find("menu", "Message").press()
    claws.main_window.find("menu item", "Redirect").press()
    window = claws.new_compose()
    entry(window, "").set_text(PETRA)
    wait_standing(window, {PETRA: ENCRYPTED})
    window.close()


def test_an_unloaded_add_on_takes_its_row_away(claws: ClawsDesk) -> None:
    window = claws.compose([NORA, PETRA], subject="Visit", body=SMALL_TALK)
    wait_standing(window, {NORA: TLS, PETRA: ENCRYPTED})
    claws.main_window.find("menu", "Configuration").press()
    claws.main_window.find("menu item", "Plugins...").press()
    plugins = wait_until("the plugins", lambda: next(
        (one for one in claws.program.shown() if one.name == "Plugins"), None))
    plugins.find("table").focus()
    claws.desktop.run("xdotool", "key", "Home", "Down", "Up", "space")
    plugins.button("Unload").press()
    wait_until("the row to go", lambda: not standing(window))
    assert "Protection:" not in window.frame.words()
    entry(window, NORA).set_text(PETRA)
    assert claws.responsive()
    assert claws.exit() == 0
