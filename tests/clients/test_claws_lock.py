# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The screen is locked while Claws Mail asks: nobody finds the question, and nothing is lost."""
from __future__ import annotations

from collections.abc import Callable

import screen_saver
from desk import default_policy
from lab.claws import ClawsDesk
from lab.display import Desktop
from lab.town import Town
from scenes import PETRA
from sending import GO_ON, answer, check_only_there, check_sent, question, write

HEALTH = "Potassium 6.1 mmol/L and creatinine 188 after spironolactone 50 mg for heart failure.\n"


def test_the_question_closes(new_claws: Callable[..., ClawsDesk], town: Town, desktop: Desktop) -> None:
    claws = new_claws(policy=default_policy(town).set("default", doubtful="try"))
    claws.agent.start(DBUS_SESSION_BUS_ADDRESS=desktop.bus)
    claws.start()
    window = write(claws, PETRA, body=HEALTH)
    window.send()
    dialog = question(claws)
    screen_saver.begin(desktop)
    claws.wait_closed(dialog)
    check_only_there(claws, window, "creatinine")
    window.send()  # she is back: everything is opened again
    answer(claws, GO_ON, "patient data: protect")
    window.wait_closed()
    town.wire.wait_for(1)
    check_sent(claws, town, (PETRA,))
