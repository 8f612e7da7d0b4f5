// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// How recipients are shown in the composer, and who they are.
import assert from "node:assert/strict";
import {test} from "node:test";

import {lookOf, sortLooks} from "../../../clientplugin/thunderbird/extension/compose/looks.js";
import {
    isWhole, peopleOf, uniquePeople,
} from "../../../clientplugin/thunderbird/extension/compose/recipients.js";

const word = (key) => key;

test("a state is shown with the agent's words", () => {
    for (const state of ["tls", "predicted", "encrypted", "portal", "unknown", "undeliverable"]) {
        const look = lookOf({state, words: `about ${state}`}, false, word);
        assert.deepEqual(look, {icon: state, words: `about ${state}`});
    }
});

test("what the agent has not said, or what nobody knows, is unknown", () => {
    const unknown = {icon: "unknown", words: "recipientUnknown"};
    assert.deepEqual(lookOf(undefined, false, word), unknown);
    assert.equal(lookOf({state: "secure!", words: "x"}, false, word).icon, "unknown");
    assert.equal(lookOf({state: "constructor", words: "x"}, false, word).icon, "unknown");
});

test("a PDF has no picture of its own, and is no answer to encryption", () => {
    const pdf = {state: "pdf", words: "as a PDF"};
    assert.deepEqual(lookOf(pdf, false, word), {icon: "predicted", words: "as a PDF"});
    assert.deepEqual(lookOf(pdf, true, word), {icon: "unknown", words: "recipientLater"});
});

test("a mail that shall be encrypted is not shown as going over TLS", () => {
    for (const state of ["tls", "predicted"]) {
        const look = lookOf({state, words: "TLS"}, true, word);
        assert.deepEqual(look, {icon: "unknown", words: "recipientLater"});
    }
    assert.equal(lookOf({state: "encrypted", words: "x"}, true, word).icon, "encrypted");
    assert.equal(lookOf({state: "undeliverable", words: "x"}, true, word).icon, "undeliverable");
});

test("the worst recipient comes first and stands for the mail", () => {
    const sorted = (...icons) => sortLooks(icons.map((icon) => ({icon}))).map(({icon}) => icon);
    assert.deepEqual(sorted(), []);
    assert.deepEqual(sorted("tls", "predicted", "tls"), ["predicted", "tls", "tls"]);
    assert.deepEqual(
        sorted("portal", "encrypted", "tls", "undeliverable", "predicted", "unknown"),
        ["undeliverable", "unknown", "portal", "predicted", "tls", "encrypted"],
    );
});

test("only what is a whole address is asked about", () => {
    for (const address of ["a@example.org", "a.b+c@x-y.example", "ä@bücher.example"]) {
        assert.ok(isWhole(address), address);
    }
    for (const address of ["", "a", "a@", "a@example", "a@example.", "@example.org",
        "a b@example.org", "a@b@example.org", "a@example.o", undefined]) {
        assert.ok(!isWhole(address), String(address));
    }
});

test("each person is shown once, with a plain domain and no name that only repeats", () => {
    const people = uniquePeople([
        {name: "Bo", email: "bo@EXAMPLE.org"},
        {name: "Bo again", email: "bo@example.org"},
        {name: "Bo@example.org", email: "Bo@example.org"},
        {email: "half@"},
    ]);
    assert.deepEqual(people, [
        {name: "Bo", address: "bo@example.org"},
        {name: "", address: "Bo@example.org"},
    ]);
});

test("lists of the address book are opened", async () => {
    const lists = {
        "Ward <Ward>": [{name: "Bo", email: "bo@example.org"}, {email: "cy@example.org"}],
        "bo@example.org": [{email: "bo@example.org"}],
        "half typ": [{name: "half typ"}],
    };
    const messengerUtilities = {
        parseMailboxString: async (text, {expandMailingLists}) =>
            expandMailingLists ? lists[text] : [],
    };
    const details = {to: ["Ward <Ward>"], cc: ["half typ"], bcc: ["bo@example.org"]};
    const addressBooks = {list: async () => []};
    const people = await peopleOf({messengerUtilities, addressBooks}, details);
    assert.deepEqual(people.map(({address}) => address), ["bo@example.org", "cy@example.org"]);
});
