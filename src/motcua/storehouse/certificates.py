"""What a certificate says, read from its bytes. Pure."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from motcua.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Names are as the authority wrote them; moments are aware."""

    subject: str
    organisation: str
    title: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str
    authority: bool
    own_root: bool
    crl_url: str
    der: bytes


def read(content: bytes) -> CertificateFacts:
    """A certificate in DER or PEM. Refuses what is none."""
    try:
        pem = b"-----BEGIN" in content[:2000]
        parsed = x509.load_pem_x509_certificate(content) if pem else x509.load_der_x509_certificate(content)
    except ValueError as fault:
        message = "Đây không phải chứng thư số (.cer, .crt, .pem). Hãy chọn tệp chứng thư do nơi cấp gửi."
        raise Refused(message, field="file", code="not_certificate") from fault
    return CertificateFacts(
        subject=_part(parsed.subject, NameOID.COMMON_NAME) or parsed.subject.rfc4514_string()[:200],
        organisation=_part(parsed.subject, NameOID.ORGANIZATION_NAME),
        title=_part(parsed.subject, NameOID.TITLE),
        issuer=_part(parsed.issuer, NameOID.COMMON_NAME) or parsed.issuer.rfc4514_string()[:200],
        valid_from=parsed.not_valid_before_utc,
        valid_to=parsed.not_valid_after_utc,
        fingerprint=parsed.fingerprint(hashes.SHA256()).hex(),
        authority=_is_authority(parsed),
        own_root=parsed.subject == parsed.issuer,
        crl_url=_crl_url(parsed),
        der=parsed.public_bytes(Encoding.DER),
    )


def _part(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return ", ".join(str(each.value) for each in name.get_attributes_for_oid(oid))[:200]


def _is_authority(parsed: x509.Certificate) -> bool:
    try:
        return parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _crl_url(parsed: x509.Certificate) -> str:
    """Where the authority above publishes whom it revoked, when it says so by HTTP."""
    try:
        points = parsed.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return ""
    named = [str(name.value) for point in points for name in point.full_name or ()]
    return next((name for name in named if name.startswith(("http://", "https://"))), "")
