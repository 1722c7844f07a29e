"""Certificates for trying out and for training: an authority of one's own, and officers' keys under it.

A signature made with such a key has no legal value; the visible look says «THỬ NGHIỆM» and a certificate check
finds it trusted only where this authority was entered as a root. Nothing of Django here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TRIAL_MARK = "THỬ NGHIỆM"
_BACKDATED = timedelta(minutes=5)  # clocks of two machines differ a little
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key, both DER; the key is PKCS#8 without a password."""

    certificate: bytes
    key: bytes

    def as_pkcs12(self, password: str, *authorities: bytes, name: str = "motcua") -> bytes:
        """Key, certificate and those above it in one file behind a password."""
        return pkcs12.serialize_key_and_certificates(
            name.encode(),
            self.private_key,
            self.parsed,
            [x509.load_der_x509_certificate(each) for each in authorities],
            BestAvailableEncryption(password.encode()),
        )

    @property
    def parsed(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.certificate)

    @property
    def private_key(self) -> PrivateKey:
        loaded = load_der_private_key(self.key, None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise TypeError("khoá không phải RSA hoặc EC")
        return loaded


def authority(
    name: str, *, now: datetime, days: int = 3650, above: Issued | None = None, key: PrivateKey | None = None
) -> Issued:
    """A certificate authority; its own root when none stands above it."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, "Dùng thử")
    builder = _builder(subject, above.parsed.subject if above else subject, own, now - _BACKDATED, days)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority_=True), critical=True)
    builder = _key_identifiers(builder, own, above)
    return _signed(builder, own, above)


def certificate(
    name: str,
    *,
    above: Issued,
    now: datetime,
    days: int = 365,
    organisation: str = "",
    title: str = "",
    key: PrivateKey | None = None,
    crl_url: str = "",
    time_stamping: bool = False,
) -> Issued:
    """A certificate for a person, a seal or a time stamping service, valid from `now` on."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(name, organisation, title), above.parsed.subject, own, now - _BACKDATED, days)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority_=False), critical=True)
    if time_stamping:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    if crl_url:
        where = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([where]), critical=False)
    builder = _key_identifiers(builder, own, above)
    return _signed(builder, own, above)


def revocation_list(
    above: Issued, *, now: datetime, days: int = 30, revoked: tuple[tuple[bytes, datetime], ...] = ()
) -> bytes:
    """The authority's list (DER) of certificates (DER) revoked, each with its moment."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(above.parsed.subject)
        .last_update(now - _BACKDATED)
        .next_update(now + timedelta(days=days))
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(above.private_key.public_key()), critical=False
        )
    )
    for der, moment in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(
            x509.load_der_x509_certificate(der).serial_number
        )
        builder = builder.add_revoked_certificate(entry.revocation_date(moment).build())
    return builder.sign(above.private_key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    subject: x509.Name, issuer: x509.Name, own: PrivateKey, first: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + timedelta(days=days))
    )


def _key_identifiers(
    builder: x509.CertificateBuilder, own: PrivateKey, above: Issued | None
) -> x509.CertificateBuilder:
    issuer = above.private_key if above else own
    return builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False
    ).add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)


def _usage(*, authority_: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority_,
        content_commitment=not authority_,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority_,
        crl_sign=authority_,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str, organisation: str, title: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, common),
    ]
    return x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in parts if text])


def _signed(builder: x509.CertificateBuilder, own: PrivateKey, above: Issued | None) -> Issued:
    made = builder.sign(above.private_key if above else own, hashes.SHA256())
    key = own.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Issued(made.public_bytes(Encoding.DER), key)
