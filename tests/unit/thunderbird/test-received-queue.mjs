// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
import assert from "node:assert/strict";
import {test} from "node:test";

import {nameOf, Queue} from "../../../clientplugin/thunderbird/extension/received/queue.js";

function makeStore() {
    let values = {};
    return {
        get: async () => structuredClone(values),
        set: async (more) => {
            values = structuredClone({...values, ...more});
        },
    };
}

const mail = (id, headerMessageId = `m${id}@example.org`) =>
    ({id, headerMessageId, date: new Date(0), size: 5});
const absent = () => Object.assign(new Error("gone"), {code: "unreachable"});

test("mails are worked at one after the other, each once", async () => {
    const log = [];
    const queue = new Queue(makeStore(), async ({id}) => {
        log.push(`${id} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        log.push(`${id} ends`);
    });
    await Promise.all([queue.add(mail(1)), queue.add(mail(2)), queue.add(mail(1))]);
    await queue.wake();
    await queue.add(mail(9, "m1@example.org")); /* the same mail, moved */
    await queue.wake();
    assert.deepEqual(log, ["1 begins", "1 ends", "2 begins", "2 ends"]);
});

test("while the agent is gone mail waits; then it is tried again", async () => {
    const log = [];
    let isThere = false;
    const queue = new Queue(makeStore(), async ({id}) => {
        if (!isThere) {
            throw absent();
        }
        log.push(id);
    });
    await queue.add(mail(1));
    await queue.add(mail(2));
    await queue.running;
    isThere = true;
    for (let i = 0; i < 5; i++) {
        await queue.wake(); /* nobody has said yet that it is there */
    }
    assert.deepEqual(log, []);
    await queue.resume();
    assert.deepEqual(log, [1, 2]);
});

test("a mail that always takes the agent with it is given up", async () => {
    let tries = 0;
    const queue = new Queue(makeStore(), async ({id}) => {
        tries += id === 1 ? 1 : 0;
        if (id === 1) {
            throw absent();
        }
    });
    await queue.add(mail(1));
    for (let i = 0; i < 10; i++) {
        await queue.resume();
    }
    assert.equal(tries, 3);
});

test("a mail that cannot be read does not stop the others", async () => {
    const log = [];
    const queue = new Queue(makeStore(), async ({id}) => {
        log.push(id);
        if (id === 1) {
            throw new Error("no such message");
        }
    });
    await Promise.all([queue.add(mail(1)), queue.add(mail(2))]);
    await queue.wake();
    assert.deepEqual(log, [1, 2]);
});

test("what waited when the event page ended is gone on with", async () => {
    const store = makeStore();
    const log = [];
    const first = new Queue(store, () => Promise.reject(absent()));
    await first.add(mail(1));
    await first.running;
    await new Queue(store, async ({id}) => log.push(id)).wake();
    assert.deepEqual(log, [1]);
});

test("another mail with the same Message-ID has another name", () => {
    assert.notEqual(nameOf(mail(1, "x")), nameOf({...mail(1, "x"), size: 6}));
});
