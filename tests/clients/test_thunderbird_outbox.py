# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the server does not take, and what Thunderbird does not send by itself."""
from __future__ import annotations

from collections.abc import Callable

from desk import Correspondents, check_words
from lab.thunderbird import ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import NORA, PETRA, PRIVATE
from thunderbird_scenes import check_no_trace, opened, send, sent, submitted, write

REFUSED = f"refused@{PETRA.partition('@')[2]}"


def test_a_refused_recipient_does_not_stop_the_others(thunderbird: ThunderbirdDesk, town: Town,
                                                      shoot: Callable[..., None]) -> None:
    """Nobody of a mail gets it if one is refused: what has nothing to do with her goes anyway."""
    refused = f"refused@{NORA.partition('@')[2]}"
    send(write(thunderbird, refused, NORA, PETRA))
    thunderbird.dialog("Sending of the message failed").accept()
    page = thunderbird.page("outbox", 60)
    text = page.wait_text("still in the Outbox")
    check_words(page.run("return document.getElementById('reason').textContent;"))
    shoot(page, "outbox")
    assert refused in text
    page.press("Send to each recipient separately")
    thunderbird.dialog("Sending of the message failed", 60).accept()
    town.wire.wait_for(2)
    assert submitted(town, 2) == sorted([(NORA,), (PETRA,)])
    wait_until("what is left", lambda: "Take it out" in page.buttons, 60)
    assert "not what was checked" not in page.text
    page.press("Take it out")
    thunderbird.wait_outbox_empty()
    page.close()


def test_without_the_setting_it_is_said(new_thunderbird: Callable[..., ThunderbirdDesk], town: Town,
                                        people: Correspondents) -> None:
    thunderbird = new_thunderbird(prefs={"mailnews.sendInBackground": False})
    thunderbird.agent.start()
    thunderbird.start()
    send(write(thunderbird, PETRA))
    page = thunderbird.page("outbox", 60)
    page.wait_text("Send Unsent Messages")
    assert not town.wire.deliveries
    thunderbird.run("goDoCommand('cmd_sendUnsentMsgs');")
    opened(people, town.wire.wait_for(1)[0])
    sent(thunderbird)
    page.wait_text("Nothing waits in the Outbox")
    check_no_trace(thunderbird, PRIVATE)
