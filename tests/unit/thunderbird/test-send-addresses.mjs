// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Whom a mail goes to.
import assert from "node:assert/strict";
import test from "node:test";

import {dropRepeated, expand, formatMailbox, readVCard} from "../../../clientplugin/thunderbird/extension/send/addresses.js";

globalThis.messenger = {i18n: {getMessage: (key, values) => `${key} ${values.join(" ")}`}};

const MEMBERS = [
    {vCard: "BEGIN:VCARD\r\nFN:Eli Moss\r\nEMAIL;TYPE=home:old@x.example\r\nEMAIL;PREF=1:eli@x.example\r\nEND:VCARD"},
    {vCard: "BEGIN:VCARD\r\nFN:Ida\r\nitem1.EMAIL:ida@x.exam\r\n ple\r\nEND:VCARD"},
];

const browser = {
    messengerUtilities: {
        parseMailboxString: async (text, {expandMailingLists}) => {
            if (text === "Team <Team>" && expandMailingLists) {
                return [{email: "one@x.example"}, {name: "Two", email: "two@x.example"}];
            }
            const match = /^(.*) <(.*)>$/.exec(text);
            return match ? [{name: match[1], email: match[2]}] : [{email: text}];
        },
    },
    addressBooks: {
        list: async () => [],
        mailingLists: {listMembers: async () => MEMBERS, list: async () => []},
        contacts: {get: async () => MEMBERS[0]},
    },
};

const headers = [
    [{email: "bo@x.example"}, "bo@x.example"],
    [{name: "Bo", email: "bo@x.example"}, "Bo <bo@x.example>"],
    [{name: "Ruiz, Ana", email: "a@x.example"}, '"Ruiz, Ana" <a@x.example>'],
    [{name: 'the "boss"', email: "a@x.example"}, '"the \\"boss\\"" <a@x.example>'],
    [{name: "J. Öberg", email: "j@x.example"}, '"J. Öberg" <j@x.example>'],
    [{name: "x\r\nBcc: c@x.example", email: "j@x.example"}, '"x Bcc: c@x.example" <j@x.example>'],
    [{name: "Bo\u0001\u007f Bo", email: "j@x.example"}, "Bo  Bo <j@x.example>"],
];
for (const [mailbox, header] of headers) {
    test(`a mailbox is written ${JSON.stringify(header)}`, () => {
        assert.equal(formatMailbox(mailbox), header);
    });
}

test("a list of the address book becomes its members", async () => {
    const found = await expand(browser, ["Team <Team>", "Bo <bo@x.example>"]);
    const expected = ["one@x.example", "two@x.example", "bo@x.example"];
    assert.deepEqual(found.map(({email}) => email), expected);
});

test("a list and a contact that an add-on has set are taken apart as well", async () => {
    const nodes = [{id: "l", type: "mailingList"}, {id: "c", type: "contact"}];
    assert.deepEqual(await expand(browser, nodes), [
        {name: "Eli Moss", email: "eli@x.example"},
        {name: "Ida", email: "ida@x.example"},
        {name: "Eli Moss", email: "eli@x.example"},
    ]);
});

for (const bad of ["nobody", "Ghost <Ghost>", "a@b@c", "two words@x.example"]) {
    test(`${bad} holds the mail and is named`, async () => {
        const {email} = (await browser.messengerUtilities.parseMailboxString(bad, {}))[0];
        await assert.rejects(expand(browser, [bad]), {words: `addressInvalid ${email}`});
    });
}

test("everybody gets a mail once, in sight before blind", () => {
    const of = (...emails) => emails.map((email) => ({email}));
    const all = {
        to: of("a@x.example", "A@x.example"),
        cc: of("b@x.example", "a@x.example"),
        bcc: of("B@x.example", "c@x.example"),
    };
    assert.deepEqual(dropRepeated(all), {
        to: of("a@x.example"),
        cc: of("b@x.example"),
        bcc: of("c@x.example"),
    });
});

test("a card without an address has none", () => {
    assert.deepEqual(readVCard("BEGIN:VCARD\nFN:Nobody\nEND:VCARD"), []);
});

test("a list that is described by an address is its members, not that address", async () => {
    const list = {id: "l", name: "Team", description: "team@x.example", type: "mailingList"};
    const addressBooks = {
        ...browser.addressBooks,
        list: async () => [{id: "book"}],
        mailingLists: {...browser.addressBooks.mailingLists, list: async () => [list]},
    };
    const found = await expand({...browser, addressBooks}, ["Team <team@x.example>"]);
    assert.deepEqual(found.map(({email}) => email), ["eli@x.example", "ida@x.example"]);
    const other = await expand({...browser, addressBooks}, ["Team <other@x.example>"]);
    assert.deepEqual(other, [{name: "Team", email: "other@x.example"}]);
});
