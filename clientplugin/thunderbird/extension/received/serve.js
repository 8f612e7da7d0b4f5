// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Answers the pages of the receiving side.  A page asks {received: NAME, ...} and gets
// {ok: ...} or {error: words}; other messages are not ours and are left alone.

/** Answers the questions of @table (name -> async function of the message). */
export function serve({browser}, table) {
    browser.runtime.onMessage.addListener((message, sender) => {
        const answer = Object.hasOwn(table, message?.received ?? "")
            ? table[message.received] : null;
        if (!answer || sender.id !== browser.runtime.id) {
            return undefined;
        }
        return Promise.resolve(message).then(answer)
            .then((ok) => ({ok: ok ?? {}}), (error) => ({error: error.message}));
    });
}
