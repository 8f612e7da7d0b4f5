# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The systemd user units: the socket is the user's alone, and systemd understands them."""
from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
SOCKET, SERVICE = "hemostat-agent.socket", "hemostat-agent.service"


class Unit(configparser.RawConfigParser):
    """A unit file; of a key that stands more than once the last value counts here."""

    def __init__(self, text: str) -> None:
        super().__init__(delimiters=("=",), comment_prefixes=("#",), strict=False)
        self.read_string(text)

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def test_nobody_else_reaches_the_agent() -> None:
    socket = Unit((DATA / SOCKET).read_text())["Socket"]
    assert socket["ListenStream"] == "%t/hemostat/agent"
    assert (socket["SocketMode"], socket["DirectoryMode"]) == ("0600", "0700")


def test_the_agent_gets_the_socket_and_no_privileges() -> None:
    service = Unit((DATA / f"{SERVICE}.in").read_text())["Service"]
    assert service["ExecStart"] == "@libexecdir@/hemostat-agent --listen-fd=3"
    assert (service["NoNewPrivileges"], service["LimitCORE"], service["UMask"]) == ("yes", "0", "0077")


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Where systemd is not installed, only the file's form is looked at."""
    text = (DATA / f"{SERVICE}.in").read_text().replace("@libexecdir@/hemostat-agent", "/bin/true")
    (tmp_path / SERVICE).write_text(text)
    shutil.copy(DATA / SOCKET, tmp_path)
    assert {"Unit", "Service"} <= set(Unit(text).sections())
    if analyze := shutil.which("systemd-analyze"):
        done = subprocess.run([analyze, "--user", "--man=no", "verify", tmp_path / SOCKET,
                               tmp_path / SERVICE], capture_output=True, text=True,
                              env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)})
        assert (done.returncode, done.stderr) == (0, "")
