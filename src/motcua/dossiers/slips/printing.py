"""From a form's values to bytes: PDF/A and docx, of the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Any

from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.layouts import A5, BAR_MM, QR_MM, SLIP_QR_MM, layout
from motcua.dossiers.slips.values import ApologySlip, ControlSlip, ReceiptSlip, Slip, StopNotice
from motcua.dossiers.slips.words import Texts, qr_text, texts
from motcua.rendering import sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """A form in words, ready to be drawn now or years later: what is kept of an issued form."""

    kind: FormKind
    family: str
    texts: Texts
    qr: str
    made_at: datetime

    @property
    def code(self) -> str:
        return str(self.texts.get("code", ""))


def printed(slip: Slip) -> Printed:
    """The words of a form, with what its QR says."""
    about = getattr(slip, "about", None)
    said = "" if about is None else qr_text(slip.head, about, _due(slip))
    form = slip.head.form
    return Printed(form.kind, form.family, texts(slip), said, slip.head.printed_at)


def as_pdf(form: Printed, *, paper: str = A5) -> bytes:
    """The form as PDF/A. The same words and moment give the same bytes."""
    from motcua.rendering import barcode, pdf, qr  # heavy: loaded when the first form is drawn

    pictures: dict[str, bytes] = {}
    if form.qr:
        pictures["qr.svg"] = qr.svg(form.qr).encode()
    if form.code.isascii() and form.code:
        pictures["barcode.svg"] = barcode.svg(form.code).encode()
    if slip := form.texts.get("slip_at"):
        pictures["slip_qr.svg"] = qr.svg(slip).encode()
    values = {**_later(form), **form.texts, "barcode": "barcode.svg" in pictures}
    resolved = sheet.resolve(layout(form.kind, form.family, paper), values)
    return pdf.draw_sheet(resolved, files=pictures, made_at=form.made_at)


def as_docx(form: Printed, *, paper: str = A5, template: bytes | None = None) -> bytes:
    """The form as an editable document, from the packaged template or an office's own.

    An office's own template belongs in a bounded process: `rendering.bounded.fill`.
    """
    from motcua.rendering import docx

    own = template or built_in(form.kind, form.family, paper)
    return docx.fill(own, docx_values(form), images=images(form, paper))


def built_in(kind: FormKind, family: str, paper: str) -> bytes:
    """The packaged template of a form, to be downloaded and changed."""
    from motcua.rendering import sheet_docx

    return sheet_docx.template(layout(kind, family, paper))


def docx_values(form: Printed) -> Texts:
    """The words, and the names of pictures that are not there as empty."""
    pictures = {"qr": "", "barcode": ""} | ({"slip_qr": ""} if form.kind.slip else {})
    return {**_later(form), **form.texts, **pictures}


def _later(form: Printed) -> Texts:
    """What forms say today that one issued before did not: nothing."""
    return {"slip_at": ""} if form.kind.slip else {}


def images(form: Printed, paper: str) -> Mapping[str, tuple[bytes, float]]:
    """QR and bars as PNG with their widths in millimetres."""
    from motcua.rendering import barcode, qr

    found: dict[str, tuple[bytes, float]] = {}
    if form.qr:
        found["qr"] = (qr.png(form.qr), QR_MM[paper])
    if slip := form.texts.get("slip_at"):
        found["slip_qr"] = (qr.png(slip), SLIP_QR_MM[paper])
    if form.code.isascii() and form.code:
        found["barcode"] = (barcode.png(form.code), BAR_MM[paper][0])
    return found


@singledispatch
def _due(slip: Any) -> datetime | None:
    """The day the form promises or stands for; none on a request or a refusal."""
    return None


@_due.register(ReceiptSlip)
@_due.register(ControlSlip)
@_due.register(StopNotice)
def _(slip: ReceiptSlip | ControlSlip | StopNotice) -> datetime | None:
    return slip.due_at


@_due.register
def _(slip: ApologySlip) -> datetime | None:
    return slip.new_due
