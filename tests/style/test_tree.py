# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""This tree keeps its own rules."""
from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("check-*")))
def test_tree_is_clean(script: str) -> None:
    done = subprocess.run([HERE / script, ROOT], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
