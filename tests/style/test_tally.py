# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The closing line of ./dev test counts what happened, also when a suite dies."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import tally  # noqa: E402

RESULT = """<testsuites><testsuite>
  <testcase classname="a" name="good"/>
  <testcase classname="a" name="bad"><failure message="x"/></testcase>
  <testcase classname="a" name="not here"><skipped/></testcase>
</testsuite></testsuites>"""
GOOD = '<testsuites><testsuite><testcase classname="a" name="good"/></testsuite></testsuites>'


@pytest.mark.parametrize("text,ended_badly,ci,line,status", [
    (GOOD, "", "", "1 passed, 0 failed, 0 skipped", 0),
    (RESULT, "unit", "", "1 passed, 1 failed, 1 skipped", 1),
    (RESULT, "unit", "true", "1 passed, 2 failed, 0 skipped", 1),
    (GOOD, "unit", "", "1 passed, 1 failed, 0 skipped", 1),
    (GOOD, "ipc", "", "1 passed, 1 failed, 0 skipped", 1),
    ("<testsuites/>", "", "", "0 passed, 1 failed, 0 skipped", 1),
])
def test_closing_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                      capsys: pytest.CaptureFixture[str], text: str, ended_badly: str, ci: str,
                      line: str, status: int) -> None:
    monkeypatch.setenv("CI", ci)
    (tmp_path / "unit.xml").write_text(text)
    assert tally.main(["--failed", ended_badly, str(tmp_path / "unit.xml")]) == status
    assert capsys.readouterr().out.splitlines()[-1] == line


def test_an_empty_suite_fails_beside_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "unit.xml").write_text(GOOD)
    (tmp_path / "ipc.xml").write_text("<testsuites/>")
    assert tally.main([str(tmp_path / "unit.xml"), str(tmp_path / "ipc.xml")]) == 1


def test_allowed_skip_stays_a_skip(tmp_path: Path) -> None:
    suite = tally.Tally("unit", skipped=["unit:a.not here"])
    tally.forbid_skips([suite], ["unit:a.not*"])
    assert not suite.failed and suite.skipped
