// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What the host already holds of the mails that are being written: attachments and pictures,
// by composer.  It dies with the host, and the host with this page, so this lives in memory
// only; what is lost is made again when it is next wanted.  Holds names, never bytes.

/** The blobs of all composers. */
export class ComposerBlobs {
    constructor({agent}) {
        this.agent = agent;
        this.composers = new Map(); /* tab id: Map of key: {name, host, done} */
        this.turns = new Map(); /* tab id: a promise of the last turn() */
        this.host = 0; /* how many there have been */
        agent.onEvent(({event}) => event === "lost" && this.#lose());
    }

    /**
     * The name of the blob @key of composer @tabId, once the host has it whole.  make() gives
     * its bytes (a Blob) if the host has not been given them yet.
     */
    take(tabId, key, make) {
        if (!this.composers.has(tabId)) {
            this.composers.set(tabId, new Map());
        }
        const kept = this.composers.get(tabId);
        if (!kept.has(key)) {
            const entry = this.#put(make);
            entry.done.catch(() => kept.get(key) === entry && this.#forget(kept, key));
            kept.set(key, entry);
        }
        return kept.get(key).done;
    }

    /** Does @work after what else is done in a turn of composer @tabId. */
    turn(tabId, work) {
        const before = this.turns.get(tabId) ?? Promise.resolve();
        const turn = before.then(work, work);
        this.turns.set(tabId, turn);
        return turn;
    }

    /** Drops those of composer @tabId that isLeft(key) is true for. */
    drop(tabId, isLeft) {
        const kept = this.composers.get(tabId) ?? new Map();
        for (const key of [...kept.keys()].filter(isLeft)) {
            this.#forget(kept, key);
        }
    }

    /** Drops all of composer @tabId, which has closed. */
    close(tabId) {
        this.drop(tabId, () => true);
        this.composers.delete(tabId);
        this.turns.delete(tabId);
    }

    #lose() {
        this.host++;
        this.composers.clear();
    }

    #put(make) {
        const name = this.agent.newName("part");
        const put = async () => {
            await this.agent.put(name, await make());
            return name;
        };
        return {name, host: this.host, done: put()};
    }

    /* Not before its last piece, as a piece after the drop would begin another blob; and not
     * at all if its host is gone, as a new one would be started for that. */
    #forget(kept, key) {
        const {name, host, done} = kept.get(key);
        const drop = () => host === this.host && this.agent.drop([name]);
        kept.delete(key);
        done.then(drop, drop);
    }
}

/** The one of this page. */
export function blobsOf(context) {
    context.blobs ??= new ComposerBlobs(context);
    return context.blobs;
}
