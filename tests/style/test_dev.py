# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""./dev says how it is used before it builds anything."""
from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

DEV = Path(__file__).parents[2] / "dev"


@pytest.mark.parametrize("words,said", [
    (["nosuch"], "no such verb: nosuch"),
    (["test", "nosuch"], "no such suite: nosuch"),
    (["test", "unit", "style"], "too many words"),
    (["lint", "nosuch"], "no such compiler: nosuch"),
    (["bench", "nosuch"], "no such benchmark: nosuch (there are: agent claws openpgp smime thunderbird)"),
    (["bench", "open"], "no such benchmark: open "),
    (["fuzz", "nosuch"], "no such fuzzer: nosuch"),
    (["fuzz", "html", "abc"], "not a number of seconds: abc"),
    (["build", "--help"], "usage: ./dev VERB"),
    (["build", "all"], "too many words"),
    (["test", "--help"], "usage: ./dev VERB"),
    (["install", "-h"], "usage: ./dev VERB"),
])
def test_misuse_ends_at_once(words: list[str], said: str, tmp_path: Path) -> None:
    done = subprocess.run([DEV, *words], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    assert said in done.stderr and "usage: ./dev VERB" in done.stderr


def test_help_is_no_misuse(tmp_path: Path) -> None:
    done = subprocess.run([DEV, "--help"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and "usage: ./dev VERB" in done.stdout
