#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Turns the word lists of this folder into the hash table of hemo-lexicon.c.

A list is text: "#" lines are comments, "[class]" or "[key word]" opens a class, everything
else is words.  "_" and "-" join the words of a phrase.  The same lists always give the same
bytes.  Usage: compile.py OUTPUT LIST...
"""
import re
import sys

PRIME, BASIS, MASK = 0x100000001B3, 0xCBF29CE484222325, (1 << 64) - 1


def fingerprint(words):
    value = BASIS
    for byte in " ".join(words).encode():
        value = ((value ^ byte) * PRIME) & MASK
    return value


def add(table, words, kind, flag):
    entry = table.setdefault(fingerprint(words), {"bits": set(), "keys": set()})
    entry[kind].add(flag)


def read_list(path, table):
    kind, flag = None, None
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0] if line.startswith("#") else line.strip()
        section = re.fullmatch(r"\[(key )?([a-z]+)\]", line)
        if section:
            kind = "keys" if section.group(1) else "bits"
            flag = ("HEMO_KEY_" if section.group(1) else "HEMO_WORD_") + section.group(2).upper()
            continue
        for word in line.lower().split():
            words = [part for part in re.split(r"[_/-]", word.rstrip("#")) if part]
            for size in range(1, len(words)):
                add(table, words[:size], "bits", "HEMO_WORD_PHRASE")
            if words:
                add(table, words, kind, flag)


def main():
    table = {}
    for path in sys.argv[2:]:
        read_list(path, table)
    size = 1024
    while size < 2 * len(table):
        size *= 2
    slots = [None] * size
    for value in sorted(table):
        at = value & (size - 1)
        while slots[at] is not None:
            at = (at + 1) & (size - 1)
        slots[at] = value
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("static const HemoLexiconSlot slots[%d] = {\n" % size)
        for at, value in enumerate(slots):
            if value is not None:
                entry = table[value]
                bits = " | ".join(sorted(entry["bits"])) or "0"
                keys = " | ".join(sorted(entry["keys"])) or "0"
                out.write("[%d] = {0x%016xULL, %s, %s},\n" % (at, value, bits, keys))
        out.write("};\n")


main()
