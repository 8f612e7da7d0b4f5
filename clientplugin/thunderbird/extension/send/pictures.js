// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The pictures inside the text of a mail that is being written.  Thunderbird's composer keeps
// them as data: addresses, also those of a mail that is quoted and of a signature; the few
// that it could not load are fetched from that mail.  Pictures out on the web stay links, and
// so does what the composer itself marks as not to be sent.  No picture is ever left out.
import {AgentError, decodeBase64} from "../lib/agent.js";
import {word} from "../lib/words.js";
import {typeOf, withSecondHost} from "./attachments.js";
import {blobsOf} from "./composer-blobs.js";

const CID_SIDE = "picture"; /* right of the @ */
const CID_DIGITS = 40; /* of the SHA-256, in hexadecimal */
const NAME_SIZE = 60; /* characters; the agent takes no long ones */

/* Where an address can stand for something that is shown or opened. */
const PLACES = [
    ["img[src]", "src"],
    ["input[type=image][src]", "src"],
    ["[background]", "background"],
    ["a[href]", "href"],
];

/* Of these a copy is on this computer or in a mail, not out where the recipient can get it. */
const NEAR = /^(cid|mailbox|mailbox-message|imap|imap-message|news|snews|file|blob):/i;

/* The bytes of @text, in which %XX stands for a byte. */
function unescapeBytes(text) {
    const pieces = text.split(/(%[0-9a-f]{2})/i).map((piece) => {
        const isEscape = /^%[0-9a-f]{2}$/i.test(piece);
        return isEscape ? [parseInt(piece.slice(1), 16)] : [...new TextEncoder().encode(piece)];
    });
    return Uint8Array.from(pieces.flat());
}

function bytesOf(data, isBase64) {
    const base64 = () => data.replace(/%([0-9a-f]{2})/gi, (_, digits) =>
        String.fromCharCode(parseInt(digits, 16)),
    );
    return isBase64 ? decodeBase64(base64().replace(/\s/g, "")) : unescapeBytes(data);
}

/** What the data: address @url holds: {type, name, bytes}; null if it is broken. */
export function readDataUrl(url) {
    const comma = url.indexOf(",");
    const words = url.slice("data:".length, Math.max(comma, 0)).split(";");
    const isBase64 = words.at(-1).trim().toLowerCase() === "base64";
    const named = words.find((each) => /^filename=/i.test(each));
    try {
        return {
            type: typeOf(words[0] || "text/plain"),
            name: named ? decodeURIComponent(named.slice("filename=".length)) : "",
            bytes: bytesOf(url.slice(comma + 1), isBase64),
        };
    } catch {
        return null;
    }
}

/** What to do with an address: "stay", "data" (it is all there), "fetch" (from the mail), or
 * "far": Thunderbird would get it from the web and attach it, which nobody could judge. */
export function kindOf(url, {isPicture, isMarked, isWanted = false}) {
    if (/^data:/i.test(url)) {
        return "data";
    }
    if (/^nntp:/i.test(url) || (isWanted && /^(https?|s?news):/i.test(url))) {
        return isMarked ? "stay" : "far";
    }
    return NEAR.test(url) && isPicture && !isMarked ? "fetch" : "stay";
}

/** The attachment among @attachments (of messages.listAttachments) that @url means. */
export function findAttachment(attachments, url) {
    const cid = /^cid:(.*)$/i.exec(url)?.[1];
    const part = /[?&]part=([0-9.]+)/.exec(url)?.[1];
    const bare = (id) => (id ?? "").replace(/^<|>$/g, "");
    return attachments.find(({contentId, partName}) =>
        cid ? bare(contentId) === decodeURIComponent(cid) : part && partName === part,
    );
}

/** The Content-ID of a picture with this content: the same for the same. */
export async function cidOf(bytes) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const digits = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${digits.slice(0, CID_DIGITS)}@${CID_SIDE}`;
}

/* Every place in @page with a picture that has to go along: {element, attribute, url, kind}. */
function findPlaces(page) {
    return PLACES.flatMap(([selector, attribute]) =>
        Array.from(page.querySelectorAll(selector), (element) => {
            const url = element.getAttribute(attribute).trim();
            const mark = element.getAttribute("moz-do-not-send");
            const kind = kindOf(url, {
                isPicture: attribute !== "href",
                isMarked: mark === "true",
                isWanted: mark === "false",
            });
            return {element, attribute, url, kind};
        }),
    ).filter(({kind}) => kind !== "stay");
}

async function fetchPicture({messages}, url, messageId) {
    try {
        const found = findAttachment(await messages.listAttachments(messageId), url);
        const file = await messages.getAttachmentFile(messageId, found.partName);
        const bytes = new Uint8Array(await file.arrayBuffer());
        return {type: typeOf(file.type), name: found.name ?? "", bytes};
    } catch {
        return null;
    }
}

async function findPicture({browser}, {kind, url}, {relatedMessageId}) {
    if (kind === "far") {
        return null;
    }
    return kind === "data" ? readDataUrl(url) : fetchPicture(browser, url, relatedMessageId);
}

async function readPicture(context, place, details) {
    const picture = await findPicture(context, place, details);
    if (picture === null) {
        const label = place.element.getAttribute("alt") || place.url.slice(0, 60);
        throw new AgentError("invalid", word("pictureUnreadable", label));
    }
    return picture;
}

/* The part of @picture, the same for the same content; @parts are those before it. */
async function addPart({blobs, tabId}, parts, picture) {
    const cid = await cidOf(picture.bytes);
    if (!parts.has(cid)) {
        const make = () => new Blob([picture.bytes]);
        const {type} = picture;
        const blob = await blobs.take(tabId, `picture ${cid}`, make);
        const ending = type.split("/")[1].split("+")[0];
        const name = picture.name.slice(0, NAME_SIZE) || `${parts.size + 1}.${ending}`;
        parts.set(cid, {name, type, disposition: "inline", cid, blob});
    }
    return cid;
}

async function takeAll(context, html, tab, details) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const blobs = blobsOf(context);
    const parts = new Map();
    for (const place of findPlaces(page)) {
        const picture = await readPicture(context, place, details);
        const cid = await addPart({blobs, tabId: tab.id}, parts, picture);
        place.element.setAttribute(place.attribute, `cid:${cid}`);
    }
    return {
        html: `<!DOCTYPE html>\n${page.documentElement.outerHTML}`,
        parts: [...parts.values()],
    };
}

/**
 * Takes the pictures out of @html, the body of composer @tab with compose details @details:
 * {html, parts}, where parts are {name, type, disposition, cid, blob} and html names them by
 * cid.  The same input gives the same but for blob.  Rejects with words for the person if a
 * picture cannot be had.
 */
export function takePictures(context, html, tab, details) {
    return withSecondHost(() => takeAll(context, html, tab, details));
}
