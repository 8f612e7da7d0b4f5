# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What docs/ and the example settings say is what the sources do."""
from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def read(path: str) -> str:
    return (ROOT / path).read_text()


def value_names(table: str) -> list[str]:
    """The names in a table "static const HemoName TABLE[]" of hemo-rule.c."""
    match = re.search(rf"HemoName {table}\[\] = {{(.*?)}};", read("agent/core/hemo-rule.c"), re.DOTALL)
    assert match
    return re.findall(r'"([^"]+)"', match[1])


def rules() -> dict[str, list[str]]:
    found = re.findall(r'\[HEMO_RULE_\w+\] = {"([\w-]+)", (\w+), \w+}', read("agent/core/hemo-rule.c"))
    assert len(found) >= 10
    return {key: value_names(table) for key, table in found}


def keys_of_table(path: str, table: str) -> list[str]:
    """The first text of each row of @table that follows its opening brace, or of its pairs."""
    match = re.search(rf"}} {table}\[\] = {{(.*?)\n}};", read(path), re.DOTALL)
    assert match
    return [row.split('"')[-2] if row.count('"') == 4 else row.split('"')[1]
            for row in re.findall(r"{(\"[^}]*)}", match[1])]


def test_every_rule_is_explained() -> None:
    text, example = read("docs/policy.md"), read("data/policy.conf")
    for key, values in rules().items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{key}` |"))
        assert [value for value in values if f"`{value}`" not in row] == []
        assert re.search(rf"^#{key} = ({'|'.join(map(re.escape, values))})$", example, re.MULTILINE), key


@pytest.mark.parametrize("path,table", [
    ("agent/core/hemo-policy.c", "administrator_keys"), ("agent/core/hemo-policy.c", "general_keys"),
    ("agent/core/hemo-account.c", "keys")])
def test_every_other_key_is_explained(path: str, table: str) -> None:
    text = read("docs/policy.md")
    keys = keys_of_table(path, table)
    assert len(keys) >= 4
    assert [key for key in keys if f"| `{key}` |" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


# --- the verifier that docs/audit.md prints

KEY = bytes(range(32))
HEAD = "2 5a008be2fe70250e40771250feb3981c36a3daf389ea04634bcca01460da5645"


def verifier() -> dict[str, Any]:
    match = re.search(r"```python\n(.*?)```", read("docs/audit.md"), re.DOTALL)
    assert match
    names: dict[str, Any] = {}
    exec(compile(match[1], "docs/audit.md", "exec"), names)
    return names


def database(path: Path, code: Any) -> Path:
    """The two records of the document's example."""
    records = [(1, 1772442767000000, "0f3a5c71b2d84e90", "assess", '{"verdict":"send"}', b""),
               (2, 1772442768500000, "", "reveal", '{"first":1}', b"\x01\x02\x03")]
    previous = bytes(32)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE audit (number INTEGER PRIMARY KEY, time, mail, event, body,"
                           " sealed, mac)")
        for record in records:
            previous = code(KEY, previous, *record)
            connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", (*record, previous))
    return path


def test_printed_verifier_agrees_with_the_printed_example(tmp_path: Path) -> None:
    names = verifier()
    assert names["verify"](database(tmp_path / "a", names["code"]), KEY, HEAD) == 2
    assert HEAD.split()[1] in read("docs/audit.md")


@pytest.mark.parametrize("change,words", [
    ("UPDATE audit SET body = '{}' WHERE number = 1", "record 1 was changed"),
    ("DELETE FROM audit WHERE number = 1", "record 2 was changed"),
    ("DELETE FROM audit WHERE number = 2", "the end is missing"),
], ids=["changed", "removed", "cut off"])
def test_printed_verifier_notices(change: str, words: str, tmp_path: Path) -> None:
    names = verifier()
    path = database(tmp_path / "a", names["code"])
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    with pytest.raises(ValueError, match=words):
        names["verify"](path, KEY, HEAD)
