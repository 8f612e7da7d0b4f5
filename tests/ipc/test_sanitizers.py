# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The other tests fail when a sanitizer has something to say: here it has."""
from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from lab import programs
from surgery import Surgery, children, is_sanitized, wait_until

pytestmark = pytest.mark.skipif(
    bool(programs.missing()) or not is_sanitized(programs.BUILD / programs.PROGRAMS["hemostat-agent"]),
    reason="not built with sanitizers")


@pytest.mark.parametrize("which", ["agent", "reader"])
def test_a_report_is_found(new_surgery: Callable[[], Surgery], reports: Path, which: str) -> None:
    surgery = new_surgery()
    surgery.start_without_passwords()
    surgery.check_served()
    pid = surgery.pid if which == "agent" else children(surgery.pid)[0]
    os.kill(pid, signal.SIGSEGV)
    report = Path(f"{reports}/report.{pid}")
    assert wait_until(lambda: report.exists() and "AddressSanitizer" in report.read_text(), 10), surgery.log
    assert wait_until(lambda: "ABORTING" in report.read_text(), 10)
    report.unlink()
