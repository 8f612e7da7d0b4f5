// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// How a page asks the background; the other end is serve.js.

/** The answer to {received: NAME, ...}; rejects with words for the person. */
export async function ask(message) {
    const answer = await messenger.runtime.sendMessage(message);
    if (!answer || answer.error !== undefined) {
        throw new Error(answer?.error ?? "");
    }
    return answer.ok;
}
