// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What a person can report as a problem.  There is no field for text: it might name a
// patient.

/** kind of Agent1.Note, and a key of words.js. */
export const NOTE_KINDS = [
    {kind: "wrong-badge", words: "noteWrongBadge"},
    {kind: "not-readable", words: "noteNotReadable"},
    {kind: "wrong-verdict", words: "noteWrongVerdict"},
    {kind: "needless-question", words: "noteNeedlessQuestion"},
    {kind: "other", words: "noteOther"},
];
