// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {cleanHeaders, findCopies, senderOf, splitHidden} from
    "../../../clientplugin/thunderbird/extension/received/original.js";
import {recordOf} from "../../../clientplugin/thunderbird/extension/received/report.js";

test("what Thunderbird wrote into its copy does not go out again", () => {
    const copy = "X-Mozilla-Status: 0001\r\nX-Mozilla-Keys: a\r\n b\r\n" +
        "From: ana@clinic.example\r\nBcc: hidden@example.org,\r\n other@example.org\r\n" +
        "Subject: a\r\n b\r\nFCC: x\r\n\r\n";
    assert.equal(cleanHeaders(copy), "From: ana@clinic.example\r\nSubject: a\r\n b\r\n\r\n");
});

test("only Sent folders are looked through for the original", async () => {
    const asked = [];
    const browser = {
        folders: {query: async () => [{id: "s1"}, {id: "s2"}]},
        messages: {query: async (query) => {
            asked.push(query);
            return {messages: query.folderId.includes("s2") ? [{id: 3}] : []};
        }},
    };
    assert.deepEqual(await findCopies(browser, "x@example.org"), [{id: 3}]);
    browser.folders.query = async () => [];
    assert.deepEqual(await findCopies(browser, "x@example.org"), []);
    assert.ok(asked.every(({headerMessageId, folderId}) =>
        headerMessageId === "x@example.org" && folderId.length > 0));
});

test("the identity that wrote it sends it again, and nobody else", () => {
    const ana = {id: "id1", email: "ana@clinic.example"};
    const accounts = [{identities: []}, {identities: [ana]}];
    assert.equal(senderOf({author: "Ana <ANA@clinic.example>"}, accounts), ana);
    assert.equal(senderOf({author: "bo@clinic.example"}, accounts), null);
});

test("only a report about a mail of ours is told", () => {
    const where = {name: "n", agentAccount: "ana", accountId: "a1"};
    assert.equal(recordOf({report: false}, where), null);
    assert.equal(recordOf({report: true, words: ""}, where), null);
    const record = recordOf({report: true, words: "Not delivered"}, where);
    assert.equal(record.words, "Not delivered");
    assert.deepEqual([record.original, record.again, record.state], ["", [], "new"]);
});

test("who was in no field of the mail had a hidden copy", () => {
    const message = {recipients: ["Bo <bo@x.example>", "al@x.example"], ccList: ["Cy@X.example"]};
    const again = ["cy@x.example", "bo@x.example", "o@x.example"];
    assert.deepEqual(splitHidden(message, again), {
        to: ["cy@x.example", "bo@x.example"],
        bcc: ["o@x.example"],
    });
});
