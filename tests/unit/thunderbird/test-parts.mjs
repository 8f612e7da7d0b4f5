// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Attachments and pictures of a mail that is being written, and what the host holds of them.
import assert from "node:assert/strict";
import {File} from "node:buffer";
import {webcrypto} from "node:crypto";
import {test} from "node:test";

import {
    checkSize, partsOf, start, typeOf,
} from "../../../clientplugin/thunderbird/extension/send/attachments.js";
import {
    ComposerBlobs,
} from "../../../clientplugin/thunderbird/extension/send/composer-blobs.js";
import {
    cidOf, findAttachment, kindOf, readDataUrl,
} from "../../../clientplugin/thunderbird/extension/send/pictures.js";

const TAB = 4;

globalThis.crypto ??= webcrypto;
globalThis.messenger = {i18n: {getMessage: (key, values) => [key, ...values].join(" ")}};

const tick = () => new Promise(setImmediate);

/* A host that keeps what it is given; say() tells an event to all. */
class FakeAgent {
    constructor() {
        this.blobs = new Map();
        this.dropped = [];
        this.listeners = [];
        this.names = 0;
        this.failures = []; /* of the next puts */
    }

    onEvent(listener) {
        this.listeners.push(listener);
    }

    say(event) {
        this.listeners.forEach((listener) => listener(event));
    }

    newName() {
        return `part-${++this.names}`;
    }

    async put(name, blob) {
        const text = await blob.text();
        const failure = this.failures.shift();
        if (failure) {
            this.say({event: "lost"});
            throw Object.assign(new Error(failure), {code: failure});
        }
        this.blobs.set(name, text);
    }

    async drop(names) {
        this.dropped.push(...names);
        names.forEach((name) => this.blobs.delete(name));
    }
}

function makeFile(text, name, lastModified = 1) {
    return new File([text], name, {type: "text/plain", lastModified});
}

/* A Thunderbird with one composer that has @attachments, {id, name, file}. */
function setUp(attachments) {
    const heard = {};
    const event = (name) => ({addListener: (listener) => (heard[name] = listener)});
    const agent = new FakeAgent();
    const browser = {
        compose: {
            onAttachmentAdded: event("added"),
            onAttachmentRemoved: event("removed"),
            listAttachments: async () => attachments.map(({id, name}) => ({id, name})),
            getAttachmentFile: async (id) => attachments.find((each) => each.id === id).file(),
        },
        tabs: {
            onCreated: event("created"),
            onRemoved: event("closed"),
            query: async () => [{id: TAB}],
        },
    };
    const context = {agent, browser};
    start(context);
    return {context, agent, heard};
}

test("a file goes to the host when it is attached, and not again for Send", async () => {
    const attachments = [{id: 1, name: "a.txt", file: () => makeFile("A", "a.txt")}];
    const {context, agent, heard} = setUp(attachments);
    await heard.added({id: TAB});
    assert.deepEqual([...agent.blobs.values()], ["A"]);
    const parts = await partsOf(context, TAB);
    assert.deepEqual(parts, [
        {name: "a.txt", type: "text/plain", disposition: "attachment", blob: "part-1"},
    ]);
});

test("parts are in the composer's order, with the names that it shows", async () => {
    const attachments = [
        {id: 2, name: "second.txt", file: () => makeFile("2", "x")},
        {id: 1, name: "renamed.txt", file: () => makeFile("1", "y")},
    ];
    const {context} = setUp(attachments);
    const parts = await partsOf(context, TAB);
    assert.deepEqual(parts.map(({name}) => name), ["second.txt", "renamed.txt"]);
});

test("a file that was written to since is taken anew, the old bytes are dropped", async () => {
    let file = makeFile("old", "a.txt", 1);
    const attachments = [{id: 1, name: "a.txt", file: () => file}];
    const {context, agent} = setUp(attachments);
    const [before] = await partsOf(context, TAB);
    file = makeFile("new", "a.txt", 2);
    const [after] = await partsOf(context, TAB);
    await tick();
    assert.equal(agent.blobs.get(after.blob), "new");
    assert.deepEqual(agent.dropped, [before.blob]);
});

test("a file that is detached or whose composer closes is dropped", async () => {
    const attachments = [
        {id: 1, name: "a", file: () => makeFile("A", "a")},
        {id: 2, name: "b", file: () => makeFile("B", "b")},
    ];
    const {agent, heard} = setUp(attachments);
    await heard.created({id: TAB, type: "messageCompose"});
    await heard.added({id: TAB});
    attachments.shift();
    await heard.removed({id: TAB}, 1);
    await tick();
    assert.deepEqual([...agent.blobs.values()], ["B"]);
    heard.closed(TAB);
    await tick();
    assert.equal(agent.blobs.size, 0);
});

test("what a lost host had is given to the next one", async () => {
    const attachments = [{id: 1, name: "a", file: () => makeFile("A", "a")}];
    const {context, agent} = setUp(attachments);
    await partsOf(context, TAB);
    agent.blobs.clear();
    agent.say({event: "lost"});
    const [{blob}] = await partsOf(context, TAB);
    assert.equal(agent.blobs.get(blob), "A");
    assert.deepEqual(agent.dropped, []);
});

test("a host that is lost while it is given a file is replaced once", async () => {
    const attachments = [{id: 1, name: "a", file: () => makeFile("A", "a")}];
    const {context, agent} = setUp(attachments);
    agent.failures = ["unreachable"];
    assert.equal((await partsOf(context, TAB)).length, 1);
    agent.say({event: "lost"});
    agent.failures = ["unreachable", "unreachable"];
    await assert.rejects(partsOf(context, TAB), {code: "unreachable"});
});

test("a file that cannot be read, or files that are too large, hold the mail", async () => {
    const fail = async () => {
        throw new Error("no file");
    };
    const {context} = setUp([{id: 1, name: "gone.pdf", file: fail}]);
    await assert.rejects(partsOf(context, TAB), {words: "attachmentUnreadable gone.pdf"});
    checkSize([{size: 25e6}, {size: 20e6}]);
    assert.throws(() => checkSize([{size: 25e6}, {size: 25e6}]), {words: "attachmentsLarge 50 48"});
});

test("a list that was begun earlier does not drop what was attached since", async () => {
    const attachments = [{id: 1, name: "a", file: () => makeFile("A", "a")}];
    const {context, agent} = setUp(attachments);
    const {compose} = context.browser;
    const list = compose.listAttachments;
    let goOn;
    compose.listAttachments = async (tabId) => {
        const found = await list(tabId);
        await new Promise((resolve) => (goOn = resolve));
        return found;
    };
    const early = partsOf(context, TAB);
    while (!goOn) {
        await tick();
    }
    compose.listAttachments = list;
    attachments.push({id: 2, name: "b", file: () => makeFile("B", "b")});
    const late = partsOf(context, TAB);
    await tick();
    goOn();
    await early;
    const parts = await late;
    await tick();
    assert.deepEqual(parts.map(({blob}) => agent.blobs.get(blob)), ["A", "B"]);
});

test("a blob under way is dropped only after its last piece", async () => {
    const agent = new FakeAgent();
    const blobs = new ComposerBlobs({agent});
    let give;
    const taken = blobs.take(TAB, "key", () => new Promise((resolve) => (give = resolve)));
    blobs.close(TAB);
    await tick();
    assert.deepEqual(agent.dropped, []);
    give(new Blob(["x"]));
    await taken;
    await tick();
    assert.deepEqual(agent.dropped, ["part-1"]);
});

test("only a whole media type is written", () => {
    assert.equal(typeOf("Text/Plain; charset=utf-8"), "text/plain");
    for (const type of ["", undefined, "text", "text/", "text/pl ain", "a/b\r\nX: y"]) {
        assert.equal(typeOf(type), "application/octet-stream", String(type));
    }
});

test("what a data: address holds", () => {
    const text = (url) => new TextDecoder().decode(readDataUrl(url).bytes);
    assert.equal(text("data:image/png;base64,aGVsbG8="), "hello");
    assert.equal(text("data:image/png;base64,aGVs\n bG8%3D"), "hello");
    assert.equal(text("data:,a%20b"), "a b");
    assert.deepEqual([...readDataUrl("data:image/gif,%ffa").bytes], [255, 97]);
    const {type, name} = readDataUrl("data:image/png;filename=a%20b.png;base64,aA==");
    assert.deepEqual({type, name}, {type: "image/png", name: "a b.png"});
    assert.equal(readDataUrl("data:image/png;base64,***"), null);
});

test("which pictures go along", () => {
    const table = [
        ["data:image/png;base64,aA==", {isPicture: true, isMarked: false}, "data"],
        ["data:image/png;base64,aA==", {isPicture: true, isMarked: true}, "data"],
        ["data:text/html,x", {isPicture: false, isMarked: false}, "data"],
        ["https://example.org/a.png", {isPicture: true, isMarked: false}, "stay"],
        ["cid:a@b", {isPicture: true, isMarked: false}, "fetch"],
        ["cid:a@b", {isPicture: true, isMarked: true}, "stay"],
        ["file:///a.png", {isPicture: true, isMarked: false}, "fetch"],
        ["mailbox:///a?number=1&part=1.2", {isPicture: true, isMarked: false}, "fetch"],
        ["imap://u@h/fetch>UID", {isPicture: false, isMarked: false}, "stay"],
        ["a.png", {isPicture: true, isMarked: false}, "stay"],
        ["https://x.example/a.pdf", {isPicture: false, isMarked: false, isWanted: true}, "far"],
        ["https://x.example/a.png", {isPicture: true, isMarked: false, isWanted: true}, "far"],
        ["https://x.example/a.png", {isPicture: true, isMarked: false}, "stay"],
        ["nntp://x.example/1", {isPicture: false, isMarked: false}, "far"],
    ];
    for (const [url, place, expected] of table) {
        assert.equal(kindOf(url, place), expected, url);
    }
});

test("a picture is found in the original by its id or its place", () => {
    const attachments = [
        {contentId: "<a@b>", partName: "1.2"},
        {contentId: "c d@e", partName: "1.3"},
        {partName: "2"},
    ];
    assert.equal(findAttachment(attachments, "cid:a@b").partName, "1.2");
    assert.equal(findAttachment(attachments, "cid:c%20d@e").partName, "1.3");
    assert.equal(findAttachment(attachments, "mailbox:///x?number=9&part=2&f=a").partName, "2");
    assert.equal(findAttachment(attachments, "cid:none@b"), undefined);
    assert.equal(findAttachment(attachments, "file:///a.png"), undefined);
});

test("the same picture has the same id, another one has another", async () => {
    const bytes = (text) => new TextEncoder().encode(text);
    assert.equal(await cidOf(bytes("a")), await cidOf(bytes("a")));
    assert.notEqual(await cidOf(bytes("a")), await cidOf(bytes("b")));
    assert.match(await cidOf(bytes("a")), /^[0-9a-f]{40}@[a-z]+$/);
});
