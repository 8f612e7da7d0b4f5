// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Not here yet.

/** Registers the listeners of this part. */
export function start(context) {
    void context;
}
