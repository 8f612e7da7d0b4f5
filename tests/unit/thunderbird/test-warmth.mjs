// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What the agent is asked while a mail is being written.
import assert from "node:assert/strict";
import {test} from "node:test";

import {Warmth} from "../../../clientplugin/thunderbird/extension/compose/warmth.js";

const ANA = {identityId: "id1", from: "Ana <ana@example.org>"};
const WARD = {identityId: "id2", from: "ward@example.org"};

/* An agent that knows the accounts "id1" and "id2"; calls that @fails(name) is true for fail. */
function setUp(fails = () => false) {
    const calls = [];
    const listeners = [];
    let changes = 0;
    const agent = {
        onEvent: (listener) => listeners.push(listener),
        call: async (name, members) => {
            calls.push([name, members]);
            if (fails(name)) {
                throw Object.assign(new Error("away"), {code: "unreachable"});
            }
            return name === "account" ? {account: members.identity.id} : {};
        },
    };
    const warmth = new Warmth({agent}, () => changes++);
    const say = (event) => listeners.forEach((listener) => listener(event));
    const watched = () =>
        calls.filter(([name]) => name === "watch").map(([, members]) => members);
    return {warmth, calls, watched, say, changes: () => changes};
}

test("each address is asked about once, for the sender's account", async () => {
    const {warmth, calls, watched} = setUp();
    await warmth.want(ANA, ["bo@example.org"]);
    await warmth.want(ANA, ["bo@example.org", "cy@example.org"]);
    await warmth.want(ANA, ["bo@example.org", "cy@example.org"]);
    assert.deepEqual(watched(), [
        {account: "id1", addresses: ["bo@example.org"]},
        {account: "id1", addresses: ["cy@example.org"]},
    ]);
    assert.equal(calls.filter(([name]) => name === "account").length, 1);
});

test("a long list is asked about in as many pieces as the agent wants", async () => {
    const {warmth, watched} = setUp();
    const addresses = Array.from({length: 250}, (_, i) => `p${i}@example.org`);
    await warmth.want(ANA, addresses);
    assert.ok(watched().every((one) => one.addresses.length <= 100));
    assert.deepEqual(watched().flatMap((one) => one.addresses), addresses);
});

test("another sender asks again", async () => {
    const {warmth, watched} = setUp();
    await warmth.want(ANA, ["bo@example.org"]);
    await warmth.want(WARD, ["bo@example.org"]);
    assert.deepEqual(watched().map(({account}) => account), ["id1", "id2"]);
});

test("a state is kept for its address and told of", () => {
    const {warmth, say, changes} = setUp();
    say({event: "state", address: "Bo@Example.org", state: "tls", words: "TLS verified"});
    assert.deepEqual(warmth.stateOf("Bo@example.org"), {state: "tls", words: "TLS verified"});
    assert.equal(warmth.stateOf("bo@example.org"), undefined);
    assert.equal(changes(), 1);
});

test("a failure is told and tried again", async () => {
    let away = true;
    const {warmth, watched} = setUp((name) => away && name === "watch");
    await assert.rejects(warmth.want(ANA, ["bo@example.org"]), {code: "unreachable"});
    away = false;
    await warmth.want(ANA, ["bo@example.org"]);
    assert.equal(watched().length, 2);
});

test("after the host or the agent was lost nothing is shown as known", async () => {
    for (const event of [{event: "lost"}, {event: "link", up: false}]) {
        const {warmth, say, watched} = setUp();
        await warmth.want(ANA, ["bo@example.org"]);
        say({event: "state", address: "bo@example.org", state: "tls", words: "x"});
        say(event);
        assert.equal(warmth.stateOf("bo@example.org"), undefined);
        await warmth.want(ANA, ["bo@example.org"]);
        assert.equal(watched().length, 2);
    }
});
