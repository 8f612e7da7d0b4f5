# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""S/MIME with the real Claws Mail and its own add-on for it: what she sends opens elsewhere, she
can read it again in Sent, and read and answer what comes back."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Correspondents, Desk
from lab.claws import ClawsDesk, ComposeWindow, addon
from lab.display import Desktop
from lab.smime import MailAuthority
from lab.town import Town
from lab.waiting import wait_until
from lab.widgets import Gone
from scenes import ANA, CLINIC, PETRA
from sealed_scenes import ANSWER_ID, FIRST, SECOND, TYPED, Clinic, answer_by_openpgp, policy
from sending import check_no_trace, keys_to, parse, put, write

# She, at the window that asks for a passphrase.
PINENTRY = f"""#!/bin/sh
echo OK
while read -r word rest; do
    case $word in GETPIN) echo 'D {TYPED}' ;; BYE) echo OK; exit ;; esac
    echo OK
done
"""


@pytest.fixture(scope="module", name="office")
def claws_set_up(town: Town, people: Correspondents, desktop: Desktop,
                 tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ClawsDesk, Clinic]]:
    """Claws Mail with what setup wrote into its settings; two answers are in her inbox."""
    authority = MailAuthority(tmp_path_factory.mktemp("authority"))
    desk = Desk(town, people, policy(town, authority), (CLINIC,))
    claws = ClawsDesk(desktop, desk, trust=town.authority.file)
    try:
        desk.start()
        clinic = Clinic(desk, authority)
        pinentry = desk.folder / "pinentry"
        pinentry.write_text(PINENTRY)
        pinentry.chmod(0o700)
        (desk.gnupg.folder / "gpg-agent.conf").write_text(f"pinentry-program {pinentry}\n")
        clinic.set_up("claws", addon(), "--passphrase-file", str(clinic.file(TYPED)))
        put(claws, "inbox", clinic.answer())
        put(claws, "inbox", answer_by_openpgp(people))
        yield claws.start(), clinic
        assert not claws.crashed
    finally:
        claws.close()
        desk.close()


@pytest.fixture(name="claws")
def running(request: pytest.FixtureRequest, office: tuple[ClawsDesk, Clinic]) -> ClawsDesk:
    request.node.claws = [office[0]]
    return office[0]


@pytest.fixture(name="clinic")
def its_clinic(office: tuple[ClawsDesk, Clinic]) -> Clinic:
    return office[1]


def text_of(claws: ClawsDesk) -> str:
    """What can be read in the main window."""
    try:
        return "\n".join(claws.main_window.words())
    except Gone:
        return ""


def show(claws: ClawsDesk, folder: str, number: int, words: str) -> None:
    claws.select(folder, number)
    wait_until(f"the text {words!r}", lambda: words in text_of(claws), also=claws._check_alive)


def answer_shown(claws: ClawsDesk) -> ComposeWindow:
    """Ctrl+R.  Claws Mail would encrypt the answer to an encrypted mail by itself, finds that the
    account names no way to do so, and says that it does not; then the window is ready."""
    keys_to(claws, "Claws Mail", "ctrl+r")

    def look() -> bool:
        for window in claws.program.shown():
            if window.name == "Error":
                window.button("Close").press()
                claws.wait_closed(window)
        return any("[no subject]" not in one.name for one in claws._compose_frames())
    wait_until("the window of the answer", look, also=claws._check_alive)
    return claws.new_compose()


def newest(claws: ClawsDesk, before: int) -> Path:
    """The one mail that came into Sent."""
    wait_until("the copy in Sent", lambda: len(claws.files("sent")) > before, also=claws._check_alive)
    assert len(claws.files("sent")) == before + 1 and not claws.files("queue")
    return claws.files("sent")[-1]


def test_sent_and_read_again(claws: ClawsDesk, clinic: Clinic, town: Town,
                             screenshot: Callable[..., None]) -> None:
    count = len(claws.files("sent"))
    window = write(claws, FIRST)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    inner = clinic.opened(delivery)
    assert inner["Subject"] == "About Thursday" and "Penfold" in inner.get_content()
    copy = newest(claws, count)
    clinic.read(copy.read_bytes(), ANA)
    check_no_trace(claws)
    show(claws, "sent", int(copy.name), "Penfold")
    claws.menu_item("Message", "Check signature").activate()
    wait_until("the verdict on the signature", lambda: "Good signature" in text_of(claws))
    screenshot("claws-smime-sent")


def test_blind_recipients_stay_blind(claws: ClawsDesk, clinic: Clinic, town: Town) -> None:
    count = len(claws.files("sent"))
    window = write(claws, FIRST, bcc=SECOND)
    window.send()
    window.wait_closed()
    deliveries = {delivery.recipients: delivery for delivery in town.wire.wait_for(2)}
    assert set(deliveries) == {(FIRST,), (SECOND,)}
    named, hidden = deliveries[FIRST,], deliveries[SECOND,]
    assert SECOND.encode() not in named.content + clinic.opened(named).as_bytes()
    assert clinic.people[SECOND].decrypt(named.content) is None
    assert clinic.people[FIRST].decrypt(hidden.content) is None
    clinic.opened(hidden)
    clinic.read(newest(claws, count).read_bytes(), ANA)


@pytest.mark.parametrize("number,sender", [(1, FIRST), (2, PETRA)], ids=["smime", "openpgp"])
def test_what_comes_back_is_read_and_answered(claws: ClawsDesk, clinic: Clinic, town: Town,
                                              people: Correspondents, number: int, sender: str) -> None:
    count = len(claws.files("sent"))
    show(claws, "inbox", number, f"From: {sender}")
    show(claws, "inbox", number, "Apixaban")
    window = answer_shown(claws)
    wait_until("the quoted text", lambda: "Apixaban" in window.body)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (sender,) and b"Apixaban" not in delivery.content
    assert ANSWER_ID in parse(delivery.content)["In-Reply-To"]
    if sender == FIRST:
        assert "> Mrs. Penfold" in clinic.opened(delivery).get_content()
    else:
        assert b"Apixaban" in (people.open(delivery) or b"")
    show(claws, "sent", int(newest(claws, count).name), "> Mrs. Penfold")
