// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What the gate does with the agent's judgement, and what it shows of it.  Values in, values
// out; a verdict that is not known holds the mail.

const SUCCESS = "mail.dsn.request_on_success_on";
const SPELLING = "mail.SpellCheckBeforeSend";
const FAR_PICTURES = "mail.compose.attach_http_images";

/** The settings of Thunderbird that isQuiet() and afterwards() want. */
export const PREFS = [SUCCESS, SPELLING, FAR_PICTURES];

/** Whether only a failure or a delay would be reported. */
export function isQuiet(values) {
    return values[SUCCESS] === false;
}

/**
 * The word for what Thunderbird itself would do to the mail after it was let go, so that
 * something else than what was judged would leave; null if nothing.  In the window for the
 * spelling everything can be written, and what is fetched from the web nobody has seen.
 */
export function afterwards(values, {body = ""}) {
    if (values[SPELLING] === true) {
        return "spellingAfter";
    }
    const hasFar = /<(img|body)\b[^>]*\s(src|background)\s*=\s*["']?\s*https?:/i.test(body);
    return values[FAR_PICTURES] === true && hasFar ? "picturesAfter" : null;
}

const CLEAN = ["none", "health"];
const GOES = ["send", "protect"];

/** Whether the mail is about nobody's health, so that any way will do. */
export function isClean(judged) {
    return judged.verdict === "send" && CLEAN.includes(judged.details?.content);
}

/** Her own wish to encrypt, set in the composer, is the least for what is about somebody. */
export function wantsMore({selectedEncryptionTechnology: own}, judged) {
    return own?.encryptBody === true && !isClean(judged);
}

/* Thunderbird itself would send it to all who stand in the composer. */
function isForAll({recipients = []}) {
    return recipients.every(({verdict}) => verdict === undefined || GOES.includes(verdict));
}

/** What to do: native, protect, ask, hold or public (a newsgroup, which is nobody's mailbox). */
export function decide(judged, {isPublic = false, isEncrypting = false} = {}) {
    const {verdict, details = {}} = judged;
    if (!GOES.includes(verdict)) {
        return verdict === "ask" ? "ask" : "hold";
    }
    if (isPublic && !isClean(judged)) {
        return "public";
    }
    const isAsItIs = verdict === "send" || details.native === true;
    return isAsItIs && !isEncrypting && isForAll(details) ? "native" : "protect";
}

/** The custom fields of a mail that Thunderbird sends: @old with those that the agent adds. */
export function withFields(old, fields) {
    const added = fields.map(([name, value]) => ({name, value}));
    const isAdded = ({name}) =>
        added.some((field) => field.name.toLowerCase() === name.toLowerCase());
    return [...old.filter((field) => !isAdded(field)), ...added];
}

/** Recipients of whom the same is to be said, together: {verdict, words, addresses}. */
export function groupConcerned(recipients) {
    const groups = new Map();
    for (const {address, verdict = "", words = ""} of recipients) {
        const key = `${verdict} ${words}`;
        if (!groups.has(key)) {
            groups.set(key, {verdict, words, addresses: []});
        }
        groups.get(key).addresses.push(address);
    }
    return [...groups.values()];
}

/**
 * What the listener returns for a mail that Thunderbird sends in its own form.  In the Outbox
 * the first mail of a run of Thunderbird decides for all later ones whether reports are asked
 * for, so with @isQuiet (no report comes of a success) every mail asks.
 */
export function letGo(old, judged, {isQuiet = false} = {}) {
    const fields = judged.details?.fields ?? [];
    if (fields.length > 0 || !isClean(judged)) {
        const customHeaders = withFields(old.customHeaders ?? [], fields);
        return {details: {customHeaders, deliveryStatusNotification: true}};
    }
    return isQuiet ? {details: {deliveryStatusNotification: true}} : {};
}
