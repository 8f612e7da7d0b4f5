# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The screen is locked while Thunderbird asks: nobody finds the question, and nothing is lost."""
from __future__ import annotations

from collections.abc import Callable

import screen_saver
from desk import default_policy
from lab.display import Desktop
from lab.thunderbird import ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import DESK
from thunderbird_scenes import HEALTH, asked_about, check_only_there, question, write


def test_the_question_closes(new_thunderbird: Callable[..., ThunderbirdDesk], town: Town, desktop: Desktop) -> None:
    thunderbird = new_thunderbird(policy=default_policy(town).set("default", doubtful="try"))
    thunderbird.agent.start(DBUS_SESSION_BUS_ADDRESS=desktop.bus)
    thunderbird.start()
    window = write(thunderbird, DESK, text=HEALTH)
    window.press_send()
    question(thunderbird)
    screen_saver.begin(desktop)
    wait_until("the question to close", lambda: not asked_about(thunderbird))
    window.wait_unlocked()
    check_only_there(thunderbird, window, "creatinine")
