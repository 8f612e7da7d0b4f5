# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The add-on is loaded, finds the agent or starts it, and never stands in the way."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lab.claws import ClawsDesk
from lab.pop3 import PopServer
from lab.town import Town
from lab.waiting import wait_until
from scenes import CLINIC, NORA, SMALL_TALK, letter


def test_it_starts_with_the_add_on_and_asks_nothing(claws: ClawsDesk) -> None:
    assert not claws.dialogs()
    assert claws.loaded()
    assert claws.exit() == 0


def test_the_agent_that_runs_is_told_that_claws_mail_is_there(claws: ClawsDesk) -> None:
    wait_until("the link to the agent", lambda: claws.links() == 1)


def test_an_agent_that_does_not_run_is_started(new_claws: Callable[..., ClawsDesk]) -> None:
    claws = new_claws()
    claws.agent.start_on_demand()
    claws.start()
    wait_until("an agent", claws.agent.started_agents)
    wait_until("the link to the agent", lambda: claws.links() == 1)
    assert not claws.dialogs()


def test_the_link_is_made_again_after_the_agent_died(claws: ClawsDesk) -> None:
    wait_until("the link to the agent", lambda: claws.links() == 1)
    assert claws.agent.daemon
    claws.agent.daemon.kill()
    claws.agent.start()
    wait_until("a new link", lambda: claws.links() == 1)
    assert not claws.dialogs()


def test_without_the_agents_program_it_still_starts(new_claws: Callable[..., ClawsDesk],
                                                    tmp_path: Path) -> None:
    claws = new_claws().start(HEMOSTAT_LIBEXEC=str(tmp_path))
    assert claws.loaded() and not claws.dialogs()
    assert claws.responsive()
    assert claws.exit() == 0


def test_small_talk_goes_out_and_is_kept_in_sent(claws: ClawsDesk, town: Town) -> None:
    window = claws.compose(NORA, subject="Tea", body=SMALL_TALK)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and b"kettle" in delivery.content
    sent, = claws.files("sent")
    assert b"kettle" in sent.read_bytes()
    assert not claws.dialogs() and not claws.leftovers()


def test_mail_is_fetched_without_a_question(new_claws: Callable[..., ClawsDesk],
                                            mailbox_server: PopServer) -> None:
    claws = new_claws(receives=True)
    claws.agent.start()
    claws.start()
    mailbox_server.deliver(CLINIC.user, letter(subject="First"), letter(subject="Second"))
    claws.receive()
    mails = claws.wait_for_files("inbox", 2)
    assert [b"Subject: First" in mails[0].read_bytes(), b"Subject: Second" in mails[1].read_bytes()]
    mailbox_server.wait_fetched(CLINIC.user, 2)
    claws.select("inbox", 1)
    wait_until("the mail on the screen", lambda: "Until then." in " ".join(claws.main_window.words()))


def test_a_server_that_proves_nothing_is_asked_about(new_claws: Callable[..., ClawsDesk],
                                                     town: Town) -> None:
    """What the lab lets Claws Mail trust is no more than the lab's own authority."""
    claws = new_claws(trust=None)
    claws.agent.start()
    claws.start()
    claws.compose(NORA, subject="Tea", body=SMALL_TALK).send()
    claws.dialog("Certificate for").button("Cancel connection").press()
    assert town.provider and not town.provider.submitted
