// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Whom a mail goes to, one mailbox each: lists of the address book are taken apart here, as
// Thunderbird itself does only after it has asked the add-on.  Nobody is left out: what is no
// address holds the mail.
import {AgentError} from "../lib/agent.js";
import {word} from "../lib/words.js";

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;
/* A name that needs quotation marks in a header (RFC 5322, 3.2.3). */
const SPECIAL = /[()<>[\]:;@\\,."]/;

/** A mailbox as it stands in a header. */
export function formatMailbox({name, email}) {
    const plain = (name ?? "").replace(/[\r\n\t]+/g, " ").trim();
    if (plain === "" || plain === email) {
        return email;
    }
    const quoted = SPECIAL.test(plain) ? `"${plain.replace(/["\\]/g, "\\$&")}"` : plain;
    return `${quoted} <${email}>`;
}

/** The addresses of vCard @text, the preferred one first. */
export function readVCard(text) {
    const lines = text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
    const found = lines
        .map((line) => /^(?:[\w-]+\.)?EMAIL([^:]*):(?:mailto:)?(.+)$/i.exec(line))
        .filter((match) => match)
        .map(([, parameters, email]) => ({preferred: /PREF/i.test(parameters), email}));
    found.sort((a, b) => b.preferred - a.preferred);
    return found.map(({email}) => email.trim());
}

function ofContact(contact) {
    const vCard = contact.vCard ?? contact.properties?.vCard ?? "";
    const [email] = readVCard(vCard);
    const name = /^FN[^:]*:(.*)$/im.exec(vCard)?.[1].trim() ?? "";
    return {name, email: email ?? ""};
}

/* A recipient as an add-on may set it: {id, type}. */
async function expandNode({addressBooks}, {id, type}) {
    if (type === "mailingList") {
        return (await addressBooks.mailingLists.listMembers(id)).map(ofContact);
    }
    return [ofContact(await addressBooks.contacts.get(id))];
}

async function expandOne(browser, entry) {
    if (typeof entry !== "string") {
        return expandNode(browser, entry);
    }
    const parsed = await browser.messengerUtilities.parseMailboxString(entry, {
        expandMailingLists: true,
    });
    return parsed.map(({name, email}) => ({name: name ?? "", email: (email ?? "").trim()}));
}

/** The mailboxes {name, email} that the recipients @entries of a composer stand for. */
export async function expand(browser, entries) {
    const lists = await Promise.all(entries.map((entry) => expandOne(browser, entry)));
    const mailboxes = lists.flat().filter(({name, email}) => name !== "" || email !== "");
    for (const {name, email} of mailboxes) {
        if (!ADDRESS.test(email)) {
            throw new AgentError("invalid", word("addressInvalid", email || name));
        }
    }
    return mailboxes;
}

/** {to, cc, bcc} with everybody once: who is in sight is not blind as well. */
export function dropRepeated({to, cc, bcc}) {
    const seen = new Set();
    const once = (list) =>
        list.filter(({email}) => {
            const key = email.toLowerCase();
            const isFirst = !seen.has(key);
            seen.add(key);
            return isFirst;
        });
    return {to: once(to), cc: once(cc), bcc: once(bcc)};
}
