// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {endOfHeaders, field, fields, HEADER_LIMIT, readHeaders} from
    "../../../clientplugin/thunderbird/extension/received/headers.js";

test("the header block ends with its first empty line", () => {
    assert.equal(endOfHeaders("A: 1\r\nB: 2\r\n\r\nC: 3\r\n\r\n"), 14);
    assert.equal(endOfHeaders("A: 1\n\nbody"), 6);
    assert.equal(endOfHeaders("\nbody"), 1);
    assert.equal(endOfHeaders("A: 1\nB: 2\n"), -1);
});

test("only the header block of a mail is read, byte for byte", async () => {
    const head = "Subject: \xe9\x80\x9f\r\nX-Long: " + "y".repeat(100000) + "\r\n\r\n";
    const bytes = Uint8Array.from(head + "Secret body", (letter) => letter.charCodeAt(0));
    assert.equal(await readHeaders(new Blob([bytes])), head);
});

test("a header block without an end is cut at the limit", async () => {
    const headers = await readHeaders(new Blob(["X: " + "y".repeat(2 * HEADER_LIMIT)]));
    assert.equal(headers.length, HEADER_LIMIT);
});

test("a mail without a body is all header block", async () => {
    assert.equal(await readHeaders(new Blob(["A: 1\r\n"])), "A: 1\r\n");
    assert.equal(await readHeaders(new Blob([])), "");
});

test("fields are found whatever their case, unfolded, and not in the body", () => {
    const headers = "RECEIVED: one\r\n\ttwo\r\nReceived-SPF: no\r\nreceived: three\r\n" +
        "\r\nReceived: four";
    assert.deepEqual(fields(headers, "Received"), ["one two", "three"]);
    assert.equal(field(headers, "received"), "one two");
    assert.equal(field(headers, "Subject"), null);
});
