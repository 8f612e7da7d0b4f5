# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the tests of Thunderbird have in common: writing, answering, looking at what is left."""
from __future__ import annotations

from typing import Any

from desk import Correspondents
from lab.receivers import Delivery
from lab.thunderbird import ComposeWindow, Page, ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import PRIVATE, RESULT
from sending import parse

HEALTH = "Potassium 6.1 mmol/L and creatinine 188 after spironolactone 50 mg for heart failure.\n"
BACK, AGAIN, CANCEL = "Back to the mail", "Try again", "Cancel"
CHECKING, NOT_SENT = "is checking the mail", "The mail was not sent"


def write(thunderbird: ThunderbirdDesk, *to: str, **more: Any) -> ComposeWindow:
    """A mail about a patient."""
    return thunderbird.compose(**{"to": to, "subject": "About Thursday", "text": RESULT, **more})


def send(window: ComposeWindow) -> None:
    """Presses Send and waits until the window is gone."""
    window.press_send()
    window.wait_closed()


def question(thunderbird: ThunderbirdDesk, saying: str = "", seconds: float = 15) -> Page:
    """Waits for the add-on's window that tells or asks; not the one that says it checks."""
    def look() -> Page | None:
        for context, address in thunderbird.pages().items():
            page = Page(thunderbird, context)
            if "question" in address and saying in (text := _text(page)) and text and CHECKING not in text:
                return page
        return None
    return wait_until(f"a question {saying!r}", look, seconds, thunderbird.check_alive)


def asked_about(thunderbird: ThunderbirdDesk) -> list[str]:
    """The add-on's windows about mails that are being sent."""
    return [address for address in thunderbird.pages().values() if "question" in address]


def _text(page: Page) -> str:
    try:
        return page.text
    except Exception:  # it may have closed meanwhile
        return ""


def answer(thunderbird: ThunderbirdDesk, button: str, saying: str = "") -> str:
    """Waits for the question and presses; what it said."""
    page = question(thunderbird, saying)
    text = page.text
    page.press(button)
    return text


def sent(thunderbird: ThunderbirdDesk, count: int = 1) -> list[bytes]:
    """What lies in Sent, once it is @count mails and nothing waits."""
    thunderbird.wait_for_messages("Sent", count)
    thunderbird.wait_outbox_empty()
    thunderbird.wait_recorded()
    mails = thunderbird.raw("Sent")
    assert len(mails) == count
    return mails


def submitted(town: Town, count: int = 0) -> list[tuple[str, ...]]:
    """The envelopes that the provider took, once they are @count: Thunderbird sends a moment
    after its window has closed."""
    assert (provider := town.provider)
    wait_until(f"{count} mails", lambda: len(provider.submitted) >= count)
    provider.settle()
    return sorted(tuple(sorted(mail.recipients)) for mail in town.provider.submitted)


def check_nothing_left(thunderbird: ThunderbirdDesk) -> None:
    thunderbird.agent.check_nothing_left()  # type: ignore[attr-defined]
    for folder in ("Sent", "Outbox", "Drafts"):
        assert not thunderbird.messages(folder), folder


def check_only_there(thunderbird: ThunderbirdDesk, window: ComposeWindow, body: str = "Penfold") -> None:
    """The mail is in its window, which can be used, and nowhere else."""
    window.wait_unlocked()
    assert body in window.body
    check_nothing_left(thunderbird)
    check_no_trace(thunderbird)


def check_no_trace(thunderbird: ThunderbirdDesk, *words: bytes) -> None:
    """Nothing of the patient in the clear in her whole home, or where programs put files."""
    found = thunderbird.traces(*(words or (PRIVATE,)))
    assert not found, found


def opened(people: Correspondents, delivery: Delivery) -> bytes:
    """What the recipient of an encrypted mail reads."""
    assert PRIVATE not in delivery.content
    plain = people.open(delivery)
    assert plain
    return plain


def body_of(content: bytes) -> str:
    part = parse(content).get_body(("plain", "html"))
    assert part
    return str(part.get_content())
