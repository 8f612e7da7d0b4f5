# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Who writes to whom about what, and mails that arrive.

NORA: good TLS, no key.  SAM: good TLS, an OpenPGP key.  PETRA: no TLS, a key.
DESK: neither.  SMALL_TALK needs nothing, RESULT is about a patient.
"""
from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import desk
from desk import ANA, DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK

__all__ = ["ANA", "CLINIC", "DESK", "NORA", "OVER_TLS", "IN_THE_CLEAR", "PETRA", "PRIVATE", "RESULT",
           "SAM", "SMALL_TALK", "letter", "failure_report"]

# Claws Mail's file of passwords takes none with a blank in it.
CLINIC = replace(desk.CLINIC, password="correct-horse-9")
MAILS = Path(__file__).parents[1] / "try/mails"
OVER_TLS = (MAILS / "received-over-tls.eml").read_bytes()
IN_THE_CLEAR = (MAILS / "received-in-the-clear.eml").read_bytes()


def letter(sender: str = NORA, subject: str = "About Thursday", body: str = "Until then.\n",
           message_id: str = "<1@lakeside-cardiology.lab>", received: tuple[str, ...] = (),
           **headers: str) -> bytes:
    """A mail to Ana; @received from the last stamp to the first.  Python names for headers:
    disposition_notification_to is Disposition-Notification-To."""
    stamps = "".join(f"Received: {stamp}\n" for stamp in received)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ANA, subject
    mail["Date"], mail["Message-ID"] = "Mon, 02 Mar 2026 10:15:02 +0000", message_id
    for name, value in headers.items():
        mail[name.replace("_", "-").title()] = value
    mail.set_content(body)
    return stamps.encode() + mail.as_bytes()


def failure_report(original: bytes, recipient: str, status: str = "5.7.10",
                   said: str = "550 5.7.10 Encryption needed") -> bytes:
    """What the provider sends back when @recipient could not be reached (RFC 3464), with the
    headers of the @original as it was submitted."""
    head = original.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode(errors="replace")
    parts = [
        ("text/plain; charset=utf-8", f"Your mail could not be delivered to {recipient}.\n"),
        ("message/delivery-status",
         "Reporting-MTA: dns; smtp.hartwell-clinic.lab\n\n"
         f"Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: {status}\n"
         f"Diagnostic-Code: smtp; {said}\n"),
        ("text/rfc822-headers", head + "\n")]
    body = "".join(f"--=_report\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts)
    return (f"From: Mail Delivery System <mailer-daemon@hartwell-clinic.lab>\nTo: {ANA}\n"
            "Subject: Undelivered mail returned to sender\nAuto-Submitted: auto-replied\n"
            "Date: Mon, 02 Mar 2026 10:15:02 +0000\nMessage-ID: <r1@hartwell-clinic.lab>\n"
            "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;"
            f' boundary="=_report"\n\n{body}--=_report--\n').encode()
