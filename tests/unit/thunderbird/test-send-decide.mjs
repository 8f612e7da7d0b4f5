// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What the gate does with a judgement, and what the window says of it.
import assert from "node:assert/strict";
import test from "node:test";

import {Attempt} from "../../../clientplugin/thunderbird/extension/send/deadline.js";
import {afterwards, decide, letGo, wantsMore} from "../../../clientplugin/thunderbird/extension/send/decide.js";
import {isOverdue} from "../../../clientplugin/thunderbird/extension/send/outbox.js";
import {isSameMail} from "../../../clientplugin/thunderbird/extension/send/sent.js";
import {viewOf} from "../../../clientplugin/thunderbird/extension/send/view.js";

globalThis.messenger = {i18n: {getMessage: (key, values) => [key, ...values].join(" ")}};

const clean = {verdict: "send", details: {content: "none"}};
const phi = {content: "phi"};
const others = [{verdict: "send"}, {verdict: "left-out"}];
const table = [
    ["clean mail", clean, {}, "native"],
    ["over TLS that will do", {verdict: "send", details: phi}, {}, "native"],
    ["to be protected", {verdict: "protect", details: phi}, {}, "protect"],
    ["a field is enough", {verdict: "protect", details: {...phi, native: true}}, {}, "native"],
    ["her own encryption", {verdict: "protect", details: {...phi, native: true}}, {isEncrypting: true}, "protect"],
    ["some left out", {verdict: "send", details: {...phi, recipients: others}}, {}, "protect"],
    ["a question", {verdict: "ask", details: phi}, {}, "ask"],
    ["held", {verdict: "hold", details: phi}, {}, "hold"],
    ["a word of tomorrow", {verdict: "allow", details: phi}, {}, "hold"],
    ["no word at all", {}, {}, "hold"],
    ["clean, to a newsgroup", clean, {isPublic: true}, "native"],
    ["not clean, to a newsgroup", {verdict: "send", details: phi}, {isPublic: true}, "public"],
    ["unknown content, to a newsgroup", {verdict: "send"}, {isPublic: true}, "public"],
    ["protected, to a newsgroup", {verdict: "protect", details: phi}, {isPublic: true}, "public"],
];
for (const [name, judged, how, expected] of table) {
    test(`${name}: ${expected}`, () => assert.equal(decide(judged, how), expected));
}

const encrypt = {selectedEncryptionTechnology: {name: "OpenPGP", encryptBody: true}};
const sign = {selectedEncryptionTechnology: {name: "OpenPGP", signMessage: true}};
for (const [details, judged, expected] of [
    [encrypt, clean, false],
    [encrypt, {verdict: "send", details: phi}, true],
    [encrypt, {verdict: "hold", details: phi}, true],
    [sign, {verdict: "protect", details: phi}, false],
    [{}, {verdict: "protect", details: phi}, false],
]) {
    const own = JSON.stringify(details.selectedEncryptionTechnology ?? {});
    test(`${own} for ${judged.verdict} ${judged.details.content}: ${expected}`, () => {
        assert.equal(wantsMore(details, judged), expected);
    });
}

test("a mail that needs nothing is not changed", () => {
    assert.deepEqual(letGo({customHeaders: [{name: "X-A", value: "1"}]}, clean), {});
});

test("where a success is not reported every mail asks for reports", () => {
    const asked = {details: {deliveryStatusNotification: true}};
    assert.deepEqual(letGo({}, clean, {isQuiet: true}), asked);
});

test("what is about somebody asks for reports, clean mail does not", () => {
    const judged = {verdict: "send", details: phi};
    assert.equal(letGo({}, judged).details.deliveryStatusNotification, true);
});

test("the agent's field takes the place of one of its name, the others stay", () => {
    const old = {customHeaders: [{name: "X-A", value: "1"}, {name: "x-tls", value: "no"}]};
    const judged = {verdict: "send", details: {...phi, fields: [["X-TLS", "yes"]]}};
    assert.deepEqual(letGo(old, judged).details.customHeaders, [
        {name: "X-A", value: "1"},
        {name: "X-TLS", value: "yes"},
    ]);
});

test("an attempt ends at its deadline though the work never does", async () => {
    const attempt = new Attempt(10);
    await assert.rejects(attempt.run(() => new Promise(() => {})), {why: "late"});
    assert.equal(attempt.isOver, true);
});

test("an attempt ends when it is cancelled, and hands its result over when it is not", async () => {
    const cancelled = new Attempt(60000);
    const running = cancelled.run(() => new Promise(() => {}));
    cancelled.end("cancelled");
    await assert.rejects(running, {why: "cancelled"});
    assert.equal(await new Attempt(60000).run(async () => 7), 7);
});

test("nothing pending shows nothing", () => assert.equal(viewOf({}), null));

test("a question shows the agent's words, its choices and the way back", () => {
    const view = viewOf({
        phase: "asking",
        verdict: "ask",
        ticket: "t",
        details: {
            title: "May contain patient data.",
            reasons: ["a date"],
            recipients: [
                {address: "a@x.example", verdict: "ask", words: "by TLS"},
                {address: "b@x.example", verdict: "ask", words: "by TLS"},
                {address: "c@x.example", verdict: "new", words: ""},
            ],
            choices: [{id: "as-phi", words: "Protect it", recommended: true}],
        },
    });
    assert.equal(view.title, "May contain patient data.");
    assert.deepEqual(view.reasons, ["a date"]);
    assert.deepEqual(view.concerned.map(({look, names}) => [look, names]), [
        ["ask", "a@x.example, b@x.example"],
        ["hold", "c@x.example"],
    ]);
    assert.deepEqual(view.choices, [
        {act: "answer", choice: "as-phi", words: "Protect it", recommended: true},
    ]);
    assert.deepEqual(view.buttons.map(({act}) => act), ["back"]);
});

test("what is held can be tried again, also without a word of the agent's", () => {
    const view = viewOf({phase: "asking", verdict: "hold", details: {}});
    assert.equal(view.title, "titleHeld");
    assert.deepEqual(view.buttons.map(({act}) => act), ["again", "back"]);
});

test("a failure says what has already gone", () => {
    const view = viewOf({phase: "failed", text: "No Outbox.", had: "Gone to a@x.example."});
    assert.equal(view.title, "titlePartly");
    assert.equal(view.text, "No Outbox. Gone to a@x.example.");
});

test("what has gone whole is not offered to be sent again", () => {
    const view = viewOf({phase: "failed", text: "It is still here.", isGone: true});
    assert.equal(view.title, "titleGone");
    assert.deepEqual(view.buttons.map(({act}) => act), ["back"]);
});

test("many rows are cut, and it is said", () => {
    const reasons = Array.from({length: 45}, (_, i) => `r${i}`);
    const view = viewOf({phase: "asking", verdict: "hold", details: {reasons}});
    assert.equal(view.reasons.length, 41);
    assert.equal(view.reasons.at(-1), "andMore 5");
});

test("a large mail may lie in the Outbox longer", () => {
    assert.equal(isOverdue({size: 1000}, 21000), true);
    assert.equal(isOverdue({size: 30000000}, 21000), false);
});

const sent = {subject: "Re: hello", recipients: ["a@x.example", "b@x.example"]};
const filed = {subject: "hello", recipients: ["A <A@x.example>"], ccList: [], bccList: ["b@x.example"]};
for (const [name, change, expected] of [
    ["the same", {}, true],
    ["another subject", {subject: "hell"}, false],
    ["one more", {ccList: ["c@x.example"]}, false],
    ["one less", {bccList: []}, false],
]) {
    test(`a copy in Sent with ${name}: ${expected}`, () => {
        assert.equal(isSameMail(sent, {...filed, ...change}), expected);
    });
}

const SPELLING = {"mail.SpellCheckBeforeSend": true};
const PICTURES = {"mail.compose.attach_http_images": true};
for (const [values, body, expected] of [
    [{}, '<img src="https://x.example/a.png">', null],
    [SPELLING, "", "spellingAfter"],
    [PICTURES, '<p><img alt="a" src="https://x.example/a.png"></p>', "picturesAfter"],
    [PICTURES, '<body bgcolor="#fff" background="http://x.example/a.png">', "picturesAfter"],
    [PICTURES, '<img src="data:image/png;base64,AA=="><a href="https://x.example/">x</a>', null],
]) {
    test(`what is done to ${body} after Send with ${Object.keys(values)}: ${expected}`, () => {
        assert.equal(afterwards(values, {body}), expected);
    });
}
