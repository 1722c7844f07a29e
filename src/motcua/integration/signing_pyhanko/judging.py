"""One signature judged: at the moment that a trusted time stamp proves, else now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from motcua.storehouse.ports import SignatureFound

_CHANGED = "Nội dung đã bị sửa sau khi ký."
_LATER = "Sau chữ ký này tệp còn bị sửa theo cách không được phép."
_UNKNOWN = "Nơi cấp chứng thư không nằm trong danh sách tin cậy của hệ thống."
_EXPIRED = "Chứng thư đã hết hạn khi ký (hoặc không có dấu thời gian để chứng minh đã ký khi còn hạn)."
_EARLY = "Chứng thư chưa có hiệu lực khi ký."
_REVOKED = "Chứng thư đã bị thu hồi trước khi ký."
_NOT_ASKED = "Chưa kiểm tra được chứng thư có bị thu hồi hay không."
_NO_STAMP = "Không có dấu thời gian: thời điểm ký do người ký tự khai."


class Judge:
    """What is trusted, and what the document itself brings along to be judged by."""

    def __init__(self, reader: PdfFileReader, request: dict[str, Any]) -> None:
        self._now = datetime.fromisoformat(request["now"])
        self._roots = [x509.Certificate.load(bytes.fromhex(der)) for der in request["roots"]]
        self._others = [x509.Certificate.load(bytes.fromhex(der)) for der in request["others"]]
        self._lists = [crl.CertificateList.load(bytes.fromhex(der)) for der in request["lists"]]
        self._ocsps: list[Any] = []
        self._brought = False
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return
        self._others += list(store.load_certs())
        self._lists += [crl.CertificateList.load(each.get_object().data) for each in store.crls]
        context = store.as_validation_context({"allow_fetching": False})
        self._ocsps = list(context.ocsps)
        self._brought = bool(store.crls or store.ocsps)

    async def of(self, signature: EmbeddedPdfSignature) -> SignatureFound:
        """The verdict on one signature."""
        certificate = signature.signer_cert
        first = await self._status(signature, self._now)
        proven = self._proven(first)
        moment = proven or self._now
        status = first if proven is None else await self._status(signature, moment)
        valid_from, valid_to = certificate.not_valid_before, certificate.not_valid_after
        revoked_at = self._revoked(certificate, moment)
        expired = not valid_from <= moment <= valid_to
        later = bool(status.docmdp_ok) and getattr(status.modification_level, "name", "OTHER") != "OTHER"
        trusted = await self._path_is_there(signature, certificate, valid_from, valid_to, moment)
        names = _names(certificate)
        found = SignatureFound(
            signer=names["signer"],
            organisation=names["organisation"],
            title=names["title"],
            issuer=names["issuer"],
            serial=f"{certificate.serial_number:x}",
            signed_at=status.signer_reported_dt or signature.self_reported_timestamp,
            proven_at=proven,
            intact=bool(status.intact and status.valid),
            later_allowed=later,
            whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            trusted=trusted,
            revoked_at=revoked_at,
            expired=expired,
            validation_data=self._brought,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        return _with_problems(found, moment, listed=self._is_listed(certificate))

    async def _status(self, signature: EmbeddedPdfSignature, moment: datetime) -> PdfSignatureStatus:
        context = self._context(moment)
        return await async_validate_pdf_signature(signature, context, self._context(self._now))

    def _context(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots,
            other_certs=self._others,
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
            retroactive_revinfo=True,
        )

    def _proven(self, status: PdfSignatureStatus) -> datetime | None:
        stamp = status.timestamp_validity
        return stamp.timestamp if stamp is not None and stamp.valid and stamp.trusted else None

    async def _path_is_there(
        self,
        signature: EmbeddedPdfSignature,
        certificate: x509.Certificate,
        valid_from: datetime,
        valid_to: datetime,
        moment: datetime,
    ) -> bool:
        """Whether a path leads to a root; judged inside the certificate's own days, so that «run out» and
        «unknown» are told apart."""
        inside = min(max(moment, valid_from), valid_to)
        context = self._context(inside)
        context.certificate_registry.register_multiple(signature.other_embedded_certs)
        from pyhanko_certvalidator import CertificateValidator
        from pyhanko_certvalidator.errors import PathError

        try:
            await CertificateValidator(certificate, validation_context=context).async_validate_usage(
                {"digital_signature"} if _signs(certificate) else set()
            )
        except PathError:
            return False
        return True

    def _is_listed(self, certificate: x509.Certificate) -> bool:
        """Whether somebody who may know said anything about this certificate's revocation."""
        return bool(self._ocsps) or any(each.issuer == certificate.issuer for each in self._lists)

    def _revoked(self, certificate: x509.Certificate, moment: datetime) -> datetime | None:
        for each in self._lists:
            if each.issuer != certificate.issuer or not self._is_genuine(each):
                continue
            for entry in each["tbs_cert_list"]["revoked_certificates"] or ():
                if entry["user_certificate"].native == certificate.serial_number:
                    at: datetime = entry["revocation_date"].native
                    return at if at <= moment else None
        return None

    def _is_genuine(self, revocation_list: crl.CertificateList) -> bool:
        """Whether the list is signed by the authority it names: it may have come with the document."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

        told = load_der_x509_crl(revocation_list.dump())
        for each in [*self._roots, *self._others]:
            if each.subject == revocation_list.issuer:
                key = load_der_x509_certificate(each.dump()).public_key()
                try:
                    if told.is_signature_valid(key):  # type: ignore[arg-type]
                        return True
                except (InvalidSignature, TypeError):
                    continue
        return False


def _signs(certificate: x509.Certificate) -> bool:
    return (
        certificate.key_usage_value is not None and "digital_signature" in certificate.key_usage_value.native
    )


def _names(certificate: x509.Certificate) -> dict[str, str]:
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "signer": _text(subject, "common_name"),
        "organisation": _text(subject, "organization_name"),
        "title": _text(subject, "title"),
        "issuer": _text(issuer, "common_name") or _text(issuer, "organization_name"),
    }


def _text(name: dict[str, Any], part: str) -> str:
    value = name.get(part, "")
    return (", ".join(value) if isinstance(value, list) else str(value))[:200]


def _with_problems(found: SignatureFound, moment: datetime, *, listed: bool) -> SignatureFound:
    from dataclasses import replace

    told = (
        (_CHANGED, not found.intact),
        (_LATER, found.intact and not found.later_allowed),
        (_UNKNOWN, not found.trusted),
        (_EARLY, found.expired and moment < found.valid_from),
        (_EXPIRED, found.expired and moment >= found.valid_from),
        (_REVOKED, found.revoked_at is not None),
        (_NOT_ASKED, found.trusted and not listed),
        (_NO_STAMP, found.proven_at is None),
    )
    return replace(found, problems=tuple(words for words, there in told if there))
