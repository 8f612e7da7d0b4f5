// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The head of a mail as bytes, which stand as the same code points in a string (latin-1).
// Thunderbird's Outbox takes sender, recipients, server and the wish for reports from there,
// so a few fields are put in front.  What follows the head is never touched.

const MOST_HEAD = 1024 * 1024; /* bytes */
const DRAFT_INFO =
    "internal/draft; vcard=0; receipt=0; DSN=1; uuencode=0; attachmentreminder=0; deliveryformat=0";
/* What Thunderbird itself writes into a mail that lies in its Outbox. */
const CLIENT_FIELD = /^(x-mozilla-(status|status2|keys)|x-account-key|from )/i;

const decode = (bytes) => {
    let text = "";
    for (let i = 0; i < bytes.length; i += 0x2000) {
        text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
    }
    return text;
};

/** The string's code points as bytes. */
export function toBytes(text) {
    return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** The head of @file (a Blob), with the end of its last field, and where it ends. */
export async function readHead(file) {
    const start = file.slice(0, MOST_HEAD);
    const text = decode(new Uint8Array(await start.arrayBuffer()));
    const end = /\r?\n\r?\n/.exec(text);
    if (end === null) {
        throw new Error("a mail without an end of its head");
    }
    const eol = end[0].startsWith("\r\n") ? "\r\n" : "\n";
    const length = end.index + eol.length;
    return {head: text.slice(0, length), length};
}

/** The fields of @head with their folds and line ends. */
export function fieldsOf(head) {
    return head.match(/^[^\r\n]+(?:\r?\n[ \t][^\r\n]*)*\r?\n/gm) ?? [];
}

const isNamed = (field, name) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`);

/** The body of the first field @name of @head, unfolded; "" if there is none. */
export function fieldBody(head, name) {
    const field = fieldsOf(head).find((each) => isNamed(each, name));
    return field === undefined
        ? ""
        : field.slice(name.length + 1).replace(/\r?\n(?=[ \t])/g, "").trim();
}

/** The Message-ID without its angle brackets. */
export function messageIdOf(head) {
    return fieldBody(head, "Message-ID").replace(/^<|>$/g, "");
}

/** Another Message-ID for copy @n of the mail with @id. */
export function variantOf(id, n) {
    return `${n}.${id}`;
}

/** @head with @id in its Message-ID. */
export function withMessageId(head, id) {
    const put = (field) => (isNamed(field, "Message-ID") ? `Message-ID: <${id}>\r\n` : field);
    return fieldsOf(head).map(put).join("");
}

/** The fields that tell the Outbox what to do with a mail; @blind are its Bcc. */
export function prefixFor({identityId, blind}) {
    const safe = (text) => /^[\x21-\x7e]+$/.test(text);
    if (!safe(identityId) || !blind.every(safe)) {
        throw new Error("not to be put into a head");
    }
    const lines = [`X-Identity-Key: ${identityId}`, `X-Mozilla-Draft-Info: ${DRAFT_INFO}`];
    if (blind.length > 0) {
        lines.push(`Bcc: ${blind.join(",\r\n ")}`);
    }
    return lines.map((line) => `${line}\r\n`).join("");
}

/** @head without what Thunderbird wrote into it when it was put into the Outbox. */
export function withoutClientFields(head) {
    return fieldsOf(head)
        .filter((field) => !CLIENT_FIELD.test(field))
        .join("");
}

/** @head of a mail for @addresses and nobody else; blind: without naming them. */
export function addressedTo(head, addresses, {blind = false} = {}) {
    const named = ["To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"];
    const rest = fieldsOf(head).filter((field) => !named.some((name) => isNamed(field, name)));
    const to = blind ? "undisclosed-recipients:;" : addresses.join(",\r\n ");
    return `${rest.join("")}To: ${to}\r\n`;
}

/** @head of a mail for @address alone, as mail @id. */
export function forOne(head, address, id) {
    return addressedTo(withMessageId(head, id), [address]);
}

/** Whether the Outbox can send a mail with @head: without a From it stops for good. */
export function hasSender(head) {
    return /[^\s@<>]+@[^\s@<>]+/.test(fieldBody(head, "From"));
}
