# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The mails of ./dev try, in the order in which they are sent."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from people import DESK, NORA, PETRA, SAM, Person

MAILS = Path(__file__).with_name("mails")


@dataclass(frozen=True)
class Scene:
    """One mail to some people; @says introduces it, @private must not be read on the way."""

    says: str
    mail: Path
    recipients: tuple[Person, ...]
    private: bytes = b""


RESULT = b"potassium"  # a word of the lab result: nobody on the way may read it

SCENES = (
    Scene("small talk", MAILS / "small-talk.eml", (NORA, DESK)),
    Scene("a lab result, the recipient's servers have good TLS", MAILS / "lab-result.eml", (NORA,),
          RESULT),
    Scene("the same, no TLS, but the recipient has a key", MAILS / "lab-result.eml", (PETRA,), RESULT),
    Scene("the same, no TLS and no key", MAILS / "lab-result.eml", (DESK,), RESULT),
    Scene("[secure] in the subject, although TLS would do", MAILS / "secure-subject.eml", (SAM,),
          b"locum"),
    Scene("an attachment that nobody can read", MAILS / "unreadable.eml", (NORA,)),
    Scene("the same, no TLS and no key", MAILS / "unreadable.eml", (DESK,)),
    Scene("one mail to people who need different ways", MAILS / "referral.eml", (NORA, PETRA),
          b"methotrexate"),
)
RECEIVED = (MAILS / "received-over-tls.eml", MAILS / "received-in-the-clear.eml")


def own_scenes(files: list[str]) -> tuple[Scene, ...]:
    """A newcomer's mails, each to somebody with TLS, with a key, and with neither."""
    return tuple(Scene(Path(name).name, Path(name).resolve(), (recipient,))
                 for name in files for recipient in (NORA, PETRA, DESK))
