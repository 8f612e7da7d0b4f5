# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Faults that are no leak, and still must be told: to the person, and to the auditor."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from desk import CLINIC, NORA, PETRA, Desk, default_policy, variant
from fake_submission import FakeSubmission, Fault
from lab.town import SPARE

HOST, ADDRESS = list(SPARE.items())[5]


def events(desk: Desk) -> list[str]:
    return [record["event"] for record in desk.run("audit", "show", "--json").objects]


def test_a_mail_that_the_server_refuses_does_not_end_as_made_ready(
        new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(accounts=(variant(CLINIC, host=HOST),))
    desk.start()
    with FakeSubmission(desk.town, HOST, ADDRESS, Fault.UNKNOWN_CA):
        desk.held(desk.mail(), NORA)
    assert events(desk)[-1] == "abandoned"
    assert desk.run("audit", "verify").status == 0


def test_an_empty_file_is_no_mail(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    desk.start()
    empty = desk.folder / "empty.eml"
    empty.touch()
    desk.held(empty, NORA, says=("no mail",))


@pytest.mark.parametrize("setting", ["resolver"])
def test_a_network_setting_that_cannot_be_used_is_named(new_desk: Callable[..., Desk],
                                                        setting: str) -> None:
    """It would never mend itself, so "try again in a minute" is the wrong advice."""
    desk = new_desk()
    desk.write_policy(default_policy(desk.town).set("network", **{setting: "nonsense"}))
    desk.start()
    desk.held(desk.mail(), NORA, says=("settings of the name service",))


def test_what_was_seen_through_another_resolver_is_forgotten(
        new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    desk.write_policy(default_policy(desk.town).set("network", no_port25="true"))
    desk.start()
    desk.held(desk.mail(), NORA)
    desk.stop()
    desk.write_policy(default_policy(desk.town))
    desk.start()
    desk.goes_by_tls(desk.mail())


def test_an_account_that_is_not_set_up_is_told(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    desk.start()
    desk.held(desk.mail(), NORA, account="clinc", says=("does not know this account",
                                                       "accounts.conf"))


def test_a_group_in_gpg_conf_lets_nobody_else_read(new_desk: Callable[..., Desk]) -> None:
    """gpg would put another key in the place of the one that was confirmed."""
    desk = new_desk()
    desk.start()
    conf = desk.gnupg.folder / "gpg.conf"
    before = conf.read_text() if conf.exists() else ""
    conf.write_text(before + "group 0123456789ABCDEF=FEDCBA9876543210\n")
    desk.held(desk.mail(), PETRA, says=("gpg.conf", "take it out"))
    conf.write_text(before)
    desk.goes_encrypted(desk.mail())
