# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the tests of Send have in common: writing, answering, and looking at what is left."""
from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from lab.claws import ClawsDesk, ComposeWindow
from lab.daemon import Daemon
from lab.town import Town
from lab.waiting import wait_until
from lab.widgets import Gone, Widget
from scenes import ANA, PRIVATE, RESULT

QUESTION = "Hemostat"
CHECKING = "Checking the mail"
BACK, RETRY, GO_ON = "Back to the mail", "Try again", "Go on"


def write(claws: ClawsDesk, *to: str, **more: Any) -> ComposeWindow:
    """A mail about a patient."""
    return claws.compose(to, **{"subject": "About Thursday", "body": RESULT, **more})


def agent_of(claws: ClawsDesk) -> Daemon:
    assert claws.agent.daemon
    return claws.agent.daemon


def question(claws: ClawsDesk, saying: str = "", seconds: float = 15) -> Widget:
    """Waits for the dialog that tells or asks; not the one that says that the mail is checked."""
    def look() -> Widget | None:
        for dialog in claws.dialogs():
            try:
                if dialog.role == "alert" and any(saying in words for words in dialog.words()):
                    return dialog
            except Gone:
                continue
        return None
    return wait_until(f"a question {saying!r}", look, seconds, claws._check_alive)


def window_of(claws: ClawsDesk, title: str) -> Widget:
    """A window of Claws Mail's own, such as its alerts."""
    return wait_until(f"a window {title!r}",
                      lambda: next((one for one in claws.program.shown() if title in one.name), None))


def answer(claws: ClawsDesk, button: str, choice: str = "", saying: str = "") -> list[str]:
    """Waits for the dialog and presses; what the dialog said."""
    dialog = question(claws, saying)
    words = dialog.words()
    if choice:
        option(dialog, choice).press()
        wait_until(f"{choice!r} to be chosen", lambda: option(dialog, choice).checked)
    dialog.button(button).press()
    claws.wait_closed(dialog)
    return words


def option(dialog: Widget, words: str) -> Widget:
    return next(one for one in dialog.all("radio button") if words in one.name)


def keys_to(claws: ClawsDesk, title: str, *keys: str) -> None:
    claws.desktop.press_keys(claws.x_window(title), *keys)


def send_all(claws: ClawsDesk, *windows: ComposeWindow) -> None:
    """In one go: a hand is slower than this."""
    words = [word for window in windows
             for word in ("windowactivate", "--sync", window.x_window, "key", "ctrl+Return")]
    claws.desktop.run("xdotool", *words)


def recipients_of(window: ComposeWindow) -> list[str]:
    """Those scrolled away too."""
    return [text for one in window.frame.all("text", showing=False) if "@" in (text := one.text)
            and "\n" not in text]


def close_by_frame(claws: ClawsDesk, window: ComposeWindow) -> None:
    """The cross of its title bar."""
    claws.desktop.run("wmctrl", "-i", "-c", window.x_window)


def settle(claws: ClawsDesk) -> None:
    """Until the main loop has turned a few times after what was just done."""
    for _ in range(2):
        assert claws.responsive()


def check_only_there(claws: ClawsDesk, window: ComposeWindow, body: str = "Penfold") -> None:
    """The mail is in its window and nowhere else."""
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open and body in window.body
    for folder in ("sent", "queue", "draft"):
        assert not claws.files(folder), folder
    check_no_trace(claws)


def check_no_trace(claws: ClawsDesk, *words: bytes) -> None:
    assert not claws.leftovers()
    assert not claws.traces(*(words or (PRIVATE,)))


def check_sent(claws: ClawsDesk, town: Town, *to: tuple[str, ...]) -> None:
    """Exactly these envelopes went out, one copy is kept, and nothing waits."""
    assert town.provider
    wait_until("the mails", lambda: len(town.provider.submitted) >= len(to))  # type: ignore[union-attr]
    town.provider.settle()
    assert sorted(mail.recipients for mail in town.provider.submitted) == sorted(to)
    assert len(claws.files("sent")) == 1
    assert not claws.files("queue") and not claws.files("draft")


def close_discarding(claws: ClawsDesk, window: ComposeWindow) -> None:
    """She gives the mail up."""
    window.press_keys("ctrl+w")
    window_of(claws, "Discard message").button("Discard").press()
    window.wait_closed()


def parse(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def without_queue_header(content: bytes) -> bytes:
    """What Claws Mail keeps in Sent, without what it puts in front of it."""
    head, mark, rest = content.partition(b"X-Claws-End-Special-Headers: 1\n")
    return rest if mark else head


def put(claws: ClawsDesk, folder: str, mail: bytes) -> int:
    """A mail into a folder, before Claws Mail starts; its number."""
    number = len(claws.files(folder)) + 1
    path = claws.mail / folder / str(number)
    path.write_bytes(mail)
    path.chmod(0o600)
    return number


def menu(claws: ClawsDesk, window: Widget, top: str, name: str) -> None:
    """An entry of a menu of @window's bar, by the mouse."""
    bar = window.find("menu bar")
    bar.find("menu", top).press()
    left, top_, width, height = bar.find(("menu item", "check menu item"), name).extents
    claws.desktop.run("xdotool", "mousemove", str(left + width // 3), str(top_ + height // 2), "click", "1")
