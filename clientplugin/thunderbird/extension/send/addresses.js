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
    const plain = (name ?? "").replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
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

/* A list with a description stands in a composer as "Name <description>", also where that
 * looks like an address; the utility knows only those without. */
async function describedLists({addressBooks}) {
    const books = await addressBooks.list(false);
    const lists = await Promise.all(books.map(({id}) => addressBooks.mailingLists.list(id)));
    return lists.flat().filter(({description}) => description);
}

function findList(lists, {name, email}) {
    const isSame = (a, b) => (a ?? "").trim().toLowerCase() === (b ?? "").trim().toLowerCase();
    return lists.find((list) => isSame(list.name, name) && isSame(list.description, email));
}

async function expandOne(browser, entry, lists) {
    if (typeof entry !== "string") {
        return expandNode(browser, entry);
    }
    const parsed = await browser.messengerUtilities.parseMailboxString(entry, {
        expandMailingLists: true,
    });
    const opened = parsed.map(async ({name, email}) => {
        const list = findList(lists, {name, email});
        return list !== undefined
            ? expandNode(browser, {id: list.id, type: "mailingList"})
            : [{name: name ?? "", email: (email ?? "").trim()}];
    });
    return (await Promise.all(opened)).flat();
}

/** The mailboxes {name, email} that the recipients @entries of a composer stand for. */
export async function expand(browser, entries) {
    const known = entries.length > 0 ? await describedLists(browser) : [];
    const lists = await Promise.all(entries.map((entry) => expandOne(browser, entry, known)));
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
