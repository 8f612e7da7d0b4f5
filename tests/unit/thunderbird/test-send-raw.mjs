// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The head of a mail for the Outbox.
import assert from "node:assert/strict";
import {File} from "node:buffer";
import test from "node:test";

import {prepare, replaceHead} from "../../../clientplugin/thunderbird/extension/send/deliver.js";
import {
    fieldBody,
    forOne,
    hasSender,
    prefixFor,
    readHead,
    withoutClientFields,
} from "../../../clientplugin/thunderbird/extension/send/raw.js";

globalThis.messenger = {i18n: {getMessage: (key) => key}};
globalThis.File ??= File;

const HEAD = [
    "From: Ana Ruiz <ana@clinic.example>",
    "To: Bo <bo@x.example>,",
    " Cy <cy@x.example>",
    "Cc: Di <di@x.example>",
    "Message-ID: <one@clinic.example>",
    "Subject: To: nobody",
    "",
].join("\r\n");
const BODY = "\r\nFrom: in the text\r\n\r\n\u00ff\r\n";
const bytes = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const text = async (file) => Buffer.from(await file.arrayBuffer()).toString("latin1");

test("the finished message is left as it is, byte for byte, behind what is put in front", async () => {
    const whole = bytes(HEAD + BODY);
    const pieces = [whole.subarray(0, 20), whole.subarray(20)];
    const {file, messageId} = await prepare(pieces, {identityId: "id2", blind: []}, new Set());
    const made = await text(file);
    assert.equal(messageId, "one@clinic.example");
    assert.ok(made.startsWith("X-Identity-Key: id2\r\nX-Mozilla-Draft-Info: "));
    assert.ok(made.endsWith(HEAD + BODY));
});

test("who is blind stands in Bcc only", async () => {
    const blind = ["c@x.example"];
    const {file} = await prepare([bytes(HEAD + BODY)], {identityId: "id1", blind}, new Set());
    assert.match(await text(file), /^Bcc: c@x\.example\r$/m);
});

test("a second message of the same name gets one of its own", async () => {
    const ids = new Set();
    const options = {identityId: "id1", blind: []};
    const names = [];
    for (let i = 0; i < 3; i++) {
        const {file, messageId} = await prepare([bytes(HEAD + BODY)], options, ids);
        assert.equal(fieldBody((await readHead(file)).head, "message-id"), `<${messageId}>`);
        assert.ok((await text(file)).endsWith(BODY));
        names.push(messageId);
    }
    const [one, two, three] = names;
    assert.deepEqual([one, two, three],
        ["one@clinic.example", "2.one@clinic.example", "3.one@clinic.example"]);
});

for (const head of [HEAD.replace("From: Ana Ruiz <ana@clinic.example>\r\n", ""),
    HEAD.replace("Ana Ruiz <ana@clinic.example>", "nobody"),
    HEAD.replace("Message-ID", "X-Id")]) {
    test(`a message that would stop the Outbox is refused: ${head.slice(0, 20)}`, async () => {
        const made = prepare([bytes(head + BODY)], {identityId: "id1", blind: []}, new Set());
        await assert.rejects(made, {words: "agentFailed"});
    });
}

test("a sender in the text is none", () => {
    assert.equal(hasSender("To: a@x.example\r\n"), false);
});

test("nothing that ends a line is put into a head", () => {
    const blind = ["a@x.example\r\nX-Evil: 1"];
    assert.throws(() => prefixFor({identityId: "id1", blind}));
    assert.throws(() => prefixFor({identityId: "id1\n", blind: []}));
});

test("a message for one recipient names nobody else", async () => {
    const file = new Blob([bytes(`Bcc: e@x.example\r\n${HEAD}${BODY}`)]);
    const {head, length} = await readHead(file);
    const one = replaceHead(file, length, forOne(head, "cy@x.example", "r1.one@clinic.example"));
    const made = (await readHead(one)).head;
    assert.equal(fieldBody(made, "To"), "cy@x.example");
    assert.equal(fieldBody(made, "Cc"), "");
    assert.equal(fieldBody(made, "Bcc"), "");
    assert.equal(fieldBody(made, "Message-ID"), "<r1.one@clinic.example>");
    assert.equal(fieldBody(made, "Subject"), "To: nobody");
    assert.ok((await text(one)).endsWith(BODY));
});

test("what Thunderbird wrote into a mail of its Outbox goes, our own fields stay", () => {
    const client = "From - Mon Jan  1\nX-Mozilla-Status: 0801\nX-Mozilla-Keys:   \n";
    const own = "X-Identity-Key: id1\nX-Mozilla-Draft-Info: internal/draft\nFrom: a@x.example\n";
    assert.equal(withoutClientFields(client + own), own);
});

test("a head that never ends is an error", async () => {
    await assert.rejects(readHead(new Blob(["From: a@x.example\r\nTo: b"])));
});

test("a mail that goes again is for those alone who are to have it", async () => {
    const mail = [bytes(`${HEAD}${BODY}`)];
    const only = ["cy@x.example", "di@x.example"];
    const {file} = await prepare(mail, {identityId: "id1", blind: [], only}, new Set());
    const {head} = await readHead(file);
    assert.equal(fieldBody(head, "To"), "cy@x.example, di@x.example");
    assert.equal(fieldBody(head, "Cc"), "");
    assert.doesNotMatch(head, /bo@x\.example/);
});

test("whoever had a hidden copy is not named when it goes again", async () => {
    const blind = ["di@x.example"];
    const mail = [bytes(`${HEAD}${BODY}`)];
    const {file} = await prepare(mail, {identityId: "id1", blind, only: blind}, new Set());
    const {head} = await readHead(file);
    assert.equal(fieldBody(head, "To"), "undisclosed-recipients:;");
    assert.equal(fieldBody(head, "Bcc"), "di@x.example"); /* Thunderbird takes it out */
});
