// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What lies in the Outbox, as far as it can be told without Thunderbird.
import assert from "node:assert/strict";
import {test} from "node:test";

import {isOverdue, leftOver, start} from "../../../clientplugin/thunderbird/extension/send/outbox.js";

const MAIL = {
    headerMessageId: "one@clinic.example",
    recipients: ["Bo <bo@x.example>"],
    ccList: ["cy@x.example"],
    bccList: ['"Di, at home" <di@x.example>'],
    subject: "...",
    size: 1200,
};

test("a mail from before the start is known by its own fields", () => {
    const {messageId, recipients, ticket} = leftOver(MAIL, 5);
    assert.equal(messageId, "one@clinic.example");
    assert.deepEqual(recipients, ["bo@x.example", "cy@x.example", "di@x.example"]);
    assert.equal(ticket, "");
});

test("a large mail may lie longer before it counts as stuck", () => {
    assert.equal(isOverdue({size: 1000}, 30000), true);
    assert.equal(isOverdue({size: 30000000}, 30000), false);
});

/* A Thunderbird that has @mails in its Outbox, and lets events be sent. */
function fakeThunderbird(mails) {
    const kept = {};
    const listeners = {};
    const event = (name) => ({addListener: (listener) => (listeners[name] = listener)});
    const browser = {
        alarms: {create: () => {}, clear: () => {}, onAlarm: event("alarm")},
        compose: {onAfterSend: event("afterSend")},
        folders: {query: async () => [{id: "outbox"}], onFolderInfoChanged: event("folder")},
        identities: {list: async () => []},
        accounts: {list: async () => []},
        messages: {query: async () => ({messages: mails}), onDeleted: event("deleted")},
        runtime: {
            onMessage: event("message"), onStartup: event("startup"), sendMessage: async () => {},
        },
        storage: {
            session: {
                get: async (key) => ({[key]: kept[key]}),
                set: async (values) => Object.assign(kept, values),
            },
        },
    };
    return {browser, kept, listeners};
}

test("what was left in the Outbox is followed after the next start, once", async (t) => {
    t.mock.method(globalThis, "setTimeout", () => 0); /* no later look */
    const {browser, kept, listeners} = fakeThunderbird([MAIL]);
    const context = {browser, agent: {call: async () => ({})}};
    start(context);
    await listeners.startup();
    await context.outbox.adopt();
    assert.deepEqual(kept.outbox.map(({messageId}) => messageId), ["one@clinic.example"]);
});
