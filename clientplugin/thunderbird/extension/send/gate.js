// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Every press of Send comes here.  Thunderbird waits for the listener and has no deadline of
// its own: a listener that throws or never ends locks the composer for good.  So this one
// always ends, with {} or {details} only if the agent let the mail go, else with {cancel}; what
// then has to be asked or protected goes on outside of it.  An answered question leads to the
// same Send again, where the mail is taken and judged anew.
import {rungOf} from "../compose/rung.js";
import {AgentError} from "../lib/agent.js";
import {word} from "../lib/words.js";
import {capture, checkUnchanged} from "./capture.js";
import {Attempt, Ended} from "./deadline.js";
import {PREFS, afterwards, decide, isQuiet, letGo, wantsMore} from "./decide.js";
import {importAll, protect} from "./deliver.js";
import {Desk} from "./desk.js";
import {closeComposer, forgetDrafts, noteDraft, noteOrigin} from "./drafts.js";
import {viewOf} from "./view.js";

const DEADLINE = 30000; /* ms for the whole listener */
const PATIENCE = 500; /* ms until something is shown */
const RECOVERY = 500; /* ms */
const ANSWER_WAIT = 60000; /* ms */

const CANCEL = {cancel: true};

/* The words for a failure, whatever it was; nothing of a mail is in them. */
function wordsOf(error) {
    if (error instanceof AgentError) {
        return error.words;
    }
    if (error instanceof Ended) {
        return word("agentLate");
    }
    console.error(error);
    return word("sendFailed");
}

class Gate {
    constructor(context) {
        this.context = context;
        this.browser = context.browser;
        this.agent = context.agent;
        this.desk = new Desk(context);
        this.attempts = new Map(); /* tab id -> Attempt in the listener */
        this.jobs = new Set(); /* tab ids of mails that are being protected */
    }

    /* The listener. */
    async onSend(tab, details) {
        if (this.attempts.has(tab.id) || this.jobs.has(tab.id)) {
            this.desk.show(tab.id, {}).catch(() => {});
            return CANCEL;
        }
        const attempt = new Attempt(DEADLINE);
        const progress = setTimeout(() => this.#showProgress(tab.id, attempt), PATIENCE);
        this.attempts.set(tab.id, attempt);
        try {
            return await attempt.run(() => this.#judge(tab, details, attempt));
        } catch (error) {
            this.#fail(tab.id, error);
            return CANCEL;
        } finally {
            clearTimeout(progress);
            this.attempts.delete(tab.id);
        }
    }

    /* Thunderbird's own settings, as far as they change what becomes of a mail. */
    async #settings() {
        const {values} = await this.agent.call("prefs", {names: PREFS});
        return values ?? {};
    }

    #showProgress(tabId, attempt) {
        if (!attempt.isOver) {
            this.desk.show(tabId, {phase: "checking"}).catch(() => {});
        }
    }

    #fail(tabId, error) {
        const isWanted = error instanceof Ended && error.why === "cancelled";
        const shown = isWanted
            ? this.desk.close(tabId, ["answered"])
            : this.desk.show(tabId, {
                  phase: "failed",
                  ticket: "",
                  text: wordsOf(error),
                  had: error.had ?? "",
                  isAway: error.isAway === true,
                  isGone: error.isGone === true,
              });
        shown.catch((problem) => console.error(problem));
    }

    async #judge(tab, details, attempt) {
        const kept = this.desk.get(tab.id);
        kept.then(({ticket}) => this.#forget(ticket)); /* of an open question; it is asked anew */
        const {taken, settings, judged, isEncrypting} = await this.#twice(async () => {
            const asked = this.#settings();
            asked.catch(() => {}); /* seen where they are wanted */
            const [mail, {answered}, rung] = await Promise.all([
                capture(this.context, tab, details),
                kept,
                rungOf(tab.id, this.browser),
            ]);
            const answer = await this.#assess(details, mail, {rung, answered});
            return {taken: mail, settings: asked, ...answer};
        });
        if (attempt.isOver) {
            this.#forget(judged.ticket);
            return CANCEL;
        }
        const what = decide(judged, {isPublic: taken.isPublic, isEncrypting});
        if (what === "native") {
            return this.#letGo(tab, details, taken, judged, settings);
        }
        this.#goOn(what, tab, details, taken, judged);
        return CANCEL;
    }

    /* An agent that ended is started again; judging a mail twice harms nobody. */
    async #twice(work) {
        try {
            return await work();
        } catch (error) {
            if (error.code !== "unreachable") {
                throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, RECOVERY));
            return work();
        }
    }

    /* Judged once, and again as "end-to-end" if she wants more than the agent does. */
    async #assess(details, taken, {rung, answered = ""}) {
        const judged = await this.#ask(taken, {rung, answered});
        if (rung !== "" || !wantsMore(details, judged)) {
            return {judged, isEncrypting: false};
        }
        this.#forget(judged.ticket);
        const more = await this.#ask(taken, {rung: "end-to-end", answered});
        return {judged: more, isEncrypting: true};
    }

    async #ask({mail, blobs, envelope}, {rung, answered}) {
        const whole = {...envelope, rung, answered};
        const members = {mail, parts: blobs, envelope: whole};
        const judged = await this.agent.call("assess", members, {deadline: DEADLINE});
        if (typeof judged.verdict !== "string" || typeof judged.ticket !== "string") {
            throw new AgentError("failed", word("agentFailed"));
        }
        return judged;
    }

    #forget(ticket) {
        if (ticket) {
            this.agent.call("abandon", {ticket}).catch(() => {});
        }
    }

    #drop({blob}) {
        if (blob) {
            this.agent.drop([blob]);
        }
    }

    /* Thunderbird's settings, if it sends just what was judged. */
    async #checkNative(tab, details, {taken, judged, settings}) {
        try {
            const values = await settings;
            const why = afterwards(values, details);
            if (why !== null) {
                throw new AgentError("held", word(why));
            }
            await checkUnchanged(this.context, tab.id, taken.mark);
            return values;
        } catch (error) {
            this.#forget(judged.ticket);
            throw error;
        }
    }

    /* Thunderbird sends it in its own form. */
    async #letGo(tab, details, taken, judged, settings) {
        this.#drop(judged);
        const values = await this.#checkNative(tab, details, {taken, judged, settings});
        const expected = this.context.outbox.expect({
            ticket: judged.ticket,
            tabId: tab.id,
            subject: details.subject ?? "",
            recipients: taken.recipients.map(({email}) => email),
        });
        expected.catch((error) => console.error(error)); /* need not be waited for */
        this.desk.close(tab.id, ["answered"]).catch(() => {});
        return letGo(details, judged, {isQuiet: isQuiet(values)});
    }

    /* Outside of the listener. */
    #goOn(what, tab, details, taken, judged) {
        const next = {
            protect: () => this.#protect(tab, details, taken, judged),
            public: () => this.#holdPublic(judged),
            ask: () => this.#question(tab, judged),
            hold: () => this.#question(tab, judged),
        };
        next[what]().catch((error) => this.#fail(tab.id, error));
    }

    #question(tab, judged) {
        this.#drop(judged);
        return this.desk.show(tab.id, {
            phase: "asking",
            verdict: judged.verdict,
            ticket: judged.ticket,
            details: judged.details ?? {},
        });
    }

    async #holdPublic(judged) {
        this.#drop(judged);
        this.#forget(judged.ticket);
        throw new AgentError("held", word("newsgroupPublic"));
    }

    async #protect(tab, details, taken, judged) {
        const progress = setTimeout(
            () => this.desk.show(tab.id, {phase: "protecting"}).catch(() => {}),
            PATIENCE,
        );
        this.jobs.add(tab.id);
        try {
            await this.desk.patch(tab.id, {phase: "protecting"});
            const messages = await this.#makeMessages(tab, taken, judged);
            await this.#import(details, judged, messages);
            await this.#checkLeft(tab, taken);
            await closeComposer(this.context, tab.id);
            await this.desk.close(tab.id);
        } finally {
            clearTimeout(progress);
            this.jobs.delete(tab.id);
            this.#drop(judged);
        }
    }

    /* What she changes meanwhile must not be lost with the composer. */
    async #makeMessages(tab, taken, judged) {
        try {
            const messages = await protect(this.context, judged, taken.blobs);
            await checkUnchanged(this.context, tab.id, taken.mark);
            return messages;
        } catch (error) {
            this.#forget(judged.ticket);
            throw error;
        }
    }

    /* It has gone; what she has written since then is kept for her. */
    async #checkLeft(tab, {mark}) {
        try {
            await checkUnchanged(this.context, tab.id, mark);
        } catch (error) {
            if (error.code !== "changed") {
                return; /* she has closed it herself */
            }
            throw Object.assign(new AgentError("changed", word("changedLate")), {isGone: true});
        }
    }

    async #import({identityId = ""}, {ticket}, messages) {
        const {outbox} = this.context;
        try {
            const imported = await importAll(this.context, messages, identityId);
            await outbox.watch({ticket, identityId, messages: imported});
        } catch (error) {
            if (error.gone?.length > 0) {
                await outbox.watch({ticket, identityId, messages: error.gone});
            } else {
                this.#forget(ticket);
            }
            throw error;
        }
    }

    /* The person has chosen something in the window. */
    async choose(tabId, {act, choice, ticket}) {
        const state = await this.desk.get(tabId);
        if (act === "answer" && state.phase === "asking" && state.ticket === ticket) {
            await this.#answer(tabId, ticket, choice);
        } else if (act === "again") {
            await this.#leave(tabId, state);
            this.#sendAgain(tabId);
        } else {
            await this.#leave(tabId, state);
            await this.desk.raiseComposer(tabId);
        }
    }

    /* Back to the mail: nothing stays pending. */
    async #leave(tabId, {phase, ticket}) {
        if (phase === "checking") {
            this.attempts.get(tabId)?.end("cancelled");
        }
        if (phase === "asking") {
            this.#forget(ticket);
        }
        if (phase !== "protecting") {
            await this.desk.close(tabId, ["answered"]);
        }
    }

    async #answer(tabId, ticket, choice) {
        await this.desk.show(tabId, {phase: "checking", ticket: ""});
        try {
            const members = {ticket, choice, reason: ""};
            const judged = await this.agent.call("answer", members, {deadline: ANSWER_WAIT});
            const what = decide(judged);
            if (what === "native" || what === "protect") {
                await this.desk.patch(tabId, {answered: judged.ticket});
                this.#sendAgain(tabId);
            } else {
                await this.#question({id: tabId}, judged);
            }
        } catch (error) {
            this.#fail(tabId, error);
        }
    }

    /* As if she had pressed Send.  That promise may never end: the gate may hold the mail
     * again, and with background sending Thunderbird forgets it. */
    #sendAgain(tabId) {
        this.browser.compose.sendMessage(tabId).catch((error) => {
            if (/not ready/i.test(error.message)) {
                this.#fail(tabId, new AgentError("failed", word("composerBusy")));
            }
        });
    }

    async show(tabId) {
        return viewOf(await this.desk.get(tabId));
    }

    /* The person has left the computer: nobody else answers for her, and what she answered
     * before counts no more.  The mail stays in its window. */
    async onLocked() {
        for (const [tabId, state] of await this.desk.all()) {
            if (state.phase === "asking" || state.phase === "failed") {
                await this.#leave(tabId, state);
            }
            await this.desk.forgetAnswer(tabId);
        }
    }

    async onWindowClosed(windowId) {
        const tabId = await this.desk.find(windowId);
        if (tabId !== undefined) {
            await this.#leave(tabId, await this.desk.get(tabId));
        }
    }

    async onComposerClosed(tabId) {
        await forgetDrafts(this.context, tabId);
        const state = await this.desk.get(tabId);
        this.attempts.get(tabId)?.end("cancelled");
        if (state.phase === "asking") {
            this.#forget(state.ticket);
        }
        if (!this.jobs.has(tabId)) {
            await this.desk.close(tabId);
        }
    }

    /* What this page was doing when it ended cannot be gone on with; a question can. */
    async resume() {
        for (const [tabId, {phase}] of await this.desk.all()) {
            const isLost = phase === "checking" || phase === "protecting";
            if (isLost && !this.attempts.has(tabId) && !this.jobs.has(tabId)) {
                this.#fail(tabId, new AgentError("failed", word("sendInterrupted")));
            }
        }
    }
}

/** Registers the listeners of this part. */
export function start(context) {
    const {browser} = context;
    const gate = new Gate(context);
    const quietly = (work) => work.catch((error) => console.error(error));

    context.agent.onEvent(({event}) => event === "locked" && quietly(gate.onLocked()));
    browser.compose.onBeforeSend.addListener((tab, details) => gate.onSend(tab, details));
    browser.compose.onAfterSave.addListener((tab, info) => quietly(noteDraft(context, tab, info)));
    browser.tabs.onCreated.addListener((tab) => quietly(noteOrigin(context, tab)));
    browser.windows.onRemoved.addListener((id) => quietly(gate.onWindowClosed(id)));
    browser.tabs.onRemoved.addListener((id) => quietly(gate.onComposerClosed(id)));
    browser.runtime.onMessage.addListener((message) => {
        if (message?.hemostat !== "question") {
            return undefined;
        }
        if (message.act === "show") {
            return gate.show(message.tab);
        }
        quietly(gate.choose(message.tab, message)); /* what comes of it is shown; the page may close */
        return Promise.resolve(true);
    });
    quietly(gate.resume());
}
