// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The way to the agent, against a port that is only an object.
import assert from "node:assert/strict";
import test from "node:test";

import {Agent, AgentError} from "../../../clientplugin/thunderbird/extension/lib/agent.js";

globalThis.messenger = {i18n: {getMessage: (key) => key}};

/* A host; @answer(frame) gives ok, or {error}, or null for silence. */
class FakePort {
    constructor(answer) {
        this.answer = answer;
        this.frames = [];
        this.closed = false;
        this.messages = [];
        this.ends = [];
        this.onMessage = {addListener: (fn) => this.messages.push(fn)};
        this.onDisconnect = {addListener: (fn) => this.ends.push(fn)};
    }

    postMessage(frame) {
        this.frames.push(frame);
        const said = this.answer(frame);
        if (said !== null) {
            const reply = said.error ? {error: said.error} : {ok: said};
            setImmediate(() => this.say({id: frame.id, ...reply}));
        }
    }

    say(frame) {
        this.messages.forEach((fn) => fn(frame));
    }

    end(message) {
        this.ends.forEach((fn) => fn({error: message ? {message} : null}));
    }

    disconnect() {
        this.closed = true;
    }
}

async function until(condition) {
    while (!condition()) {
        await new Promise(setImmediate);
    }
}

function setUp(answer) {
    const ports = [];
    const hello = {version: 1, host: "0.1.0", agent: "0.1.0"};
    const runtime = {
        getManifest: () => ({version: "0.1.0"}),
        connectNative: () => {
            const port = new FakePort((frame) =>
                frame.call === "hello" ? hello : answer(frame),
            );
            ports.push(port);
            return port;
        },
    };
    return {agent: new Agent({runtime}), ports};
}

test("says hello first, once, for calls made at the same time", async () => {
    const {agent, ports} = setUp((frame) => ({name: frame.call}));
    const answers = await Promise.all([agent.call("one"), agent.call("two")]);
    assert.deepEqual(answers, [{name: "one"}, {name: "two"}]);
    assert.equal(ports.length, 1);
    assert.deepEqual(ports[0].frames.map((frame) => frame.call), ["hello", "one", "two"]);
});

test("an answer reaches its own call though it comes later", async () => {
    const {agent, ports} = setUp(() => null);
    const calls = [agent.call("slow"), agent.call("fast")];
    await until(() => ports[0].frames.length === 3);
    const [, slow, fast] = ports[0].frames;
    ports[0].say({id: fast.id, ok: {n: 2}});
    ports[0].say({id: slow.id, ok: {n: 1}});
    assert.deepEqual(await Promise.all(calls), [{n: 1}, {n: 2}]);
});

test("an error keeps the agent's code and words", async () => {
    const {agent} = setUp(() => ({error: {code: "held", words: "The agent says no."}}));
    await assert.rejects(agent.call("assess"), {code: "held", words: "The agent says no."});
});

test("a lost port rejects what waits, and the next call opens another", async () => {
    const {agent, ports} = setUp((frame) => (frame.call === "wait" ? null : {}));
    const events = [];
    agent.onEvent((event) => events.push(event.event));
    const waiting = agent.call("wait");
    await until(() => ports[0].frames.length === 2);
    ports[0].end(null);
    await assert.rejects(waiting, {code: "unreachable"});
    await agent.call("again");
    assert.equal(ports.length, 2);
    assert.deepEqual(events, ["hello", "lost", "hello"]);
});

test("a host that is not installed is told apart", async () => {
    const {agent, ports} = setUp(() => null);
    const waiting = agent.call("x");
    ports[0].end("No such native application org.hemostat.thunderbird");
    await assert.rejects(waiting, (error) => error instanceof AgentError &&
        error.code === "missing" && error.words === "hostMissing");
});

test("a host that ends before it says a word has to be set up", async () => {
    const {agent, ports} = setUp(() => null);
    const waiting = agent.call("x");
    ports[0].end(null);
    await assert.rejects(waiting, {code: "missing", words: "hostSilent"});
});

test("a call ends at its deadline and leaves the others alone", async () => {
    const {agent, ports} = setUp((frame) => (frame.call === "never" ? null : {}));
    await assert.rejects(agent.call("never", {}, {deadline: 20}), {code: "timed-out"});
    assert.deepEqual(await agent.call("other"), {});
    assert.equal(ports[0].closed, false);
});

test("a host of another version is refused", async () => {
    const {agent, ports} = setUp(() => ({}));
    const waiting = agent.call("x");
    ports[0].frames.length = 0;
    ports[0].say({id: 1, ok: {version: 2}});
    await assert.rejects(waiting, {code: "version"});
    assert.equal(ports[0].closed, true);
});

test("a fault closes the port with the host's words", async () => {
    const {agent, ports} = setUp(() => null);
    const waiting = agent.call("x");
    await until(() => ports[0].frames.length === 2);
    ports[0].say({event: "fault", words: "A frame was malformed."});
    await assert.rejects(waiting, {words: "A frame was malformed."});
    assert.equal(ports[0].closed, true);
});

for (const size of [0, 1, 262144, 262145, 1500000]) {
    test(`${size} bytes go over and come back the same`, async () => {
        const pieces = [];
        const {agent} = setUp((frame) => {
            if (frame.call === "put") {
                assert.ok(frame.data.length <= 512 * 1024);
                pieces.push(Buffer.from(frame.data, "base64"));
                return {size: 0, last: frame.last};
            }
            const all = Buffer.concat(pieces);
            const part = all.subarray(frame.offset, frame.offset + 400000);
            const last = frame.offset + part.length === all.length;
            return {data: part.toString("base64"), last};
        });
        const bytes = new Uint8Array(size).map((_, i) => i * 31);
        await agent.put("b", new Blob([bytes]));
        const back = Buffer.concat(await agent.getPieces("b", size));
        assert.ok(back.equals(bytes));
        await assert.rejects(agent.getPieces("b", size + 1), {code: "failed"});
    });
}

test("a way that is kept is opened again after a loss, once", async (t) => {
    const {agent, ports} = setUp(() => ({}));
    const later = [];
    t.mock.method(globalThis, "setTimeout", (work, pause) => later.push([work, pause]));
    await agent.keep();
    ports[0].end();
    assert.deepEqual(later.map(([, pause]) => pause).filter((pause) => pause < 30000), [2000]);
    const [again] = later.find(([, pause]) => pause === 2000);
    again();
    await until(() => ports.length === 2);
    assert.equal(ports.length, 2);
});
