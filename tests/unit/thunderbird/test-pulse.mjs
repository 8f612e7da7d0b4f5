// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// How often a composer is looked at: soon, then seldom, and never behind the person's back.
import assert from "node:assert/strict";
import {test} from "node:test";

import {Pulse, nextWait} from "../../../clientplugin/thunderbird/extension/compose/pulse.js";

/* A clock that waits for nobody: ring() ends the wait under way. */
function makeClock() {
    const clock = {
        timers: new Map(),
        waits: [],
        set(call, wait) {
            const timer = Symbol("timer");
            clock.timers.set(timer, call);
            clock.waits.push(wait);
            return timer;
        },
        clear: (timer) => clock.timers.delete(timer),
        async ring() {
            const [[timer, call]] = clock.timers;
            clock.timers.delete(timer);
            await call();
        },
    };
    return clock;
}

test("an idle composer is looked at ever more seldom, up to a limit", () => {
    const waits = [1500];
    for (let i = 0; i < 10; i++) {
        waits.push(nextWait(waits.at(-1), {changed: false, cost: 10}));
    }
    assert.ok(waits[1] > waits[0] && waits[2] > waits[1]);
    assert.equal(waits.at(-1), waits.at(-2));
    assert.ok(waits.at(-1) >= 5000 && waits.at(-1) <= 10000);
});

test("a change makes the next look come soon", () => {
    assert.ok(nextWait(8000, {changed: true, cost: 10}) <= 2000);
});

test("a look that takes long is repeated less often", () => {
    assert.ok(nextWait(1500, {changed: true, cost: 1000}) >= 20000);
});

test("only the composer in front is followed, and none after the last", async () => {
    const clock = makeClock();
    const seen = [];
    const look = async (tabId) => {
        seen.push(tabId);
        return {changed: false, cost: 1};
    };
    const pulse = new Pulse(look, clock);
    await pulse.follow(1);
    await clock.ring();
    await pulse.follow(2);
    await clock.ring();
    assert.deepEqual(seen, [1, 1, 2, 2]);
    await pulse.follow(null);
    assert.equal(clock.timers.size, 0);
});

test("a look that ends after the person turned elsewhere begins no second row", async () => {
    const clock = makeClock();
    const ends = [];
    const look = () => new Promise((resolve) => ends.push(resolve));
    const pulse = new Pulse(look, clock);
    const first = pulse.follow(1);
    const second = pulse.follow(2);
    ends.forEach((end) => end({changed: false, cost: 1}));
    await Promise.all([first, second]);
    assert.equal(clock.timers.size, 1);
});

test("a nudge looks at any composer at once", async () => {
    const seen = [];
    const look = async (tabId) => {
        seen.push(tabId);
        return {changed: true, cost: 1};
    };
    const clock = makeClock();
    const pulse = new Pulse(look, clock);
    await pulse.follow(1);
    await pulse.nudge(2);
    await pulse.nudge(1);
    assert.deepEqual(seen, [1, 2, 1]);
    assert.equal(clock.timers.size, 1);
});
