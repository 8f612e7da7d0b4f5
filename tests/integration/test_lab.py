# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The lab does what it says, seen with other people's programs: what is proved in it later
rests on this."""
from __future__ import annotations

import os
import smtplib
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from lab import namespace, scan
from lab.domains import Tls
from lab.gnupg import GnupgHome
from lab.postfix import Postfix
from lab.resolver import look_up
from lab.submission import SubmissionServer
from lab.town import SPARE, SUBMISSION_HOST, Town

SENDER = "ana.ruiz@hartwell-clinic.lab"
USER, PASSWORD = "ana.ruiz", "correct horse"
CARELESS, IMPOSTOR, POSTFIX_RELAY, POSTFIX_RECEIVER = list(SPARE.items())[:4]
MAIL = b"Subject: tea\r\n\r\nAt four?\r\n"


def log_in(town: Town, port: int = 587, password: str = PASSWORD) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=str(town.authority.file))
    if port == 465:
        client: smtplib.SMTP = smtplib.SMTP_SSL(SUBMISSION_HOST, port, context=context)
    else:
        client = smtplib.SMTP(SUBMISSION_HOST, port)
        client.starttls(context=context)
    client.login(USER, password)
    return client


@pytest.mark.parametrize("name,kind,validated", [
    ("northbay-oncology.seclab", "MX", True),
    ("_25._tcp.mx.northbay-oncology.seclab", "TLSA", True),
    (".", "DNSKEY", True),
    ("lakeside-cardiology.lab", "MX", False),
])
def test_names_are_validated_where_they_are_signed(town: Town, name: str, kind: str,
                                                   validated: bool) -> None:
    flags, answers = look_up(name, kind)
    assert answers and "NOERROR" in flags
    assert ("ad" in flags) == validated


def test_absence_is_proved(town: Town) -> None:
    flags, answers = look_up("nobody.seclab", "MX")
    assert {"NXDOMAIN", "ad"} <= flags and not answers
    assert look_up("takes-no-mail.lab", "MX")[1] == ["0 ."]


def test_a_paused_resolver_answers_nobody(town: Town) -> None:
    town.resolver.pause()
    try:
        with pytest.raises(subprocess.CalledProcessError):
            look_up("lakeside-cardiology.lab", "MX", seconds=1)
    finally:
        town.resolver.resume()
    assert look_up("lakeside-cardiology.lab", "MX")[1]


@pytest.mark.parametrize("port", [587, 465])
def test_submission_takes_mail_only_with_the_password(town: Town, port: int) -> None:
    with log_in(town, port) as client:
        client.sendmail(SENDER, ["nora@lakeside-cardiology.lab"], MAIL)
    town.provider.settle()
    submitted = town.provider.submitted[0]
    assert (submitted.user, submitted.port) == (USER, port) and submitted.tls == "TLSv1.3"
    assert submitted.content == MAIL
    with pytest.raises(smtplib.SMTPAuthenticationError):
        log_in(town, port, "wrong")


def test_submission_refuses_in_the_clear(town: Town) -> None:
    with smtplib.SMTP(SUBMISSION_HOST, 587) as client, pytest.raises(smtplib.SMTPException):
        client.sendmail(SENDER, ["nora@lakeside-cardiology.lab"], MAIL)
    assert not town.provider.submitted and not town.wire.deliveries


@pytest.mark.parametrize("domain,encrypted", [
    ("lakeside-cardiology.lab", True), ("self-signed.lab", True), ("oldtown-physio.lab", False),
    ("stripped.lab", False), ("refused.lab", False), ("outdated.lab", False),
])
def test_ordinary_provider_relays_with_or_without_tls(town: Town, domain: str,
                                                      encrypted: bool) -> None:
    with log_in(town) as client:
        client.sendmail(SENDER, [f"desk@{domain}"], MAIL)
    outcome, = town.provider.settle()
    delivery, = town.wire.deliveries
    assert outcome.relayed and delivery.content == MAIL
    assert bool(delivery.tls) == bool(outcome.tls) == encrypted


def verdict_of(town: Town, host: str) -> str:
    """What a strict client finds out about a mail host."""
    context = ssl.create_default_context(cafile=str(town.authority.file))
    try:
        with smtplib.SMTP(town.addresses[host], 25, timeout=1) as client:
            client._host = host  # type: ignore[attr-defined]
            client.starttls(context=context)
    except ssl.SSLCertVerificationError:
        return "certificate"
    except ssl.SSLError:
        return "outdated"
    except smtplib.SMTPNotSupportedError:
        return "none"
    except smtplib.SMTPResponseException:
        return "refused"
    except smtplib.SMTPServerDisconnected:
        return "silent"
    return "good"


MOODS = {Tls.GOOD: "good", Tls.NONE: "none", Tls.STRIPPED: "none", Tls.EXPIRED: "certificate",
         Tls.SELF_SIGNED: "certificate", Tls.WRONG_NAME: "certificate", Tls.OUTDATED: "outdated",
         Tls.REFUSED: "refused", Tls.HANGING: "silent"}


def test_every_mail_host_has_the_fault_that_it_is_said_to_have(town: Town) -> None:
    said = {host: MOODS[mood] for domain in town.domains
            for host, mood in zip(domain.host_names(), domain.hosts)}
    assert {host: verdict_of(town, host) for host in said} == said
    assert town.wire.visits("mx.hanging.lab") == 1


def test_a_mail_host_can_change_its_ways(town: Town) -> None:
    host = "mx.signed.seclab"
    assert verdict_of(town, host) == "good"
    town.receivers.change(host, Tls.STRIPPED)
    try:
        assert verdict_of(town, host) == "none"
        with log_in(town) as client:
            client.sendmail(SENDER, ["desk@signed.seclab"], MAIL)
        town.provider.settle()
        assert town.wire.deliveries[0].tls is None
    finally:
        town.receivers.change(host, Tls.GOOD)


@pytest.mark.parametrize("domain,line", [
    ("promised.lab", "mode: enforce"), ("rehearsing.lab", "mode: testing"),
    ("moved-away.lab", "mx: mail.elsewhere.lab"),
])
def test_policies_are_served_with_a_certificate_of_their_name(town: Town, domain: str, line: str) -> None:
    assert look_up(f"_mta-sts.{domain}", "TXT")[1][0].startswith('"v=STSv1; id=')
    context = ssl.create_default_context(cafile=str(town.authority.file))
    with urllib.request.urlopen(f"https://mta-sts.{domain}/.well-known/mta-sts.txt",
                                context=context, timeout=5) as answer:
        assert answer.headers["Content-Type"] == "text/plain"
        assert line in answer.read().decode().splitlines()


def test_provider_without_tls_and_with_a_bad_certificate(town: Town) -> None:
    (careless, first), (impostor, second) = CARELESS, IMPOSTOR
    routes = town.routes()
    bare = SubmissionServer(town.events, careless, first, town.certificates[SUBMISSION_HOST], routes,
                            {USER: PASSWORD}, offers_tls=False)
    SubmissionServer(town.events, impostor, second, town.authority.issue_self_signed(impostor),
                     routes, {USER: PASSWORD})
    with smtplib.SMTP(careless, 587) as client:
        client.sendmail(SENDER, ["nora@lakeside-cardiology.lab"], MAIL)
        assert not client.has_extn("starttls") and bare.submitted[0].tls is None
    bare.settle()
    context = ssl.create_default_context(cafile=str(town.authority.file))
    with smtplib.SMTP(impostor, 587) as client, pytest.raises(ssl.SSLCertVerificationError):
        client.starttls(context=context)


def test_recipients_can_be_refused(town: Town) -> None:
    with smtplib.SMTP(town.addresses["mx.lakeside-cardiology.lab"], 25) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail(SENDER, ["nobody@lakeside-cardiology.lab"], MAIL)


def test_postfix_enforces_by_header(needs_postfix: None, town: Town, tmp_path: Path) -> None:
    relay = Postfix(town.folder / "relay", SUBMISSION_HOST, POSTFIX_RELAY[1],
                    town.certificates[SUBMISSION_HOST], town.authority.file)
    relay.offer_submission(town.events, {USER: PASSWORD}, enforces=True)
    relay.start()
    recipients = ["nora@lakeside-cardiology.lab", "desk@oldtown-physio.lab"]
    try:
        with smtplib.SMTP(POSTFIX_RELAY[1], 587) as client:
            client.starttls()
            client.login(USER, PASSWORD)
            client.sendmail(SENDER, recipients, MAIL)
            town.wire.wait_for(2)
            assert town.wire.to("desk@oldtown-physio.lab")[0].tls is None
            town.wire.clear()
            client.sendmail(SENDER, recipients, b"X-Hemostat-TLS: secure\r\n" + MAIL)
        delivery, = town.wire.wait_for(1)
        assert delivery.host == "mx.lakeside-cardiology.lab" and delivery.tls
    finally:
        relay.stop()


def test_postfix_receives(needs_postfix: None, town: Town) -> None:
    receiver = Postfix(town.folder / "receiver", "mx.here.lab", POSTFIX_RECEIVER[1],
                       town.certificates[SUBMISSION_HOST], town.authority.file)
    receiver.offer_reception("here.lab")
    receiver.start()
    try:
        with smtplib.SMTP(POSTFIX_RECEIVER[1], 25) as client:
            client.starttls()
            client.sendmail("bo@lakeside-cardiology.lab", ["ana@here.lab"], MAIL)
        receiver.wait_for_mail(1)
        mail, = receiver.received()
        assert b"using TLSv1.3" in mail and b"At four?" in mail
    finally:
        receiver.stop()


def test_gnupg_homes_understand_each_other(tmp_path: Path) -> None:
    ana, petra = GnupgHome(tmp_path / "a"), GnupgHome(tmp_path / "p")
    try:
        ana.make_key("Ana Ruiz", "ana.ruiz@hartwell-clinic.lab")
        key = petra.make_key("Petra Holm", "petra.holm@oldtown-physio.lab")
        ana.import_key(petra.export("petra.holm@oldtown-physio.lab"))
        ana.sign_locally(key, "ana.ruiz@hartwell-clinic.lab")
        coded = ana.run("--armor", "--encrypt", "--recipient", key, data=b"At four?")
        assert petra.decrypt(coded) == b"At four?" and ana.decrypt(coded) is None
        assert len(petra.key_ids(coded)) == 1
    finally:
        ana.close()
        petra.close()


def test_scan_finds_a_marker_in_memory_and_files(tmp_path: Path) -> None:
    marker = "zebra-" + os.urandom(8).hex()
    holder = subprocess.Popen([sys.executable, "-c", "import sys; kept = sys.stdin.read(40)[:22]; "
                               "print(1, flush=True); sys.stdin.read()"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdin and holder.stdout
        holder.stdin.write(marker.encode().ljust(40))
        holder.stdin.flush()
        holder.stdout.readline()
        assert scan.scan_memory(holder.pid, marker)
        assert not scan.scan_memory(holder.pid, "another-" + os.urandom(8).hex())
    finally:
        holder.communicate()
    for shift in range(3):
        text = b"x" * shift + marker.encode() + b" and more"
        coded = subprocess.run(["base64", "-w0"], input=text, capture_output=True).stdout
        (tmp_path / f"kept{shift}").write_bytes(coded)
    assert len(scan.scan_folder(tmp_path, marker)) == 3


def test_lab_leaves_nothing_behind() -> None:
    """A lab of its own in another namespace, ended in the middle by a signal."""
    program = ("import os, signal, sys\nsys.path.insert(0, sys.argv[1])\n"
               "from lab import namespace\nnamespace.enter_program()\n"
               "from lab.town import Town\nfrom lab.daemon import group_members\n"
               "with Town() as town:\n"
               "    print(town.folder, town.names._daemon.pid, town.resolver._daemon.pid, flush=True)\n"
               "    os.kill(os.getpid(), signal.SIGTERM)\n    signal.pause()\n")
    script = Path(os.environ.get("TMPDIR", "/tmp"), f"lab-{os.getpid()}.py")
    script.write_text(program)
    try:
        done = subprocess.run([sys.executable, script, Path(__file__).parents[1]],
                              capture_output=True, text=True, timeout=30,
                              env={**os.environ, namespace.MARK: ""})
    finally:
        script.unlink()
    folder, *pids = done.stdout.split()
    assert done.returncode == 128 + 15, done.stderr
    assert not Path(folder).exists()
    assert not any(Path("/proc", pid).exists() for pid in pids)
