# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Pictures of the add-on's pages, in a light and in a dark theme, for those who look at them."""
from __future__ import annotations

import os
import re
from pathlib import Path

from lab.thunderbird import Page
from lab.waiting import wait_until

_THEME = """
Services.prefs.setIntPref("ui.systemUsesDarkTheme", arguments[0] ? 1 : 0);
Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", arguments[0] ? 0 : 1);
"""


def keep_looks(page: Page, name: str) -> None:
    """Writes NAME-light.png and NAME-dark.png into $HEMOSTAT_SCREENSHOTS, if that is set."""
    folder = os.environ.get("HEMOSTAT_SCREENSHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    plain_name = re.sub("[^a-z0-9-]+", "-", name)
    for theme in ("dark", "light"):
        page.desk.run(_THEME, theme == "dark")
        wait_until(theme, lambda: page.run(
            "return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches;", theme))
        page.screenshot(Path(folder) / f"thunderbird-{plain_name}-{theme}.png")
