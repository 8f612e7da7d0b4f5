#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Turns a list of words into the table of hemo-words.c; "#" lines are comments.

Refuses a list that would weaken a passphrase: not 2048 words, or two that could be mixed up.
Usage: compile-words.py OUTPUT LIST
"""
import re
import sys

COUNT, LONGEST = 2048, 8


def read_list(path):
    with open(path, encoding="ascii") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def check(words):
    if len(words) != COUNT or len({word[:4] for word in words}) != COUNT:
        sys.exit(f"{len(words)} words, {len({word[:4] for word in words})} that differ early")
    for word in words:
        if not re.fullmatch("[a-z]{3,%d}" % LONGEST, word):
            sys.exit(f"not a word that fits: {word}")


def main():
    words = read_list(sys.argv[2])
    check(words)
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("static const char words[%d][%d] = {\n" % (COUNT, LONGEST + 1))
        for word in words:
            out.write('    "%s",\n' % word)
        out.write("};\n")


if __name__ == "__main__":
    main()
