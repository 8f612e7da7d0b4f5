# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Where the uninstalled programs are, and what tells them of each other.

They are built into folders of their own; the agent and the command line look for each other in
one, which HEMOSTAT_LIBEXEC names.  This is the only place that knows.
"""
from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HEMOSTAT_BUILD", ROOT / "build"))
PROGRAMS = {
    "hemostat-agent": "agent/daemon/hemostat-agent",
    "hemostat-reader": "agent/reader/hemostat-reader",
    "hemostat-pdf": "agent/reader/hemostat-pdf",
    "hemostat-notify": "agent/notify/hemostat-notify",
    "hemostat-native": "clientplugin/thunderbird/host/hemostat-native",
    "hemostat": "agent/cli/hemostat",
}
# Of our own environment only this reaches the programs: a lab that depends on the settings
# of who runs it proves nothing.
PASSED_ON = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "G_MESSAGES_DEBUG")


def missing() -> list[str]:
    """Programs that were not built."""
    return [name for name, path in PROGRAMS.items() if not (BUILD / path).exists()]


def gather(folder: Path) -> Path:
    """A folder with all programs side by side, as they would be installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in PROGRAMS.items():
        (folder / name).symlink_to(BUILD / path)
    return folder


def environment(libexec: Path) -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**passed, "LC_ALL": "C.UTF-8", "HEMOSTAT_LIBEXEC": str(libexec)}
