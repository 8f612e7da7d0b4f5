# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""An account whose mail a program sends, to those whom the header names."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lab.claws import ClawsAccount, ClawsDesk
from scenes import CLINIC, PETRA, PRIVATE, SAM
from sending import BACK, answer, write


def _start(new_claws: Callable[..., ClawsDesk], folder: Path) -> ClawsDesk:
    program = folder / "program"
    program.write_text(f"#!/bin/sh\nexec cat > {folder}/mail-$$\n")
    program.chmod(0o755)
    claws = new_claws(accounts=(ClawsAccount(CLINIC, settings=(
        ("use_mail_command", "1"), ("mail_command", f"{program} -t -i"))),))
    claws.agent.start()
    return claws.start()


def test_one_mail_for_all_goes(new_claws: Callable[..., ClawsDesk], tmp_path: Path) -> None:
    claws = _start(new_claws, tmp_path)
    window = write(claws, PETRA, SAM)
    window.send()
    window.wait_closed()
    mail, = tmp_path.glob("mail-*")
    assert b"BEGIN PGP MESSAGE" in mail.read_bytes() and PRIVATE not in mail.read_bytes()


def test_a_blind_copy_is_not_given_to_others(new_claws: Callable[..., ClawsDesk], tmp_path: Path) -> None:
    claws = _start(new_claws, tmp_path)
    window = write(claws, PETRA, bcc=SAM)
    window.send()
    words = answer(claws, BACK)
    assert any("one at a time" in word for word in words)
    assert window.open and not list(tmp_path.glob("mail-*"))
