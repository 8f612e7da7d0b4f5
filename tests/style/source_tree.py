# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The C files of a source tree as the style checks see them.

Comments and the insides of literals are blanked (line numbers stay), so that a banned
word in a comment or in a sentence for the user is no finding.
"""
from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

# Product folders from the ground up, and where their unit tests lie.
UNIT_FOLDERS = {
    "keys/base": "base",
    "keys": "keys",
    "agent/core": "core",
    "agent/ipc": "ipc",
    "agent/net": "net",
    "agent/notify": "notify",
    "agent/reader": "reader",
    "agent/daemon": "daemon",
    "agent/cli": "cli",
}
PRODUCT = ("keys", "agent", "clientplugin", "ui", "portal")

_TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
_BRANCH = re.compile(r"\b(?:if|for|while|case|do)\b|&&|\|\||\?")


@dataclass(frozen=True)
class Function:
    """One function definition, in figures."""

    name: str
    line: int
    lines: int
    static: bool
    parameters: int
    complexity: int
    nesting: int


@dataclass
class SourceFile:
    """One C source or header file."""

    root: Path
    path: str  # below root, with /
    text: str
    tags: list[dict] = field(default_factory=list)

    @property
    def folder(self) -> str:
        return str(Path(self.path).parent)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @cached_property
    def code(self) -> str:
        """The text without comments and without what stands in literals."""
        def blank(match: re.Match[str]) -> str:
            token = match[0]
            if token[0] in "\"'":
                return token[0] * 2
            return "\n" * token.count("\n") or " "
        return _TOKEN.sub(blank, self.text)

    @cached_property
    def code_lines(self) -> list[str]:
        return self.code.split("\n")

    @cached_property
    def uncommented(self) -> str:
        """The text without comments, literals kept."""
        def blank(match: re.Match[str]) -> str:
            token = match[0]
            return token if token[0] in "\"'" else "\n" * token.count("\n") or " "
        return _TOKEN.sub(blank, self.text)

    @cached_property
    def includes(self) -> list[tuple[int, str]]:
        """Line and name of every #include "..."."""
        return [(number, match[1])
                for number, line in enumerate(self.uncommented.split("\n"), 1)
                if (match := re.match(r'\s*#\s*include\s+"([^"]+)"', line))]

    @cached_property
    def functions(self) -> list[Function]:
        return [self._function(tag) for tag in self.tags if "end" in tag]

    def _function(self, tag: dict) -> Function:
        body = "\n".join(self.code_lines[tag["line"] - 1:tag["end"]])
        signature = tag.get("signature", "()")[1:-1].strip()
        parameters = 0 if signature in ("", "void") else _top_level_commas(signature) + 1
        return Function(tag["name"], tag["line"], tag["end"] - tag["line"] + 1,
                        "file" in tag, parameters, len(_BRANCH.findall(body)) + 1,
                        max(_depth(body) - 1, 0))


def _top_level_commas(text: str) -> int:
    depth = commas = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        commas += char == "," and depth == 0
    return commas


def _depth(body: str) -> int:
    """The deepest brace nesting of code, not counting initialisers."""
    deepest = 0
    stack: list[bool] = []
    last = ""
    for char in body:
        if char == "{":
            stack.append(last not in "=,({" or not stack)
            deepest = max(deepest, sum(stack))
        elif char == "}" and stack:
            stack.pop()
        if not char.isspace():
            last = char
    return deepest


def read_tree(root: Path, folders: tuple[str, ...] = PRODUCT) -> list[SourceFile]:
    """All .c and .h files below @folders of @root, with their functions."""
    files = [SourceFile(root, str(path.relative_to(root)),
                        path.read_text(encoding="utf-8", errors="replace"))
             for folder in folders
             for path in sorted((root / folder).rglob("*.[ch]"))]
    by_path = {file.path: file for file in files}
    for tag in _ctags(root, list(by_path)):
        by_path[tag["path"]].tags.append(tag)
    return files


def _ctags(root: Path, paths: list[str]) -> list[dict]:
    if not paths:
        return []
    done = subprocess.run(
        ["ctags-universal", "--options=NONE", "-L", "-", "--languages=C", "--langmap=C:.c.h",
         "--kinds-C=f", "--fields=+neSf", "--output-format=json", "-f", "-"],
        input="\n".join(paths), capture_output=True, text=True, cwd=root, check=True)
    tags = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    return [tag for tag in tags if tag.get("_type") == "tag"]
