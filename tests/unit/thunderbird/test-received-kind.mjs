// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {isReportSender, isWanted} from
    "../../../clientplugin/thunderbird/extension/received/kind.js";

const WANTED = [
    "Content-Type: Multipart/Report; report-type=delivery-status",
    "content-type:\r\n multipart/signed; micalg=sha256",
    "Content-Type: application/pkcs7-mime; smime-type=signed-data",
    "Content-Type: application/x-pkcs7-mime",
    "Autocrypt: addr=nora@example.org",
    "X-Failed-Recipients: nora@example.org",
    "Return-Path: <>",
    "From: MAILER-DAEMON@example.org",
    "From: Mail Delivery System <mailer-daemon@example.org>",
    "From: \"Postmaster\" <postmaster@example.org>",
];
const NOT = [
    "Content-Type: text/plain",
    "Return-Path: <nora@example.org>",
    "From: Nora <nora@example.org>",
    "From: Nora <not-a-mailer-daemon@example.org>",
    "Subject: about Autocrypt: multipart/report",
];

for (const line of WANTED) {
    test(`wanted: ${line}`, () => assert.ok(isWanted(`Date: x\r\n${line}\r\n\r\nbody`)));
}
for (const line of NOT) {
    test(`left alone: ${line}`, () =>
        assert.ok(!isWanted(`Date: x\r\n${line}\r\n\r\nAutocrypt: in the body`)));
}

test("a sender of reports is known by name", () => {
    assert.ok(isReportSender("Mail Delivery System <mailer-daemon@example.org>"));
    assert.ok(!isReportSender("Nora <nora@example.org>"));
});
