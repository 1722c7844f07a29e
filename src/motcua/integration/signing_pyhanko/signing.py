"""The Signer port: PAdES signatures with look, time stamp and validation data."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from motcua.integration.signing_pyhanko.drawing import look_of, place_of
from motcua.integration.signing_pyhanko.keys import key_in_file, keys_on_token, library_signer
from motcua.kernel.refusals import Refused
from motcua.storehouse.enums import KeySource
from motcua.storehouse.ports import (
    KeyAccess,
    KeyOffer,
    OpenKey,
    RemoteKeys,
    SignedAs,
    TimeStamp,
    Trust,
    Wish,
)  # fmt: skip

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer as LibrarySigner

log = logging.getLogger(__name__)

_BROKEN = "Tệp không phải PDF đúng chuẩn nên không ký được. Hãy xuất lại tệp PDF rồi ký."
_LOCKED = "Tệp PDF đặt mật khẩu nên không ký được. Hãy bỏ mật khẩu rồi ký."
_NO_STAMP = "Chưa có dấu thời gian: dịch vụ cấp dấu thời gian chưa được khai báo hoặc không trả lời."
_NO_DATA = "Chưa kèm dữ liệu xác thực lâu dài: không lấy được danh sách thu hồi của nơi cấp chứng thư."


class PyHankoSigner:
    """Signs with keys in files, on the tokens of one PKCS#11 library, and at one remote service."""

    def __init__(
        self, *, module: str = "", time_stamp: TimeStamp | None = None, remote: RemoteKeys | None = None
    ) -> None:
        self._module, self._time_stamp, self._remote = module, time_stamp, remote

    def ready(self, source: KeySource) -> str:
        """Empty when keys of this source can be used here."""
        if source is KeySource.PKCS11 and not self._module:
            return "Máy chủ chưa khai báo thư viện của thiết bị lưu khóa (MOTCUA_PKCS11)."
        if source is KeySource.REMOTE and self._remote is None:
            return "Chưa nối dịch vụ ký số từ xa."
        return ""

    def look_into_file(self, material: bytes, password: str) -> KeyOffer:
        """The key of a PKCS#12 file."""
        return key_in_file(material, password)

    def look_into_token(self, token: str, pin: str) -> tuple[KeyOffer, ...]:
        """Keys on a token."""
        return keys_on_token(self._module, token, pin)

    def look_into_service(self, user: str) -> tuple[KeyOffer, ...]:
        """Keys at the remote service."""
        if self._remote is None:
            raise Refused(self.ready(KeySource.REMOTE), code="no_service")
        return self._remote.keys_of(user)

    @contextmanager
    def open_key(self, access: KeyAccess) -> Iterator[OpenKey]:
        """Sign in to a key for a while."""
        with library_signer(access, module=self._module, remote=self._remote) as signer:
            yield _Opened(signer, self._time_stamp)


class _Opened:
    """One key; what an authority said about revocation is kept from one document to the next."""

    def __init__(self, signer: LibrarySigner, time_stamp: TimeStamp | None) -> None:
        self._signer, self._time_stamp = signer, time_stamp
        self._known_crls: list[Any] = []
        self._known_ocsps: list[Any] = []
        self._without: tuple[str, ...] = ()

    def sign(self, document: BinaryIO, out: BinaryIO, wish: Wish) -> SignedAs:
        """The document with one more signature; what cannot be had is left out and said."""
        for data, stamp in self._ways(wish):
            document.seek(0)
            try:
                made = self._signed(document, wish, data=data, stamp=stamp)
            except (_NoData, _NoStamp):
                continue
            out.write(made)
            notes = tuple(
                words
                for words, missing in (
                    (_NO_STAMP, wish.time_stamp and not stamp),
                    (_NO_DATA, wish.validation_data and not data),
                )
                if missing
            )
            return SignedAs(datetime.now(UTC), stamp, data, notes)
        raise Refused(_BROKEN, code="cannot_sign")

    def _ways(self, wish: Wish) -> list[tuple[bool, bool]]:
        """(validation data, time stamp), the best first."""
        stamp = wish.time_stamp and self._time_stamp is not None
        ways = [(wish.validation_data, stamp), (False, stamp), (wish.validation_data, False), (False, False)]
        return list(dict.fromkeys(ways))

    def _signed(self, document: BinaryIO, wish: Wish, *, data: bool, stamp: bool) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.sign.general import SigningError
        from pyhanko_certvalidator.errors import PathError

        try:
            writer = IncrementalPdfFileWriter(document, strict=False)
            if writer.prev.encrypted:
                raise Refused(_LOCKED, code="encrypted")
            context = self._context(wish) if data else None
            name = f"MotCua{len(list(writer.prev.embedded_signatures)) + 1}"
            meta = signers.PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                reason=wish.reason or None,
                location=wish.place or None,
                subfilter=SigSeedSubFilter.PADES,
                embed_validation_info=data,
                validation_context=context,
            )
            made = signers.PdfSigner(
                meta,
                self._signer,
                timestamper=self._stamper() if stamp else None,
                stamp_style=look_of(wish.look) if wish.look else None,
                new_field_spec=place_of(writer, wish.look, name),
            )
            out = io.BytesIO()
            made.sign_pdf(writer, output=out)
        except (SigningError, PathError) as fault:
            if data:
                log.warning("validation data not to be had: %s", type(fault).__name__)
                raise _NoData from fault
            raise Refused(_BROKEN, code="cannot_sign") from fault
        except PdfError as fault:
            raise Refused(_BROKEN, code="cannot_sign") from fault
        if context is not None:
            self._remember(context)
        return out.getvalue()

    def _stamper(self) -> Any:
        from motcua.integration.signing_pyhanko.stamping import stamper

        if self._time_stamp is None:
            raise _NoStamp
        return stamper(self._time_stamp, _NoStamp)

    def _context(self, wish: Wish) -> Any:
        from pyhanko_certvalidator import ValidationContext
        from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

        return ValidationContext(
            trust_roots=_parsed(wish.trust.roots),
            other_certs=_parsed(wish.trust.others),
            crls=[*_lists(wish.trust), *self._known_crls],
            ocsps=self._known_ocsps,
            allow_fetching=wish.fetch,
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=8),
            revocation_mode="hard-fail",
        )

    def _remember(self, context: Any) -> None:
        self._known_crls, self._known_ocsps = list(context.crls), list(context.ocsps)


class _NoData(Exception):  # noqa: N818 - an answer, not a fault
    """Validation data could not be had."""


class _NoStamp(Exception):  # noqa: N818
    """The time stamping service did not answer."""


def _parsed(ders: tuple[bytes, ...]) -> list[Any]:
    from asn1crypto import x509

    return [x509.Certificate.load(der) for der in ders]


def _lists(trust: Trust) -> list[Any]:
    from asn1crypto import crl

    return [crl.CertificateList.load(der) for der in trust.revocation_lists]
