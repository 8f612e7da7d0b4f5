# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""docs/audit.md is enough to verify and to open an audit that the real agent wrote."""
from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from lab import programs
from lab.agent import Account, AgentHome, Policy

ROOT = Path(__file__).parents[2]
SENDER, RECIPIENT = "ana.ruiz@hartwell-clinic.lab", "nora.lind@lakeside-cardiology.lab"
MAIL = f"From: {SENDER}\nTo: {RECIPIENT}\nSubject: Tea\n\nAt four?\n"
ACCOUNT = Account("clinic", (SENDER,), ("Ana Ruiz",), (), "mail.hartwell-clinic.lab", 587, "starttls",
                  "ana.ruiz", "a password of the lab")

pytestmark = pytest.mark.skipif(bool(programs.missing()), reason="the agent is not built")


@pytest.fixture(name="home")
def judged(tmp_path: Path) -> Iterator[AgentHome]:
    """A home whose agent judged two mails and ended cleanly."""
    mail = tmp_path / "tea.eml"
    mail.write_text(MAIL)
    agent = AgentHome(tmp_path / "a", Policy().set("agent", keyring="file"), (ACCOUNT,))
    try:
        agent.start()
        for _ in range(2):
            said = agent.run("assess", "--json", "--account", "clinic", "--from", SENDER, "--to", RECIPIENT, mail)
            assert said.status == 0, said.said
        agent.stop()
        yield agent
    finally:
        agent.close()


def secrets(home: AgentHome) -> dict[str, bytes]:
    lines = (home.state / "keyring/secrets").read_text().splitlines()
    return {name: base64.b64decode(value) for name, _, value in
            (line.partition("=") for line in lines if not line.startswith(("[", "#")) and line)}


def verify(home: AgentHome) -> Any:
    text = (ROOT / "docs/audit.md").read_text()
    match = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert match
    names: dict[str, Any] = {}
    exec(compile(match[1], "docs/audit.md", "exec"), names)
    kept = secrets(home)
    return names["verify"](home.state / "state.sqlite", kept["audit-key"], kept["audit-head"].decode())


def test_printed_verifier_accepts_what_the_agent_wrote(home: AgentHome) -> None:
    assert verify(home) == 2


def test_printed_verifier_notices_a_change(home: AgentHome) -> None:
    with sqlite3.connect(home.state / "state.sqlite") as connection:
        connection.execute("UPDATE audit SET body = replace(body, 'send', 'hold') WHERE number = 1")
    with pytest.raises(ValueError, match="record 1"):
        verify(home)


def test_printed_steps_open_what_is_sealed(home: AgentHome) -> None:
    with sqlite3.connect(home.state / "state.sqlite") as connection:
        body, sealed = connection.execute("SELECT body, sealed FROM audit WHERE number = 1").fetchone()
    key = HKDF(hashes.SHA256(), 32, None, b"hemostat 1 seal").derive(secrets(home)["state-key"])
    opened = json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], b"audit.sealed"))
    assert (opened["from"], opened["recipients"]) == (SENDER, [RECIPIENT])
    assert RECIPIENT not in body and json.loads(body)["verdict"] == "send"
