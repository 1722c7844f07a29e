"""The receipt handed to the citizen (Mẫu số 01), as PDF and as an editable document of the same texts.

Fields: Mẫu số 01 of TT 01/2018/TT-VPCP and TT 03/2025/TT-VPCP as running provincial systems print them;
the QR carries the minimum data of TT 01/2023/TT-VPCP Điều 26. Compare with the official annex before release.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, PaperRole
from motcua.kernel import clock
from motcua.kernel.money import dong
from motcua.kernel.refusals import Refused
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Payment
from motcua.regimes.queries import rule
from motcua.rendering import barcode, docx, pdf, qr
from motcua.storehouse.enums import Origin
from motcua.worktime.cases import Unit

PROVIDER = "Hệ thống Một Cửa"
BLANK = "……"
QR_WIDTH_MM = 22.0

_FORMS = {
    Origin.SCANNED_AT_DESK: "Bản giấy",
    Origin.UPLOADED: "Bản điện tử",
    Origin.REUSED: "Dùng lại từ kho",
    Origin.DATABASE: "Khai thác CSDL",
    Origin.ELECTRONIC: "Bản điện tử",
    Origin.PRODUCED: "Bản điện tử",
}


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """One line of the list of papers; counts are None where nothing had to be handed in on paper."""

    title: str
    form: str
    originals: int | None = None
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One order on the slip: amounts in đồng."""

    name: str
    amount: int
    state: OrderState
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """Everything a receipt says. Moments are aware; both renderings are filled from this alone."""

    form_number: str
    form_title: str
    form_issued_by: str
    agency: str
    desk: str
    desk_address: str
    place: str
    code: str
    tracking: str
    applicant: str
    owner: str
    delegate: str
    identity: str
    address: str
    phone: str
    email: str
    procedure: str
    procedure_code: str
    subject: str
    papers: tuple[ReceivedPaper, ...]
    sets: int
    limit_value: int | None
    limit_unit: str
    received_at: datetime
    due_at: datetime
    fees: tuple[FeeLine, ...]
    receiver: str
    printed_at: datetime
    look_up: str = ""


def receipt_of(dossier: Dossier, *, look_up: str = "") -> ReceiptSlip:
    """The receipt of a dossier, read from what is stored; `look_up` is the address of the look-up page.

    Refuses a dossier that was not received: it has no code and no due date yet.
    """
    if dossier.received_at is None or dossier.due_at is None or dossier.received_on is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận.", code="not_received")
    applicant, owner = _applicant_and_owner(dossier)
    form = rule("form.receipt", on=dossier.received_on, scopes=dossier.agency.chain)
    return ReceiptSlip(
        form_number=form["number"],
        form_title=form["title"],
        form_issued_by=form["issued_by"],
        agency=dossier.desk.name,
        desk=dossier.desk.desk_name or "Bộ phận Tiếp nhận và Trả kết quả",
        desk_address=dossier.desk.address,
        place=dossier.desk.short_name,
        code=str(dossier.code),
        tracking=dossier.tracking,
        applicant=applicant,
        owner=owner,
        delegate=dossier.delegate_name,
        identity=dossier.applicant_identity,
        address=dossier.applicant_address,
        phone=dossier.applicant_phone,
        email=dossier.applicant_email,
        procedure=dossier.version.name,
        procedure_code=dossier.procedure.code,
        subject=dossier.subject,
        papers=_papers(dossier),
        sets=dossier.version.sets or 1,
        limit_value=dossier.limit_value,
        limit_unit=dossier.limit_unit,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        fees=_fees(dossier),
        receiver=dossier.receiver.name if dossier.receiver else "",
        printed_at=clock.now(),
        look_up=look_up,
    )


def receipt_pdf(dossier: Dossier, *, look_up: str = "") -> bytes:
    """The receipt as PDF/A, A5."""
    return as_pdf(receipt_of(dossier, look_up=look_up))


def receipt_docx(dossier: Dossier, *, look_up: str = "") -> bytes:
    """The receipt as an editable document with the same texts."""
    return as_docx(receipt_of(dossier, look_up=look_up))


def as_pdf(slip: ReceiptSlip) -> bytes:
    """A slip as PDF/A."""
    files_ = {"qr.svg": qr.svg(qr_text(slip)).encode()}
    if slip.code.isascii():
        files_["barcode.svg"] = barcode.svg(slip.code).encode()
    values = {**texts(slip), "barcode": "barcode.svg" in files_}
    return pdf.render(_template("receipt.typ").decode(), values, files=files_, made_at=slip.printed_at)


def as_docx(slip: ReceiptSlip) -> bytes:
    """A slip as docx."""
    return docx.fill(
        _template("receipt.docx"), texts(slip), images={"qr": (qr.png(qr_text(slip)), QR_WIDTH_MM)}
    )


def qr_text(slip: ReceiptSlip) -> str:
    """The minimum data of TT 01/2023/TT-VPCP Điều 26, a line each, and the address to look the dossier up."""
    lines = [
        f"Mã hồ sơ: {slip.code}",
        f"Mã TTHC: {slip.procedure_code}",
        f"Số định danh: {slip.identity}",
        slip.form_title,
        PROVIDER,
        f"Xuất lúc: {_short(slip.printed_at)}",
        f"Hẹn trả: {_short(slip.due_at)}",
        slip.look_up,
    ]
    return "\n".join(line for line in lines if line)


def texts(slip: ReceiptSlip) -> dict[str, Any]:
    """Every text of the slip as it is printed, the same for both renderings."""
    return {
        "form": f"Mẫu số {slip.form_number}, {slip.form_issued_by}",
        "title": slip.form_title,
        "agency": slip.agency,
        "desk": slip.desk,
        "provider": PROVIDER,
        "place_and_date": f"{slip.place}, {_day(slip.received_at)}" if slip.place else _day(slip.received_at),
        "code": slip.code,
        "qr_alt": f"Mã QR của hồ sơ {slip.code}",
        "applicant": slip.applicant + (f" (nộp thay: {slip.delegate})" if slip.delegate else ""),
        "owner": slip.owner,
        "address": slip.address or BLANK,
        "identity": slip.identity or BLANK,
        "phone": slip.phone or BLANK,
        "email": slip.email or BLANK,
        "procedure": slip.procedure,
        "procedure_code": slip.procedure_code,
        "subject": slip.subject,
        "papers": [_row(number, paper) for number, paper in enumerate(slip.papers, 1)],
        "sets": f"{slip.sets:02d} (bộ)",
        "limit": _limit(slip),
        "received": _moment(slip.received_at),
        "due": _moment(slip.due_at),
        "return_place": ", ".join(part for part in (slip.desk, slip.agency, slip.desk_address) if part),
        "fees": _fee_text(slip.fees),
        "book": BLANK,
        "entry": BLANK,
        "submitter": slip.delegate or slip.applicant,
        "receiver": slip.receiver or BLANK,
        "note": _note(slip),
        "printed_at": f"In lúc {_short(slip.printed_at)}",
    }


def _applicant_and_owner(dossier: Dossier) -> tuple[str, str]:
    """Who hands in, and whose dossier it is where they differ: an organisation has a representative."""
    if dossier.business and dossier.person:
        return dossier.person.name, dossier.applicant_name
    return dossier.applicant_name, ""


def _papers(dossier: Dossier) -> tuple[ReceivedPaper, ...]:
    rows = (
        DossierPaper.objects.filter(dossier=dossier, role=PaperRole.COMPONENT)
        .select_related("paper", "component")
        .order_by("component__order", "pk")
    )
    return tuple(_paper(row) for row in rows)


def _paper(row: DossierPaper) -> ReceivedPaper:
    origin = Origin(row.paper.origin)
    if row.reused and origin is not Origin.DATABASE:
        origin = Origin.REUSED
    on_paper = origin is Origin.SCANNED_AT_DESK
    component = row.component
    return ReceivedPaper(
        title=component.name if component else row.paper.title,
        form=_FORMS[origin],
        originals=component.originals if component and on_paper else None,
        copies=component.copies if component and on_paper else None,
    )


def _fees(dossier: Dossier) -> tuple[FeeLine, ...]:
    fees = list(DossierFee.objects.filter(dossier=dossier).select_related("order").order_by("pk"))
    paid = Payment.objects.filter(order_id__in=[fee.order_id for fee in fees]).order_by("pk")
    methods = {payment.order_id: Method(payment.method) for payment in paid}
    return tuple(
        FeeLine(line["name"], int(line["amount"]), OrderState(fee.order.state), methods.get(fee.order_id))
        for fee in fees
        for line in fee.order.lines
    )


def _row(number: int, paper: ReceivedPaper) -> dict[str, str]:
    row = {key: "–" if value is None else str(value) for key, value in asdict(paper).items()}
    return {"number": str(number), **row}


def _limit(slip: ReceiptSlip) -> str:
    if slip.limit_value is None or not slip.limit_unit:
        return "theo ngày hẹn trả"
    if slip.limit_value == 0:
        return "trong ngày làm việc"
    return f"{slip.limit_value:02d} {Unit(slip.limit_unit).label}"


def _fee_text(fees: tuple[FeeLine, ...]) -> str:
    if not fees:
        return "không"
    told = [f"{fee.name} {dong(fee.amount)} ({_state(fee)})" for fee in fees]
    return "; ".join(told)


def _state(fee: FeeLine) -> str:
    label = fee.state.label.lower()
    return f"{label}, {fee.method.label[0].lower()}{fee.method.label[1:]}" if fee.method else label


def _note(slip: ReceiptSlip) -> str:
    where = f" tại {slip.look_up}" if slip.look_up else ""
    return (
        "Kết quả có thể có sớm hơn ngày hẹn; khi đó ông/bà được thông báo. "
        f"Xem tình trạng hồ sơ{where} bằng mã hồ sơ hoặc mã tra cứu {slip.tracking}."
    )


def _moment(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local:%H} giờ {local:%M} phút, {_day(moment)}"


def _day(moment: datetime) -> str:
    local = clock.local(moment)
    return f"ngày {local:%d} tháng {local:%m} năm {local.year}"


def _short(moment: datetime) -> str:
    return f"{clock.local(moment):%d/%m/%Y %H:%M}"


@cache
def _template(name: str) -> bytes:
    return (files("motcua.dossiers") / "forms" / name).read_bytes()
