# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Tables for people: columns that wrap, in the width of the terminal."""
from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

NARROWEST, WIDEST = 100, 160


def terminal_width() -> int:
    return max(NARROWEST, min(shutil.get_terminal_size((120, 40)).columns, WIDEST))


class Table:
    """Rows of cells; a cell is a list of paragraphs.  @shares: relative column widths."""

    def __init__(self, heads: Sequence[str], shares: Sequence[int], width: int | None = None) -> None:
        room = (width or terminal_width()) - 3 * (len(heads) - 1)
        self.widths = [max(room * share // sum(shares), len(head))
                       for head, share in zip(heads, shares)]
        self._rows: list[list[list[str]]] = []
        self._heads = [[head] for head in heads]

    def add(self, *cells: Sequence[str]) -> None:
        self._rows.append([list(cell) for cell in cells])

    def _wrap(self, cell: list[str], width: int) -> list[str]:
        return [line for paragraph in cell
                for line in textwrap.wrap(paragraph, width, subsequent_indent="  " * ("- " in paragraph[:2]))
                or [""]]

    def _lines(self, row: list[list[str]]) -> list[str]:
        cells = [self._wrap(cell, width) for cell, width in zip(row, self.widths)]
        height = max(map(len, cells))
        return [" | ".join((cell[n] if n < len(cell) else "").ljust(width)
                           for cell, width in zip(cells, self.widths)).rstrip()
                for n in range(height)]

    def text(self) -> str:
        rule = "-+-".join("-" * width for width in self.widths)
        lines = [rule, *self._lines(self._heads), rule.replace("-", "=")]
        for row in self._rows:
            lines += [*self._lines(row), rule]
        return "\n".join(lines)


def indent(text: str, width: int | None = None) -> str:
    """Paragraphs of @text, wrapped and moved in by two."""
    room = (width or terminal_width()) - 2
    return "\n".join(textwrap.fill(line, room, initial_indent="  ", subsequent_indent="    ")
                     if line.strip() else "" for line in text.splitlines())
