# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What is judged is what leaves, whatever is dropped, linked or listed; and nothing stays behind."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab.daemon import Daemon
from lab.thunderbird import ComposeWindow, ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK
from thunderbird_scenes import BACK, CHECKING, NOT_SENT, check_only_there, question, send, sent, submitted, write


def agent_of(thunderbird: ThunderbirdDesk) -> Daemon:
    assert thunderbird.agent.daemon
    return thunderbird.agent.daemon


def drop_file(window: ComposeWindow, folder: Path) -> None:
    """Thunderbird takes what is dropped on a window that is locked."""
    path = folder / "result.txt"
    path.write_text(RESULT)
    window.attach(path)


def drop_person(window: ComposeWindow, folder: Path) -> None:
    window.script("""
        win.DropRecipient(win.document.getElementById('toAddrContainer'), arguments[1]);""", DESK)


@pytest.mark.parametrize("drop", [drop_file, drop_person])
def test_what_is_dropped_while_it_is_checked(thunderbird: ThunderbirdDesk, town: Town, tmp_path: Path,
                                             drop: Callable[[ComposeWindow, Path], None]) -> None:
    thunderbird.ext("return await messenger.accounts.list();")
    window = thunderbird.compose([NORA], subject="Tea", text=SMALL_TALK)
    agent_of(thunderbird).pause()
    try:
        window.press_send()
        thunderbird.page("question").wait_text(CHECKING)
        drop(window, tmp_path)
    finally:
        agent_of(thunderbird).resume()
    page = question(thunderbird, NOT_SENT)
    assert not submitted(town)
    page.press(BACK)
    check_only_there(thunderbird, window, "kettle")


def test_a_page_that_thunderbird_would_fetch_and_attach(thunderbird: ThunderbirdDesk, town: Town) -> None:
    html = '<p>The kettle: <a moz-do-not-send="false" href="https://127.0.0.1:1/result.pdf">see</a></p>'
    window = thunderbird.compose([DESK], subject="Tea", html=html)
    window.press_send()
    question(thunderbird, NOT_SENT).press(BACK)
    assert not submitted(town)
    check_only_there(thunderbird, window, "kettle")


def test_the_window_for_spelling_comes_after_the_check(new_thunderbird: Callable[..., ThunderbirdDesk],
                                                       town: Town) -> None:
    """Anything could be written while it is open."""
    thunderbird = new_thunderbird(prefs={"mail.SpellCheckBeforeSend": True})
    thunderbird.agent.start()
    thunderbird.start()
    window = thunderbird.compose([NORA], subject="Tea", text=SMALL_TALK)
    window.press_send()
    page = question(thunderbird, NOT_SENT)
    assert "spelling" in page.text
    page.press(BACK)
    check_only_there(thunderbird, window, "kettle")


def test_a_list_that_is_described_by_an_address(thunderbird: ThunderbirdDesk, town: Town) -> None:
    """Thunderbird sends to its members."""
    thunderbird.ext("""
        const [book] = await messenger.addressBooks.list();
        const vCard = `BEGIN:VCARD\\r\\nFN:Desk\\r\\nEMAIL:${arguments[0]}\\r\\nEND:VCARD`;
        const one = await messenger.addressBooks.contacts.create(book.id, vCard);
        const list = await messenger.addressBooks.mailingLists.create(
            book.id, {name: "Team", description: arguments[1]});
        await messenger.addressBooks.mailingLists.addMember(list, one);""", DESK, NORA)
    window = write(thunderbird, f"Team <{NORA}>")
    window.press_send()
    page = question(thunderbird)
    assert DESK in page.text
    assert not submitted(town)
    page.press(BACK)


def test_a_protected_mail_leaves_no_file_behind(thunderbird: ThunderbirdDesk, town: Town) -> None:
    """Thunderbird writes what an add-on imports into a file that it deletes when it ends."""
    send(write(thunderbird, NORA, PETRA, cc=SAM))
    town.wire.wait_for(3)
    sent(thunderbird, 2)
    folder = Path(thunderbird.run('return Services.dirsvc.get("TmpD", Ci.nsIFile).path;'))
    wait_until("no file", lambda: not list(folder.glob("hemostat*.eml")))
    assert not [path for path in folder.iterdir()
                if path.is_file() and path.owner() and PRIVATE in path.read_bytes()]
