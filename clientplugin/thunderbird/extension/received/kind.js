// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Which mails the agent wants to see when they arrive: delivery reports, signed mail and
// mail with a key.  A cheap look at the header block, the same as in the other add-ons; the
// agent decides what a mail really is.
import {field} from "./headers.js";

const begins = (text) => (body) => body.toLowerCase().startsWith(text);
const sender = (name) => (body) => new RegExp(`(^|[<\\s",])${name}`, "i").test(body);

const WANTED = [
    ["Content-Type", begins("multipart/report")], /* RFC 6522 */
    ["Content-Type", begins("multipart/signed")], /* RFC 1847 */
    ["Content-Type", begins("application/pkcs7-mime")], /* RFC 8551 */
    ["Content-Type", begins("application/x-pkcs7-mime")], /* its old name */
    ["Autocrypt", () => true],
    ["X-Failed-Recipients", () => true], /* reports without RFC 3464 */
    ["Return-Path", (body) => body === "<>"], /* RFC 5321 section 4.5.5 */
    ["From", sender("mailer-daemon")], /* RFC 3464 section 2 */
    ["From", sender("postmaster")],
];

/** Whether the agent wants the whole mail with this header block. */
export function isWanted(headers) {
    return WANTED.some(([name, matches]) => {
        const body = field(headers, name);
        return body !== null && matches(body);
    });
}

/** Whether the sender looks like one of delivery reports: known without reading the mail. */
export function isReportSender(author) {
    return sender("mailer-daemon")(author) || sender("postmaster")(author);
}
