// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What became of a mail that was let go.  Thunderbird tells an add-on nothing of a failure: a
// mail has gone when it is out of the Outbox and in Sent, and has not while it lies in the
// Outbox.  The Sent copy is compared with what was judged; what stays is shown, with what can
// be done.  Message-IDs and addresses stand here only in storage.session, which is memory.
import {AgentError} from "../lib/agent.js";
import {word} from "../lib/words.js";
import {importFile, findOutbox, replaceHead, takeOut} from "./deliver.js";
import {findSent, isSameMail, sentFolders, trashFolders} from "./sent.js";
import {fieldBody, forOne, readHead, variantOf, withoutClientFields} from "./raw.js";

const KEY = "outbox";
const EVERY = 5000; /* ms between two looks while something is waited for */
const SETTLE = 1000; /* ms from an event until a look */
const PATIENCE = 20000; /* ms that a mail may lie in the Outbox */
const BYTES_A_SECOND = 50000; /* of a slow line */
const NO_COPY = 60000; /* ms after which a mail that left has no copy in Sent */
const FORGET = 14 * 60000; /* ms: the agent's tickets live 15 minutes */
const WINDOW = "outbox-window";
const ALARM = "outbox";
const BACKGROUND = "mailnews.sendInBackground";
const NOTICES = "outbox-notices";
const PAGE = "pages/outbox.html";

/** Whether a mail of @size bytes should long be out of the Outbox, @age ms after its import. */
export function isOverdue({size = 0}, age) {
    return age > PATIENCE + (size / BYTES_A_SECOND) * 1000;
}

/** Why a mail lies in the Outbox, as far as can be known. */
export function reasonFor({isOnline, inBackground}) {
    if (!isOnline) {
        return word("outboxOffline");
    }
    return inBackground ? word("outboxServer") : word("outboxByHand");
}

const bareAddress = (text) => (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();

/** A mail that lay in the Outbox when Thunderbird was started; the agent knows no ticket. */
export function leftOver({headerMessageId, recipients, ccList, bccList, subject, size}, at) {
    const people = [...recipients, ...ccList, ...bccList].map(bareAddress);
    return {messageId: headerMessageId, recipients: people, subject, size, at, ticket: ""};
}

class Outbox {
    #turn = Promise.resolve(); /* one look or change at a time */
    #timer = null;

    constructor(context) {
        this.context = context;
        this.browser = context.browser;
        this.agent = context.agent;
    }

    /** Follows messages that were put into the Outbox: [{messageId, recipients, size}]. */
    async watch({ticket, identityId, messages}) {
        const at = Date.now();
        const entries = messages.map((message) => ({...message, ticket, identityId, at}));
        await this.#change((list) => [...list, ...entries]);
        this.#tellByHand(ticket).catch((error) => console.error(error));
    }

    /** Follows a mail that Thunderbird writes itself, so that its Message-ID is not known. */
    expect({ticket, tabId, subject, recipients}) {
        const entry = {ticket, tabId, subject, recipients, at: Date.now()};
        return this.#change((list) => [
            ...list.filter((each) => each.messageId || each.tabId !== tabId),
            entry,
        ]);
    }

    /** Thunderbird was started: follows what lies in the Outbox from before. */
    async adopt() {
        const {id: folderId} = await findOutbox(this.browser);
        const {messages} = await this.browser.messages.query({folderId});
        const found = messages.map((message) => leftOver(message, Date.now()));
        const isNew = (list) => ({messageId}) => !list.some((one) => one.messageId === messageId);
        await this.#change((list) => [...list, ...found.filter(isNew(list))]);
    }

    /** Something happened to mail. */
    look() {
        return this.#inTurn(() => this.#lookNow());
    }

    /* Thunderbird says what it sent itself; not in the background. */
    afterSend(tabId, {messages = [], headerMessageId}) {
        return this.#change((list) =>
            list.map((entry) =>
                !entry.messageId && entry.tabId === tabId && headerMessageId
                    ? {...entry, messageId: headerMessageId, sentId: messages[0]?.id}
                    : entry,
            ),
        );
    }

    #inTurn(work) {
        const turn = this.#turn.catch(() => {}).then(work);
        this.#turn = turn;
        return turn;
    }

    async #read() {
        return (await this.browser.storage.session.get(KEY))[KEY] ?? [];
    }

    #write(list) {
        return this.browser.storage.session.set({[KEY]: list});
    }

    async #change(make) {
        await this.#inTurn(async () => this.#write(make(await this.#read())));
        this.#wait();
    }

    /* The timer while this page lives; the alarm wakes it if it does not. */
    #wait() {
        this.browser.alarms.create(ALARM, {delayInMinutes: 0.5});
        if (this.#timer === null) {
            this.#timer = setTimeout(() => {
                this.#timer = null;
                this.look().catch((error) => console.error(error));
            }, EVERY);
        }
    }

    async #lookNow() {
        const list = await this.#read();
        if (list.length === 0) {
            return;
        }
        const folders = {
            outbox: await findOutbox(this.browser).catch(() => null),
            sent: await sentFolders(this.browser),
        };
        const kept = [];
        for (const entry of list) {
            const left = await this.#follow(entry, folders, list).catch((error) => {
                console.error(error);
                return entry;
            });
            if (left !== null) {
                kept.push(left);
            }
        }
        await this.#write(kept);
        await this.#tell(list, kept);
        if (kept.length > 0) {
            this.#wait();
        }
    }

    /* The entry as it stands now; null when nothing more is to be done about it. */
    async #follow(entry, folders, list) {
        const named = entry.messageId ? entry : await this.#name(entry, folders, list);
        const age = Date.now() - named.at;
        if (!named.messageId) {
            return age > FORGET ? null : named;
        }
        if (await this.#isIn(folders.outbox, named.messageId)) {
            return {...named, isStuck: named.isByHand === true || isOverdue(named, age)};
        }
        const copy = await findSent(this.browser, folders.sent, named);
        if (copy !== null) {
            await this.#confirm(named, copy);
            return null;
        }
        if (await this.#isThrownAway(named.messageId)) {
            await this.#giveUp(named, list.filter((each) => each !== entry));
            return null;
        }
        const leftAt = named.leftAt ?? Date.now();
        if (Date.now() - leftAt > NO_COPY) {
            await this.#confirm(named, null); /* no copies are kept for this identity */
            return null;
        }
        return {...named, leftAt, isStuck: false};
    }

    /* Finds the Message-ID of a mail that Thunderbird wrote. */
    async #name(entry, {outbox, sent}, list) {
        const taken = new Set(list.map(({messageId}) => messageId));
        const ids = [outbox?.id, ...sent].filter((id) => id !== undefined);
        const query = {folderId: ids, fromDate: new Date(entry.at - 5000)};
        const {messages} = await this.browser.messages.query(query);
        const found = messages.find(
            (message) => !taken.has(message.headerMessageId) && isSameMail(entry, message),
        );
        return found ? {...entry, messageId: found.headerMessageId, size: found.size} : entry;
    }

    async #isInBackground() {
        const {values} = await this.agent
            .call("prefs", {names: [BACKGROUND]})
            .catch(() => ({values: {}}));
        return values?.[BACKGROUND] === true;
    }

    /* Without background sending nothing goes by itself, which need not be waited for. */
    async #tellByHand(ticket) {
        if (!(await this.#isInBackground())) {
            const mark = (entry) => (entry.ticket === ticket ? {...entry, isByHand: true} : entry);
            await this.#change((list) => list.map(mark));
            await this.look();
        }
    }

    async #isIn(outbox, headerMessageId) {
        if (outbox === null) {
            return false;
        }
        const query = {folderId: outbox.id, headerMessageId};
        return (await this.browser.messages.query(query)).messages.length > 0;
    }

    /* She has deleted it in the Outbox, so it was not sent. */
    async #isThrownAway(headerMessageId) {
        const folderId = (await trashFolders(this.browser)).map(({id}) => id);
        const query = {folderId, headerMessageId};
        return (
            folderId.length > 0 && (await this.browser.messages.query(query)).messages.length > 0
        );
    }

    /* It has gone: recorded, and its copy compared with what was judged. */
    async #confirm({ticket, messageId, recipients}, copy) {
        if (ticket === "") {
            return;
        }
        try {
            await this.agent.call("sent", {ticket, messages: [[messageId, recipients]]});
            if (copy !== null) {
                await this.#check(ticket, copy);
            }
        } catch (error) {
            const words = error instanceof AgentError ? error.words : word("sendFailed");
            await this.#notify(word("notRecorded"), words);
        }
    }

    async #check(ticket, {id}) {
        const raw = await this.browser.messages.getRaw(id, {data_format: "File"});
        const blob = await this.agent.putNew(raw, "sent");
        try {
            const {same, words} = await this.agent.call("check", {ticket, blob});
            if (same !== true) {
                await this.#notify(word("notSame"), words ?? "");
            }
        } finally {
            await this.agent.drop([blob]);
        }
    }

    /* What must be seen, also if the system shows no notifications. */
    async #notify(title, message) {
        const {notifications, storage} = this.browser;
        const {[NOTICES]: notices = []} = await storage.session.get(NOTICES);
        await storage.session.set({[NOTICES]: [...notices, {title, message}]});
        const iconUrl = "icons/hemostat.svg";
        notifications.create({type: "basic", iconUrl, title, message}).catch(() => {});
        await this.#open();
    }

    /** The person has read the notices. */
    clearNotices() {
        return this.browser.storage.session.remove(NOTICES);
    }

    /* Shows what has become stuck; a window that is open says what has changed. */
    async #tell(before, after) {
        const wasStuck = new Set(
            before.filter(({isStuck}) => isStuck).map(({messageId}) => messageId),
        );
        const isNew = ({isStuck, messageId}) => isStuck && !wasStuck.has(messageId);
        if (after.some(isNew)) {
            await this.#open();
        }
        const notice = {hemostat: "outbox-changed"};
        this.browser.runtime.sendMessage(notice).catch(() => {});
    }

    async #open() {
        const {storage, windows} = this.browser;
        const {[WINDOW]: known} = await storage.session.get(WINDOW);
        const raise = () => windows.update(known, {focused: true});
        if (known !== undefined && (await raise().catch(() => null)) !== null) {
            return;
        }
        const {id} = await windows.create({
            type: "popup",
            url: PAGE,
            width: 620,
            height: 460,
            allowScriptsToClose: true,
        });
        await storage.session.set({[WINDOW]: id});
    }

    /** What lies in the Outbox too long, and why: {notices, reason, mails}. */
    async show() {
        const stuck = (await this.#read()).filter(({isStuck}) => isStuck);
        const inBackground = await this.#isInBackground();
        const {[NOTICES]: notices = []} = await this.browser.storage.session.get(NOTICES);
        return {
            notices,
            reason: reasonFor({isOnline: navigator.onLine, inBackground}),
            mails: stuck.map(({messageId, recipients, subject}) => ({
                messageId,
                names: recipients.join(", "),
                subject: subject ?? "",
                canSplit: recipients.length > 1,
            })),
        };
    }

    /** What the person chose: again, split or out. */
    choose({act, messageId}) {
        const work = {again: this.#again, split: this.#split, out: this.#out}[act];
        return this.#inTurn(async () => {
            const list = await this.#read();
            const entry = list.find((each) => each.messageId === messageId);
            if (entry === undefined || work === undefined) {
                return;
            }
            const rest = list.filter((each) => each !== entry);
            try {
                await this.#write([...rest, ...(await work.call(this, entry, rest))]);
            } catch (error) {
                await this.#write([...rest, ...(error.made ?? [entry])]);
                throw error;
            } finally {
                this.#wait();
            }
        });
    }

    async #out(entry, rest) {
        await takeOut(this.browser, await findOutbox(this.browser), [entry.messageId]);
        await this.#giveUp(entry, rest);
        return [];
    }

    /* The agent need not wait for @entry; it does while @rest has more of the same mail. */
    async #giveUp({ticket}, rest) {
        if (ticket && !rest.some((each) => each.ticket === ticket)) {
            await this.agent.call("abandon", {ticket}).catch(() => {});
        }
    }

    /* Any new message makes Thunderbird try the whole Outbox again. */
    async #again(entry) {
        const {outbox, file} = await this.#readRaw(entry);
        const {head, length} = await readHead(file);
        const whole = replaceHead(file, length, withoutClientFields(head));
        return this.#replace(outbox, entry, [[whole, {}]]);
    }

    /* One refused recipient stops a message for all of them, so each gets one of his own. */
    async #split(entry) {
        const {outbox, file} = await this.#readRaw(entry);
        const {head, length} = await readHead(file);
        const plain = withoutClientFields(head);
        const each = entry.recipients.map((address, i) => {
            const messageId = variantOf(entry.messageId, `r${i + 1}`);
            const one = replaceHead(file, length, forOne(plain, address, messageId));
            return [one, {messageId, recipients: [address], size: one.size}];
        });
        return this.#replace(outbox, entry, each);
    }

    /* Puts @files into the place of the message of @entry: [[file, what differs]].  A second
     * one of its name would be refused, so it goes first, but only as far as the Trash until
     * they are in: it is never in this page's memory alone. */
    async #replace(outbox, entry, files) {
        const made = [];
        const {messageId, ticket} = entry;
        const {browser} = this;
        await takeOut(browser, outbox, [messageId], false);
        try {
            for (const [file, changes] of files) {
                await importFile(browser, file, outbox);
                made.push({...entry, ...changes, ticket, at: Date.now(), isStuck: false});
            }
        } catch {
            throw Object.assign(new AgentError("failed", word("outboxInTrash")), {made});
        }
        await this.#clearTrash(messageId).catch((error) => console.error(error));
        return made;
    }

    async #clearTrash(messageId) {
        for (const trash of await trashFolders(this.browser)) {
            await takeOut(this.browser, trash, [messageId]);
        }
    }

    async #readRaw({messageId}) {
        const outbox = await findOutbox(this.browser);
        const query = {folderId: outbox.id, headerMessageId: messageId};
        const {messages} = await this.browser.messages.query(query);
        if (messages.length === 0) {
            throw new AgentError("failed", word("outboxGone"));
        }
        const found = await this.browser.messages.getRaw(messages[0].id, {data_format: "File"});
        const file = new Blob([await found.arrayBuffer()]);
        if (fieldBody((await readHead(file)).head, "From") === "") {
            throw new AgentError("failed", word("outboxRefused"));
        }
        return {outbox, file};
    }
}

/** Registers the listeners of this part. */
export function start(context) {
    const {browser} = context;
    const outbox = new Outbox(context);
    const look = () => outbox.look().catch((error) => console.error(error));
    let timer = null;
    /* Mail comes and goes in bursts, and Thunderbird may just be sending one. */
    const lookSoon = () => {
        timer ??= setTimeout(() => {
            timer = null;
            look();
        }, SETTLE);
    };
    context.outbox = outbox;

    browser.compose.onAfterSend.addListener((tab, info) =>
        outbox.afterSend(tab.id, info).then(lookSoon),
    );
    browser.alarms.onAlarm.addListener(({name}) => name === ALARM && look());
    browser.runtime.onStartup.addListener(() =>
        outbox.adopt().catch((error) => console.error(error)),
    );
    browser.messages.onDeleted.addListener(lookSoon);
    browser.folders.onFolderInfoChanged.addListener(lookSoon);
    browser.runtime.onMessage.addListener((message) => {
        if (message?.hemostat !== "outbox") {
            return undefined;
        }
        const acts = {show: () => outbox.show(), read: () => outbox.clearNotices()};
        return (acts[message.act] ?? (() => outbox.choose(message)))();
    });
    look();
}
