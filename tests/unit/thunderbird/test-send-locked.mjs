// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The person leaves her computer while a question about her mail is open.
import assert from "node:assert/strict";
import {test} from "node:test";

import {start} from "../../../clientplugin/thunderbird/extension/send/gate.js";

globalThis.messenger = {i18n: {getMessage: (key, values = []) => [key, ...values].join(" ")}};

const tick = () => new Promise(setImmediate);
const event = () => ({addListener() {}});

/* Thunderbird with what is pending, and what is done about it. */
function makeWorld(stored) {
    const calls = [];
    const removed = [];
    const listeners = [];
    const session = {
        get: async (key) => (key === null ? {...stored} : {[key]: stored[key]}),
        set: async (values) => void Object.assign(stored, values),
        remove: async (key) => void delete stored[key],
    };
    const browser = {
        storage: {session},
        windows: {
            remove: async (id) => void removed.push(id),
            onRemoved: event(),
            create: async () => ({id: 99}),
            update: async () => {},
        },
        tabs: {onCreated: event(), onRemoved: event()},
        compose: {onBeforeSend: event(), onAfterSave: event()},
        runtime: {onMessage: event(), sendMessage: async () => {}},
    };
    const agent = {
        call: async (name, members) => void calls.push([name, members.ticket]),
        drop: async () => {},
        onEvent: (listener) => listeners.push(listener),
    };
    start({browser, agent});
    return {calls, removed, stored, say: (what) => listeners.forEach((one) => one(what))};
}

async function settle() {
    for (let i = 0; i < 20; i++) {
        await tick();
    }
}

test("its window closes, and the answer is nobody's", async () => {
    const world = makeWorld({
        "send:1": {phase: "asking", ticket: "t1", windowId: 7, answered: "t0"},
        "send:2": {phase: "failed", ticket: "", windowId: 8},
        "send:3": {answered: "t3"},
    });
    await settle();
    world.say({event: "locked"});
    await settle();
    assert.deepEqual(world.removed, [7, 8]);
    assert.deepEqual(world.calls, [["abandon", "t1"]]);
    assert.deepEqual(world.stored, {});
});

test("other events close nothing", async () => {
    const pending = {phase: "asking", ticket: "t1", windowId: 7};
    const world = makeWorld({"send:1": pending});
    await settle();
    world.say({event: "state", address: "a@x.example", state: "tls", words: ""});
    await settle();
    assert.deepEqual(world.removed, []);
    assert.deepEqual(world.stored, {"send:1": pending});
});
