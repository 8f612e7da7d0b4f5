// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The header block of a received mail: cut off, and searched for single fields.  Bytes are
// code points here (0 to 255), so that the agent gets the mail as it came and no charset is
// guessed.  Nothing is kept.

/** Bytes of a header block that are looked at; the rest is not. */
export const HEADER_LIMIT = 256 * 1024;

const FIRST_PIECE = 32 * 1024; /* enough for nearly every mail */

/** @bytes as text of code points 0 to 255. */
export function toText(bytes) {
    const pieces = [];
    for (let i = 0; i < bytes.length; i += 0x2000) {
        pieces.push(String.fromCharCode(...bytes.subarray(i, i + 0x2000)));
    }
    return pieces.join("");
}

/** Where the header block of @text ends, with its empty line; -1 if it does not end in it. */
export function endOfHeaders(text) {
    if (/^\r?\n/.test(text)) {
        return text.indexOf("\n") + 1;
    }
    const found = /\n\r?\n/.exec(text);
    return found ? found.index + found[0].length : -1;
}

/** The header block of the mail @file (a Blob), at most HEADER_LIMIT of it. */
export async function readHeaders(file) {
    for (let size = FIRST_PIECE; ; size *= 4) {
        const end = Math.min(size, HEADER_LIMIT, file.size);
        const text = toText(new Uint8Array(await file.slice(0, end).arrayBuffer()));
        const cut = endOfHeaders(text);
        if (cut >= 0) {
            return text.slice(0, cut);
        }
        if (end === file.size || end === HEADER_LIMIT) {
            return text;
        }
    }
}

/** The bodies of all fields @name in @headers, unfolded and stripped, first to last. */
export function fields(headers, name) {
    const wanted = `${name.toLowerCase()}:`;
    const bodies = [];
    let current = null;
    for (const line of headers.split(/\r?\n/)) {
        if (line === "") {
            break;
        }
        if (/^[ \t]/.test(line)) {
            current?.push(line.trim());
            continue;
        }
        current = line.slice(0, wanted.length).toLowerCase() === wanted
            ? [line.slice(wanted.length).trim()] : null;
        if (current) {
            bodies.push(current);
        }
    }
    return bodies.map((lines) => lines.join(" ").trim());
}

/** The body of the first field @name in @headers, or null. */
export function field(headers, name) {
    return fields(headers, name)[0] ?? null;
}
