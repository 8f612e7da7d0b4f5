// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The agent's form of a mail that is being written.
import assert from "node:assert/strict";
import test from "node:test";

import {buildEnvelope, buildMail, capture, checkUnchanged, fingerprint, threadOf} from "../../../clientplugin/thunderbird/extension/send/capture.js";

globalThis.messenger = {i18n: {getMessage: (key) => key}};

const found = {
    account: "clinic",
    sender: {name: "Ana Ruiz", email: "ana@clinic.example"},
    recipients: {to: [{name: "Bo", email: "bo@x.example"}], cc: [], bcc: [], replyTo: []},
    thread: {references: []},
    organization: "",
    html: "",
    parts: [],
};

test("a plain mail has nothing in it that says nothing", () => {
    const details = {subject: "", plainTextBody: "Hello\r\nthere\r\n", priority: "normal"};
    assert.deepEqual(buildMail(details, found), {
        from: "Ana Ruiz <ana@clinic.example>",
        to: ["Bo <bo@x.example>"],
        subject: "",
        text: "Hello\nthere\n",
    });
});

test("all that was set is in it", () => {
    const details = {
        subject: "s",
        plainTextBody: "t",
        priority: "highest",
        returnReceipt: true,
        customHeaders: [{name: "X-Case", value: "7"}],
    };
    const inline = {name: "p.png", type: "image/png", disposition: "inline", cid: "c", blob: "b1"};
    const file = {name: "f.pdf", type: "application/pdf", disposition: "attachment", blob: "b2"};
    const thread = {inReplyTo: "<a@x>", references: ["<a@x>"]};
    const mail = buildMail(details, {
        ...found,
        thread,
        organization: "Clinic",
        html: "<p>t</p>\r\n",
        parts: [inline, file],
    });
    assert.equal(mail.html, "<p>t</p>\n");
    assert.equal(mail.priority, "highest");
    assert.equal(mail.receipt, true);
    assert.equal(mail.organization, "Clinic");
    assert.equal(mail.inReplyTo, "<a@x>");
    assert.deepEqual(mail.references, ["<a@x>"]);
    assert.deepEqual(mail.fields, [["X-Case", "7"]]);
    assert.deepEqual(mail.parts, [
        {name: "p.png", type: "image/png", disposition: "inline", cid: "c"},
        {name: "f.pdf", type: "application/pdf", disposition: "attachment"},
    ]);
});

test("the envelope names the same people, bare", () => {
    const envelope = buildEnvelope({type: "redirect"}, {
        ...found,
        recipients: {...found.recipients, bcc: [{name: "C", email: "c@x.example"}]},
    });
    assert.deepEqual(envelope, {
        account: "clinic",
        from: "ana@clinic.example",
        to: ["bo@x.example"],
        cc: [],
        bcc: ["c@x.example"],
        mode: "redirect",
        format: "compose",
    });
});

const original = {"message-id": ["<o@x>"], references: ["<r1@x> <r2@x>"], "in-reply-to": ["<r2@x>"]};
const threads = [
    ["reply", original, {inReplyTo: "<o@x>", references: ["<r1@x>", "<r2@x>", "<o@x>"]}],
    [
        "reply",
        {"message-id": ["<o@x>"], "in-reply-to": ["<p@x>"]},
        {inReplyTo: "<o@x>", references: ["<p@x>", "<o@x>"]},
    ],
    ["forward", original, {inReplyTo: "<o@x>", references: ["<o@x>"]}],
    ["redirect", original, {inReplyTo: "<o@x>", references: ["<o@x>"]}],
    ["draft", original, {inReplyTo: "<r2@x>", references: ["<r1@x>", "<r2@x>"]}],
    ["new", original, {references: []}],
    ["reply", {}, {references: []}],
];
for (const [type, headers, expected] of threads) {
    test(`the thread of a ${type} of ${Object.keys(headers).length} fields`, () => {
        assert.deepEqual(threadOf(type, headers), expected);
    });
}

test("a mail without a sender is not sent", async () => {
    const browser = {
        compose: {listAttachments: async () => []},
        identities: {get: async () => null},
        messengerUtilities: {parseMailboxString: async () => []},
    };
    const agent = {call: async () => ({account: ""}), onEvent() {}};
    const details = {from: "", to: [], isPlainText: true};
    await assert.rejects(capture({browser, agent}, {id: 1}, details), {words: "senderMissing"});
});

const open = {
    from: "ana@clinic.example", to: ["bo@x.example"], subject: "s", body: "<p>b</p>",
    plainTextBody: "b", identityId: "id1", newsgroups: [], attachVCard: false,
};
for (const [what, change, attachments] of [
    ["a file that was dropped on the window", {}, [{id: 1, name: "f.pdf", size: 5}]],
    ["somebody who was dropped on it", {bcc: ["eve@x.example"]}, []],
    ["a newsgroup", {newsgroups: ["x.y"]}, []],
    ["another text", {body: "<p>c</p>"}, []],
]) {
    test(`${what} is noticed before the mail goes`, async () => {
        const compose = {listAttachments: async () => [], getComposeDetails: async () => open};
        const mark = await fingerprint({browser: {compose}}, 1, open);
        await checkUnchanged({browser: {compose}}, 1, mark);
        const changed = {
            listAttachments: async () => attachments,
            getComposeDetails: async () => ({...open, ...change}),
        };
        await assert.rejects(checkUnchanged({browser: {compose: changed}}, 1, mark), {
            code: "changed",
        });
    });
}
