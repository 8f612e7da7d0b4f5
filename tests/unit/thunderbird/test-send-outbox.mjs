// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What lies in the Outbox, as far as it can be told without Thunderbird.
import assert from "node:assert/strict";
import {test} from "node:test";

globalThis.messenger = {i18n: {getMessage: (key) => key}};

import {importAll} from "../../../clientplugin/thunderbird/extension/send/deliver.js";
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

const RAW = "From: ana@clinic.example\r\nTo: bo@x.example\r\nMessage-ID: <one@clinic.example>\r\n\r\ntext\r\n";
const ENTRY = {
    ticket: "t", messageId: "one@clinic.example", isStuck: true, at: 0,
    recipients: ["bo@x.example", "cy@x.example"],
};

/* Folders that keep mails; @refuses(n) of the n-th import. */
function withFolders({browser, kept}, refuses) {
    const folders = {outbox: ["one@clinic.example"], trash: []};
    let imports = 0;
    kept.outbox = [ENTRY];
    browser.windows = {create: async () => ({id: 1})};
    browser.folders.query = async ({specialUse: [id]}) => (id in folders ? [{id}] : []);
    browser.messages.query = async ({folderId, headerMessageId: id}) => ({
        messages: [folderId].flat().filter((name) => folders[name].includes(id))
            .map((name) => ({id: `${name} ${id}`, headerMessageId: id})),
    });
    browser.messages.getRaw = async () => new Blob([RAW]);
    browser.messages.delete = async ([one], {deletePermanently}) => {
        const [from, id] = one.split(" ");
        folders[from] = folders[from].filter((one) => one !== id);
        if (!deletePermanently) {
            folders.trash.push(id);
        }
    };
    browser.messages.import = async (file) => {
        if (refuses(++imports)) {
            throw new Error("the disk is full");
        }
        folders.outbox.push(/^Message-ID: <(.*)>/m.exec(await file.text())[1]);
    };
    return folders;
}

for (const [act, refuses, outbox, trash] of [
    ["again", () => false, ["one@clinic.example"], []],
    ["again", () => true, [], ["one@clinic.example"]],
    ["split", () => false, ["r1.one@clinic.example", "r2.one@clinic.example"], []],
    ["split", (n) => n > 1, ["r1.one@clinic.example"], ["one@clinic.example"]],
]) {
    test(`"${act}" with ${trash.length} failure loses no mail`, async (t) => {
        t.mock.method(globalThis, "setTimeout", () => 0);
        const fake = fakeThunderbird([]);
        const folders = withFolders(fake, refuses);
        const calls = [];
        const context = {browser: fake.browser, agent: {call: async (name) => calls.push(name)}};
        start(context);
        const done = context.outbox.choose({act, messageId: "one@clinic.example"});
        await (trash.length > 0 ? assert.rejects(done, {words: "outboxInTrash"}) : done);
        assert.deepEqual(folders, {outbox, trash});
        assert.deepEqual(fake.kept.outbox.map(({messageId}) => messageId), outbox);
        assert.deepEqual(calls.filter((name) => name === "sent"), []);
    });
}

test("what she deleted in the Outbox is not told as sent", async (t) => {
    t.mock.method(globalThis, "setTimeout", () => 0);
    const fake = fakeThunderbird([]);
    const folders = withFolders(fake, () => false);
    fake.kept.outbox = [{...ENTRY, isStuck: false, leftAt: 1}];
    Object.assign(folders, {outbox: [], trash: ["one@clinic.example"]});
    const calls = [];
    const context = {browser: fake.browser, agent: {call: async (name) => calls.push(name)}};
    start(context);
    await context.outbox.look(); /* as a moment after the event */
    assert.deepEqual([calls, fake.kept.outbox], [["abandon"], []]);
});

test("no message goes into the Outbox before all are there", async () => {
    const imported = [];
    const browser = {
        folders: {query: async () => [{id: "outbox"}]},
        messages: {import: async () => imported.push(1)},
    };
    const getPieces = async (blob) => {
        if (blob === "b2") {
            throw Object.assign(new Error("gone"), {code: "unreachable"});
        }
        return [RAW];
    };
    const made = ["b1", "b2"].map((blob) => ({blob, recipients: ["bo@x.example"]}));
    const agent = {getPieces, drop: async () => {}};
    await assert.rejects(importAll({browser, agent}, made, "id1"), {code: "unreachable"});
    assert.equal(imported.length, 0);
});
