"""Whom signatures are trusted by: roots that an administrator entered, authorities between, lists of the revoked."""

import logging
import urllib.error
import urllib.request
from base64 import b64encode
from datetime import timedelta

from cryptography import x509

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.storehouse import certificates
from motcua.storehouse.models import TrustedCertificate
from motcua.storehouse.ports import Trust

log = logging.getLogger(__name__)

_SECONDS = 20
_MOST_BYTES = 50 * 1024 * 1024
_ASK_AGAIN = timedelta(hours=6)


def trust() -> Trust:
    """Everything to judge signatures by today; one query."""
    roots: list[bytes] = []
    others: list[bytes] = []
    lists: list[bytes] = []
    for row in TrustedCertificate.objects.filter(ended_at=None):
        (roots if row.root else others).append(row.der)
        if row.crl:
            lists.append(bytes(row.crl))
    return Trust(tuple(roots), tuple(others), tuple(lists))


def add_trusted(content: bytes, *, crl_url: str = "", actor: Actor) -> TrustedCertificate:
    """Trust an authority's certificate: a root when it signed itself. Refuses a person's certificate."""
    facts = certificates.read(content)
    if not facts.authority:
        raise Refused(
            "Đây là chứng thư của một người hoặc con dấu, không phải của nơi cấp chứng thư.",
            field="file",
            code="not_authority",
        )
    values = {
        "subject": facts.subject,
        "certificate": b64encode(facts.der).decode(),
        "root": facts.own_root,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "crl_url": crl_url,
        "added_at": clock.now(),
        "ended_at": None,
    }
    with act():
        row, _ = TrustedCertificate.objects.update_or_create(fingerprint=facts.fingerprint, defaults=values)
        record(
            actor, action="papers.trust", kind="certificate", key=row.pk,
            detail={"subject": facts.subject, "fingerprint": facts.fingerprint},
        )  # fmt: skip
    return row


def end_trust(row: TrustedCertificate, *, actor: Actor) -> None:
    """Trust it no longer; signatures below it are judged unknown from now on."""
    with act():
        TrustedCertificate.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now())
        record(
            actor, action="papers.end_trust", kind="certificate", key=row.pk, detail={"subject": row.subject}
        )


@timer("papers.revocation_lists", every=3600)
def refresh_lists() -> None:
    """Fetch the lists of the revoked that are older than six hours; what fails is told on the page."""
    old = clock.now() - _ASK_AGAIN
    for row in TrustedCertificate.objects.filter(ended_at=None).exclude(crl_url=""):
        if row.crl_at is None or row.crl_at < old:
            refresh(row)


def refresh(row: TrustedCertificate) -> None:
    """Fetch one list; it must be signed by the authority itself."""
    try:
        content = _fetch(row.crl_url)
        told = x509.load_der_x509_crl(content)
        key = x509.load_der_x509_certificate(row.der).public_key()
        if not told.is_signature_valid(key):  # type: ignore[arg-type]
            raise ValueError
    except (urllib.error.URLError, TimeoutError, ConnectionError) as fault:
        if isinstance(fault, urllib.error.HTTPError):
            fault.close()
        _note(row, "Nơi công bố danh sách thu hồi không trả lời.")
    except (ValueError, TypeError):
        _note(row, "Danh sách thu hồi không đúng chuẩn hoặc không do nơi cấp này ký.")
    else:
        with act():
            TrustedCertificate.objects.filter(pk=row.pk).update(
                crl=content, crl_at=clock.now(), crl_problem=""
            )


def _note(row: TrustedCertificate, problem: str) -> None:
    log.warning("revocation list of certificate %s: not refreshed", row.pk)
    with act():
        TrustedCertificate.objects.filter(pk=row.pk).update(crl_problem=problem, crl_at=clock.now())


def _fetch(address: str) -> bytes:
    if not address.startswith(("http://", "https://")):
        raise ValueError(address)
    with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310 - entered by an administrator
        content: bytes = answer.read(_MOST_BYTES)
    return content
