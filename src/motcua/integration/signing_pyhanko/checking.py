"""The Checker port: every signature of a document, read in a process of its own and told in words."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Refused
from motcua.storehouse.ports import CheckReport, SignatureFound, Trust
from motcua.storehouse.workshop.bounded import Bounds, call

_BOUNDS = Bounds(seconds=30, megabytes=2048)
_TASK = "motcua.integration.signing_pyhanko.checking:look"
_NOT_PDF = "Chỉ kiểm tra được chữ ký trong tệp PDF. Tệp này không phải PDF hoặc đã hỏng."
_LOCKED = "Tệp PDF đặt mật khẩu nên không đọc được chữ ký. Hãy bỏ mật khẩu rồi kiểm tra lại."
_TOO_MANY = 50
_MOMENTS = ("signed_at", "proven_at", "revoked_at", "valid_from", "valid_to")


class PyHankoChecker:
    """Checks in a bounded process: a document made to harm ends that process only."""

    def check(self, document: Path, *, trust: Trust, now: datetime, folder: Path) -> CheckReport:
        """Every signature of a PDF."""
        request = {
            "document": str(document.resolve()),
            "now": now.isoformat(),
            "roots": [der.hex() for der in trust.roots],
            "others": [der.hex() for der in trust.others],
            "lists": [der.hex() for der in trust.revocation_lists],
        }
        answer = call(_TASK, request, within=_BOUNDS, folder=folder)
        found = tuple(_found(each) for each in answer["signatures"])
        return CheckReport(found, answer["pages"], answer["changed_after"])


def look(request: dict[str, Any]) -> dict[str, Any]:
    """The called side: read the document and judge."""
    import asyncio
    import logging

    logging.disable(logging.CRITICAL)
    return asyncio.run(_look(request))


async def _look(request: dict[str, Any]) -> dict[str, Any]:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    from motcua.integration.signing_pyhanko.judging import Judge

    with Path(request["document"]).open("rb") as file:
        try:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                raise Refused(_LOCKED, field="file", code="encrypted")
            pages = int(reader.root["/Pages"]["/Count"])
            signatures = [each for each in reader.embedded_signatures if each.sig_object_type == "/Sig"]
        except (PdfError, KeyError, TypeError, ValueError) as fault:
            raise Refused(_NOT_PDF, field="file", code="not_pdf") from fault
        if len(signatures) > _TOO_MANY:
            raise Refused(f"Tệp có hơn {_TOO_MANY} chữ ký; không kiểm tra tự động.", field="file")
        judge = Judge(reader, request)
        found = [await judge.of(each) for each in signatures]
    changed = bool(found) and not found[-1].whole and not found[-1].later_allowed
    return {"pages": pages, "changed_after": changed, "signatures": [_plain(each) for each in found]}


def _plain(found: SignatureFound) -> dict[str, Any]:
    values = asdict(found)
    for name in _MOMENTS:
        values[name] = values[name].isoformat() if values[name] else None
    return values


def _found(values: dict[str, Any]) -> SignatureFound:
    for name in _MOMENTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    values["problems"] = tuple(values["problems"])
    return SignatureFound(**values)
