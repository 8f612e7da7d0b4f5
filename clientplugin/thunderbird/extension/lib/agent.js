// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The way to the agent: one native messaging port to hemostat-native, opened when it is first
// wanted and again after it was lost.  Every call ends: with an answer, at its deadline, or when
// the port is lost.  Mail travels as blobs in small pieces, since one large frame stops all
// native messaging of Thunderbird.  It keeps nothing of a mail once the pieces are handed over.
import {word} from "./words.js";

const HOST = "org.hemostat.thunderbird";
const VERSION = 1;
const PIECE = 256 * 1024; /* bytes of a put, as the host takes them */
const AHEAD = 3; /* pieces under way at a time */
const DEADLINE = 30000; /* ms */
const FIRST_PAUSE = 2000; /* ms before a lost way is opened again; then twice as long */
const LAST_PAUSE = 60000; /* ms */
const AWAY = ["missing", "unreachable", "timed-out"];
const PATIENCE = 5000; /* ms for a host that was silent so long */

/** What went wrong, in words for the person; code as the agent's (held, changed ...). */
export class AgentError extends Error {
    constructor(code, words) {
        super(words);
        this.name = "AgentError";
        this.code = code;
        this.words = words;
    }

    /** Nobody answers; any other code is an answer. */
    get isAway() {
        return AWAY.includes(this.code);
    }
}

/** @bytes in base64. */
export function encodeBase64(bytes) {
    if (typeof bytes.toBase64 === "function") {
        return bytes.toBase64();
    }
    let text = "";
    for (let i = 0; i < bytes.length; i += 0x2000) {
        text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
    }
    return btoa(text);
}

/** The bytes that base64 @text stands for. */
export function decodeBase64(text) {
    if (typeof Uint8Array.fromBase64 === "function") {
        return Uint8Array.fromBase64(text);
    }
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/* What a closed port means; Thunderbird says the same of a missing and of a broken manifest,
 * and of a program that is not where the manifest says only that it ended. */
function lossOf(error, hasSpoken) {
    if (/no such native application/i.test(error?.message ?? "")) {
        return new AgentError("missing", word("hostMissing"));
    }
    if (!hasSpoken) {
        return new AgentError("missing", word("hostSilent"));
    }
    return new AgentError("unreachable", word("hostEnded"));
}

/* One opened port and the calls that wait on it. */
class Link {
    constructor(port, fire) {
        this.port = port;
        this.fire = fire;
        this.calls = new Map();
        this.nextId = 1;
        this.heard = 0; /* frames */
        this.lost = null;
        this.doubted = false;
        port.onMessage.addListener((frame) => this.take(frame));
        port.onDisconnect.addListener((gone) => this.lose(lossOf(gone?.error, this.heard > 0)));
    }

    take(frame) {
        this.heard++;
        if (typeof frame?.event === "string") {
            this.takeEvent(frame);
            return;
        }
        const waiting = this.calls.get(frame?.id);
        if (!waiting) {
            return; /* answered after its deadline */
        }
        if (frame.error) {
            const {code, words} = frame.error;
            waiting.reject(new AgentError(code ?? "failed", words ?? word("agentFailed")));
        } else {
            waiting.resolve(frame.ok ?? {});
        }
    }

    takeEvent(frame) {
        if (frame.event === "fault") {
            this.close(new AgentError("failed", frame.words ?? word("agentFailed")));
        } else {
            this.fire(frame);
        }
    }

    close(why) {
        this.lose(why);
        this.port.disconnect();
    }

    lose(why) {
        if (this.lost) {
            return;
        }
        this.lost = why;
        for (const {reject} of [...this.calls.values()]) {
            reject(why);
        }
        this.fire({event: "lost", code: why.code, words: why.words});
    }

    call(name, members, deadline) {
        if (this.lost) {
            return Promise.reject(this.lost);
        }
        const id = this.nextId++;
        const heard = this.heard;
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => this.expire(id, heard), deadline);
            const settle = (how) => (value) => {
                clearTimeout(timer);
                this.calls.delete(id);
                how(value);
            };
            this.calls.set(id, {resolve: settle(resolve), reject: settle(reject)});
            try {
                this.port.postMessage({...members, id, call: name});
            } catch {
                this.close(new AgentError("unreachable", word("hostEnded")));
            }
        });
    }

    /* A host that says nothing, not even to a simple question, hangs: the next call gets
     * another one.  One that only waits for the agent keeps its blobs. */
    expire(id, heard) {
        const late = new AgentError("timed-out", word("agentLate"));
        const waiting = this.calls.get(id);
        waiting?.reject(late);
        if (this.heard === heard && !this.doubted) {
            this.doubted = true;
            this.call("prefs", {names: []}, PATIENCE)
                .catch(() => {})
                .then(() => {
                    this.doubted = false;
                    if (this.heard === heard) {
                        this.close(late);
                    }
                });
        }
    }
}

export class Agent {
    constructor(browser) {
        this.browser = browser;
        this.listeners = new Set();
        this.opening = null; /* a promise of a Link that has said hello */
        this.puts = 0;
    }

    /** Tells @listener every event of the host, and {event: "lost"} when all blobs are gone. */
    onEvent(listener) {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    /** Opens the way now, and again whenever it is lost: the agent warns of a Thunderbird that
     * nobody speaks for. */
    keep() {
        let pause = FIRST_PAUSE;
        let timer = null;
        const open = () =>
            this.#open(DEADLINE).then(
                () => {
                    pause = FIRST_PAUSE;
                },
                () => openLater(),
            );
        const openLater = () => {
            timer ??= setTimeout(() => {
                timer = null;
                open();
            }, pause);
            pause = Math.min(2 * pause, LAST_PAUSE);
        };
        this.onEvent(({event}) => event === "lost" && openLater());
        return open();
    }

    /** Calls @name of the host; resolves with its answer, rejects with an AgentError. */
    async call(name, members = {}, {deadline = DEADLINE} = {}) {
        const link = await this.#open(deadline);
        return link.call(name, members, deadline);
    }

    /** Hands @blob to the host in pieces under @name, in place of what had that name. */
    async put(name, blob, {deadline = DEADLINE} = {}) {
        const link = await this.#open(deadline);
        const under = new Set();
        let offset = 0;
        do {
            const end = Math.min(offset + PIECE, blob.size);
            const bytes = new Uint8Array(await blob.slice(offset, end).arrayBuffer());
            const members = {blob: name, data: encodeBase64(bytes), last: end === blob.size};
            const sent = link.call("put", members, deadline);
            const done = sent.finally(() => under.delete(done));
            done.catch(() => {}); /* seen by the race or by all() */
            under.add(done);
            if (under.size >= AHEAD) {
                await Promise.race(under);
            }
            offset = end;
        } while (offset < blob.size);
        await Promise.all(under);
    }

    /** Hands @blob over under a name of its own and resolves with that name. */
    async putNew(blob, prefix = "blob") {
        const name = this.newName(prefix);
        await this.put(name, blob);
        return name;
    }

    /** A name that no other blob of this add-on has. */
    newName(prefix = "blob") {
        return `${prefix}-${++this.puts}-${crypto.randomUUID()}`;
    }

    /** The blob @name, of @size bytes, in pieces; some are always under way. */
    async getPieces(name, size, {deadline = DEADLINE} = {}) {
        const link = await this.#open(deadline);
        const ask = async (offset) => {
            const {data} = await link.call("get", {blob: name, offset}, deadline);
            return decodeBase64(data);
        };
        const pieces = [await ask(0)];
        const step = pieces[0].length;
        for (let offset = step; step > 0 && offset < size; offset += AHEAD * step) {
            const offsets = Array.from({length: AHEAD}, (_, i) => offset + i * step);
            const asked = offsets.filter((one) => one < size).map(ask);
            pieces.push(...(await Promise.all(asked)));
        }
        if (pieces.reduce((sum, piece) => sum + piece.length, 0) !== size) {
            throw new AgentError("failed", word("agentFailed"));
        }
        return pieces;
    }

    /** Forgets blobs; a failure does not matter, as the host forgets them when it ends. */
    async drop(names) {
        if (names.length > 0) {
            await this.call("drop", {blobs: names}).catch(() => {});
        }
    }

    #fire(event) {
        if (event.event === "lost") {
            this.opening = null;
        }
        for (const listener of this.listeners) {
            try {
                listener(event);
            } catch (error) {
                console.error(error);
            }
        }
    }

    #open(deadline) {
        if (this.opening === null) {
            const opening = this.#connect(deadline);
            this.opening = opening;
            opening.catch(() => {
                if (this.opening === opening) {
                    this.opening = null;
                }
            });
        }
        return this.opening;
    }

    async #connect(deadline) {
        let port;
        try {
            port = this.browser.runtime.connectNative(HOST);
        } catch (error) {
            throw lossOf(error, false);
        }
        const link = new Link(port, (event) => this.#fire(event));
        const extension = this.browser.runtime.getManifest().version;
        const hello = await link.call("hello", {version: VERSION, extension}, deadline);
        if (hello.version !== VERSION) {
            const error = new AgentError("version", word("hostVersion"));
            link.close(error);
            throw error;
        }
        this.#fire({event: "hello", ...hello});
        return link;
    }
}
