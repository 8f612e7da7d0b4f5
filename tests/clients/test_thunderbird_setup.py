# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What "hemostat setup thunderbird" writes is taken by the real Thunderbird, and taken back by --undo."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lab.agent import Answer
from lab.thunderbird import ThunderbirdDesk
from lab.thunderbird_profile import ADDON, AS_SET_UP, package

OURS = (*AS_SET_UP, "extensions.autoDisableScopes")
SET_UP = {"mailnews.sendInBackground": True, "mail.dsn.ret_full_on": False,
          "mail.dsn.request_on_success_on": False,
          "mail.openpgp.allow_external_gnupg": True}


class Unprepared:
    """A Thunderbird that was used without Hemostat; only then setup comes."""

    def __init__(self, thunderbird: ThunderbirdDesk) -> None:
        self.thunderbird, self.desk = thunderbird, thunderbird.agent
        self.profile = thunderbird.profile.folder
        self.addon = self.desk.folder / f"{ADDON}.xpi"
        package(self.addon)
        thunderbird.native_manifest.unlink()
        lines = (self.profile / "user.js").read_text().splitlines(keepends=True)
        ours = re.compile("|".join(re.escape(f'"{name}"') for name in OURS))
        (self.profile / "user.js").write_text("".join(line for line in lines if not ours.search(line)))
        thunderbird.start()
        assert not self.state()
        thunderbird.exit()

    def set_up(self, *more: str) -> Answer:
        root = str(self.desk.folder / "no-system")  # whatever is installed on this machine
        return self.desk.run("setup", "thunderbird", "--json", "--profile", str(self.profile), "--root", root,
                             "--plugin", str(self.addon), *more)

    def state(self) -> Any:
        """Whether the one that runs has the add-on in use."""
        return self.thunderbird.run("""
            const {AddonManager} = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const addon = await AddonManager.getAddonByID(arguments[0]);
            return addon && {active: addon.isActive, disabled: addon.userDisabled};""", ADDON)

    def pref(self, name: str) -> Any:
        return self.thunderbird.run(
            "return Services.prefs.prefHasUserValue(arguments[0])"
            " ? Services.prefs.getBoolPref(arguments[0]) : null;", name)


def test_set_up_used_and_taken_back(new_thunderbird: Callable[..., ThunderbirdDesk]) -> None:
    unprepared = Unprepared(new_thunderbird(addon=False))
    thunderbird, desk = unprepared.thunderbird, unprepared.desk
    before = (unprepared.profile / "user.js").read_text()
    desk.start()  # setup asks the agent for her certificates
    done = unprepared.set_up("--yes")
    assert done.status == 0, done.text
    thunderbird.start()
    thunderbird.wait_addon()
    assert unprepared.state() == {"active": True, "disabled": False}
    assert {name: unprepared.pref(name) for name in SET_UP} == SET_UP
    # nothing of it while it runs
    refused = unprepared.set_up("--undo", "--yes")
    assert refused.status == 1 and "running" in refused.text
    thunderbird.exit()
    # the line that switched it on has done its work
    assert unprepared.set_up("--yes").status == 0
    assert "autoDisableScopes" not in (unprepared.profile / "user.js").read_text()
    thunderbird.start()
    assert unprepared.state() == {"active": True, "disabled": False}
    thunderbird.exit()
    assert unprepared.set_up("--undo", "--yes").status == 0
    assert (unprepared.profile / "user.js").read_text() == before
    assert not thunderbird.native_manifest.exists()
    thunderbird.start()
    assert not unprepared.state()
    assert [unprepared.pref(name) for name in SET_UP] == [None] * len(SET_UP)
