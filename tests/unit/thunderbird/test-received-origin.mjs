// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {isOwnKept, receiverOf, whyNoBadge} from
    "../../../clientplugin/thunderbird/extension/received/origin.js";

const ana = {id: "id1", email: "Ana@clinic.example"};
const desk = {id: "id2", email: "desk@clinic.example"};
const bo = {id: "id3", email: "bo@other.example"};
const imap = {id: "a1", type: "imap", identities: [ana, desk]};
const pop3 = {id: "a2", type: "pop3", identities: [bo]};
const local = {id: "a3", type: "local", identities: []};
const folder = (...specialUse) => [{id: "f", specialUse}];
const mail = (...recipients) => ({external: false, recipients, ccList: []});

test("received mail can have a badge", () => {
    for (const [folders, account] of [
        [folder("inbox"), imap], [folder(), pop3], [folder("junk"), imap],
        [folder("trash"), imap], [folder("archives"), local],
    ]) {
        assert.equal(whyNoBadge(mail(), folders, account), null);
    }
});

test("mail that was not received has none", () => {
    for (const use of ["drafts", "templates", "sent", "outbox"]) {
        assert.equal(whyNoBadge(mail(), folder(use), imap), "badgeNotReceived");
        const below = [{id: "f", specialUse: []}, ...folder(use)];
        assert.equal(whyNoBadge(mail(), below, imap), "badgeNotReceived");
    }
    for (const type of ["rss", "nntp"]) {
        assert.equal(whyNoBadge(mail(), folder(), {type}), "badgeNotReceived");
    }
});

test("a mail out of a file carries claims of nobody we know", () => {
    assert.equal(whyNoBadge({external: true}, folder("inbox"), imap), "badgeFromFile");
    assert.equal(whyNoBadge(mail(), [], null), "badgeFromFile");
});

test("what was thrown away or archived without a stamp is one's own", () => {
    assert.ok(isOwnKept(folder("trash"), "From: a\r\n\r\n"));
    assert.ok(!isOwnKept(folder("trash"), "Received: from a\r\n\r\n"));
    assert.ok(!isOwnKept(folder("inbox"), "From: a\r\n\r\n"));
});

test("an account received what lies in it, by the identity that is addressed", () => {
    const all = [imap, pop3, local];
    assert.equal(receiverOf(mail("Desk <desk@clinic.example>"), imap, all).identity, desk);
    assert.equal(receiverOf(mail("list@example.org"), imap, all).identity, ana);
    assert.equal(receiverOf(mail("bo@other.example"), imap, all).account, imap);
});

test("mail in the local folders belongs to whom it is addressed, if that is sure", () => {
    const all = [imap, pop3, local];
    assert.equal(receiverOf(mail("bo@other.example"), local, all).account, pop3);
    assert.equal(receiverOf(mail("ANA@clinic.example"), local, all).identity, ana);
    assert.equal(receiverOf(mail("list@example.org"), local, all), null);
    const both = mail("bo@other.example", "ana@clinic.example");
    assert.equal(receiverOf(both, local, all), null);
    assert.equal(receiverOf(mail("list@example.org"), local, [pop3, local]).account, pop3);
    assert.equal(receiverOf(mail("bo@other.example"), local, [local]), null);
});
