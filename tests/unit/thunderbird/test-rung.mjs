// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The choice to encrypt: what came encrypted goes encrypted, and a choice outlives the page.
import assert from "node:assert/strict";
import {test} from "node:test";

import {
    forgetChoice, isEncryptedType, readChoice, rungOf, setWanted,
} from "../../../clientplugin/thunderbird/extension/compose/rung.js";

const TAB = 7;

/* A Thunderbird with one composer whose original has @contentType; undefined: no original. */
function makeBrowser(contentType) {
    const kept = {};
    return {
        kept,
        storage: {
            session: {
                get: async (key) => (key in kept ? {[key]: kept[key]} : {}),
                set: async (values) => Object.assign(kept, structuredClone(values)),
                remove: async (key) => delete kept[key],
            },
        },
        compose: {
            getComposeDetails: async () => (contentType === undefined ? {} : {relatedMessageId: 3}),
        },
        messages: {
            getHeaders: async () => {
                if (contentType === null) {
                    throw new Error("gone");
                }
                return {"content-type": [contentType]};
            },
        },
    };
}

test("which mail counts as encrypted", () => {
    const table = [
        ["multipart/encrypted; protocol=\"application/pgp-encrypted\"", true],
        ["Multipart/Encrypted", true],
        ["application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", true],
        ["application/x-pkcs7-mime", true],
        ["application/pkcs7-mime; smime-type=signed-data", false],
        ["application/pkcs7-mime; smime-type=\"certs-only\"", false],
        ["multipart/signed; protocol=\"application/pgp-signature\"", false],
        ["text/plain; name=\"multipart/encrypted\"", false],
        ["", false],
        [undefined, false],
    ];
    for (const [type, expected] of table) {
        assert.equal(isEncryptedType(type), expected, String(type));
    }
});

test("a new mail goes as needed until the person asks for more, and back", async () => {
    const browser = makeBrowser();
    assert.equal(await rungOf(TAB, browser), "");
    await setWanted(TAB, true, browser);
    assert.equal(await rungOf(TAB, browser), "end-to-end");
    await setWanted(TAB, false, browser);
    assert.equal(await rungOf(TAB, browser), "");
});

test("an answer to an encrypted mail is encrypted and stays so", async () => {
    const browser = makeBrowser("multipart/encrypted");
    assert.equal(await rungOf(TAB, browser), "end-to-end");
    assert.deepEqual(await setWanted(TAB, false, browser), {wanted: true, locked: true});
    assert.equal(await rungOf(TAB, browser), "end-to-end");
});

test("an answer to what cannot be looked at begins encrypted; the person may say no", async () => {
    const browser = makeBrowser(null);
    assert.equal(await rungOf(TAB, browser), "end-to-end");
    await setWanted(TAB, false, browser);
    assert.equal(await rungOf(TAB, browser), "");
});

test("composers do not share a choice, and a closed one leaves nothing", async () => {
    const browser = makeBrowser("text/plain");
    await setWanted(TAB, true, browser);
    assert.deepEqual(await readChoice(TAB + 1, browser), {wanted: false, locked: false});
    await forgetChoice(TAB, browser);
    await forgetChoice(TAB + 1, browser);
    assert.deepEqual(browser.kept, {});
});
