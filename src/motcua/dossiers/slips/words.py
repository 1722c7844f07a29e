"""The words that are printed, from the values of a form: the same for the PDF and for the editable document."""

from dataclasses import asdict
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from motcua.dossiers.slips.values import (
    About,
    ApologySlip,
    ControlSlip,
    FeeLine,
    HandOver,
    Head,
    ReceiptSlip,
    ReceivedPaper,
    RefusalSlip,
    Register,
    RegisterLine,
    StopNotice,
    SupplementSlip,
)
from motcua.kernel import clock
from motcua.kernel.money import dong
from motcua.worktime.cases import Unit

PROVIDER = "Hệ thống Một Cửa"
BLANK = "……"
NBSP = "\u00a0"
Texts = dict[str, Any]


@singledispatch
def texts(slip: Any) -> Texts:
    """Every text of a form; one function for each kind below."""
    raise TypeError(type(slip).__name__)


@texts.register
def _receipt(slip: ReceiptSlip) -> Texts:
    about, head = slip.about, slip.head
    volume, entry = slip.entry or (None, None)
    return _common(head, about) | {
        "papers": [_paper(number, paper) for number, paper in enumerate(slip.papers, 1)],
        "sets": f"{slip.sets:02d} (bộ)",
        "limit": _limit(slip),
        "received": moment(slip.received_at),
        "due": moment(slip.due_at),
        "return_place": _return_place(slip),
        "fees": fee_text(slip.fees),
        "book": f"{volume:02d}" if volume else BLANK,
        "entry": f"{entry:02d}" if entry else BLANK,
        "submitter": about.delegate or about.applicant,
        "receiver": slip.receiver or BLANK,
        "note": _note(head, about),
        "slip_at": head.rate_at,
    }


@texts.register
def _supplement(slip: SupplementSlip) -> Texts:
    return _common(slip.head, slip.about) | {
        "missing": [
            {"number": str(number), "title": paper.title, "what": paper.what or "Nộp bổ sung"}
            for number, paper in enumerate(slip.missing, 1)
        ],
        "reason": slip.reason or BLANK,
        "contact": slip.contact or BLANK,
        "advisor": slip.advisor or BLANK,
        "submitter": slip.about.delegate or slip.about.applicant,
        "repeated": "Đây không phải lần yêu cầu bổ sung đầu tiên của hồ sơ này." if slip.repeated else "",
        "slip_at": slip.head.rate_at,
    }


@texts.register
def _refusal(slip: RefusalSlip) -> Texts:
    what = "giải quyết" if slip.settled else "tiếp nhận"
    return _common(slip.head, slip.about) | {
        "refused": f"Không {what} hồ sơ này với lý do:",
        "reason": slip.reason or BLANK,
        "submitter": slip.about.delegate or slip.about.applicant,
        "receiver": slip.receiver or BLANK,
        "slip_at": slip.head.rate_at,
    }


@texts.register
def _apology(slip: ApologySlip) -> Texts:
    return _common(slip.head, slip.about) | {
        "received": moment(slip.received_at),
        "old_due": moment(slip.old_due),
        "new_due": moment(slip.new_due),
        "at_fault": slip.at_fault or BLANK,
        "reason": slip.reason or BLANK,
        "return_place": slip.return_place or BLANK,
        "signer": slip.signer or BLANK,
        "signer_title": slip.signer_title or "THỦ TRƯỞNG CƠ QUAN",
        "history": "; ".join(_new_date(each.before, each.after, each.reason) for each in slip.history)
        or "chưa lần nào",
    }


@texts.register
def _stop(slip: StopNotice) -> Texts:
    return _common(slip.head, slip.about) | {
        "received": moment(slip.received_at),
        "due": moment(slip.due_at),
        "stage": slip.stage or BLANK,
        "request": f"Theo đề nghị của {slip.requested_by}"
        if slip.requested_by
        else "Cơ quan giải quyết quyết định",
        "reason": slip.reason or BLANK,
        "fees": fee_text(slip.fees),
        "signer": slip.signer or BLANK,
        "signer_title": slip.signer_title or "THỦ TRƯỞNG CƠ QUAN",
    }


@texts.register
def _control(slip: ControlSlip) -> Texts:
    return _common(slip.head, slip.about) | {
        "received": moment(slip.received_at),
        "due": moment(slip.due_at),
        "lead": slip.lead or BLANK,
        "cooperating": "; ".join(slip.cooperating) or "không",
        "steps": [_step(number, step) for number, step in enumerate(slip.steps, 1)],
    }


@texts.register
def _register(slip: Register) -> Texts:
    first, last = (slip.lines[0].number, slip.lines[-1].number) if slip.lines else (0, 0)
    return _head(slip.head) | {
        "year": str(slip.year),
        "volume": f"{slip.volume:02d}",
        "volumes": f"{slip.volumes:02d}",
        "entries": f"từ số {first:02d} đến số {last:02d}" if slip.lines else "chưa có hồ sơ",
        "lines": [line_texts(line) for line in slip.lines],
        "closing": f"Sổ khóa ngày 31 tháng 12 năm {slip.year}." if slip.closed else "Sổ đang ghi, chưa khóa.",
    }


def line_texts(line: RegisterLine) -> dict[str, str]:
    """One line of the register as it is printed."""
    return {
        "number": f"{line.number:02d}",
        "code": line.code,
        "content": line.content,
        "sets": str(line.sets),
        "owner": line.owner,
        "address": line.address,
        "phone": line.phone,
        "received": short(line.received_at),
        "due": short(line.due_at) if line.due_at else "",
        "finished": short(line.finished_at) if line.finished_at else "",
        "returned": short(line.returned_at) if line.returned_at else "",
        "returned_how": line.returned_how,
        "receiver": line.receiver,
        "place": line.place,
        "note": line.note,
    }


def qr_text(head: Head, about: About, due: datetime | None) -> str:
    """The minimum data of TT 01/2023/TT-VPCP Điều 26, a line each; the due date where the form promises one.

    The address opens the dossier itself: who reads the code with a telephone has nothing to type.
    """
    code = about.code or about.tracking
    lines = [
        f"Mã hồ sơ: {code}",
        f"Mã TTHC: {about.procedure_code}",
        f"Số định danh: {about.identity}",
        head.form.title,
        PROVIDER,
        f"Xuất lúc: {short(head.printed_at)}",
        f"Hẹn trả: {short(due)}" if due else "",
        f"{head.look_up.rstrip('/')}/{code}" if head.look_up else "",
    ]
    return "\n".join(line for line in lines if line)


def moment(at: datetime) -> str:
    """08 giờ 35 phút, ngày 08 tháng 10 năm 2026."""
    local = clock.local(at)
    return f"{local:%H} giờ {local:%M} phút, {day(at)}"


def day(at: datetime) -> str:
    """Ngày 08 tháng 10 năm 2026; months one and two with their nought, as official documents write them."""
    local = clock.local(at)
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"ngày {local:%d} tháng {month} năm {local.year}"


def short(at: datetime) -> str:
    """08/10/2026 08:35."""
    return f"{clock.local(at):%d/%m/%Y %H:%M}"


def in_two_lines(agency: str) -> str:
    """An agency's name for the head of a paper: what follows «Ủy ban nhân dân» stays together."""
    kind, found, place = agency.partition("nhân dân ")
    return f"{kind}{found}{place.replace(' ', NBSP)}" if found else agency


def fee_text(fees: tuple[FeeLine, ...]) -> str:
    """What is to pay and how it stands, in one sentence."""
    return "; ".join(f"{fee.name} {dong(fee.amount)} ({_state(fee)})" for fee in fees) or "không"


def _head(head: Head) -> Texts:
    mark = f"/{head.mark}" if head.mark else ""
    return {
        "form": f"Mẫu số {head.form.number}, {head.form.issued_by}",
        "title": head.form.title,
        "agency": head.agency,
        "agency_head": in_two_lines(head.agency),
        "desk": head.desk,
        "provider": PROVIDER,
        "place_and_date": f"{head.place}, {day(head.day)}" if head.place else day(head.day),
        "number": f"Số: {BLANK if head.number is None else f'{head.number:02d}'}{mark}",
        "printed_at": f"In lúc {short(head.printed_at)}",
    }


def _common(head: Head, about: About) -> Texts:
    return _head(head) | {
        "code": about.code or about.tracking,
        "code_name": "Mã hồ sơ" if about.code else "Mã tra cứu",
        "applicant": about.applicant + (f" (nộp thay: {about.delegate})" if about.delegate else ""),
        "owner": about.owner,
        "address": about.address or BLANK,
        "identity": about.identity or BLANK,
        "phone": about.phone or BLANK,
        "email": about.email or BLANK,
        "procedure": about.procedure,
        "procedure_code": about.procedure_code,
        "subject": about.subject,
    }


def _paper(number: int, paper: ReceivedPaper) -> dict[str, str]:
    row = {key: "–" if value is None else str(value) for key, value in asdict(paper).items()}
    return {"number": str(number), **row}


def _step(number: int, step: HandOver) -> dict[str, str]:
    beyond = ", sau ngày hẹn trả" if step.beyond else ""
    notes = [f"Hạn {short(step.due)}{beyond}" if step.due else "", step.note]
    return {
        "number": str(number),
        "body": step.body,
        "giver": step.giver,
        "taker": step.taker,
        "at": short(step.at),
        "result": step.result,
        "note": ". ".join(note for note in notes if note),
    }


def _new_date(before: date, after: date, reason: str) -> str:
    return f"từ {before:%d/%m/%Y} sang {after:%d/%m/%Y}" + (f" ({reason})" if reason else "")


def _return_place(slip: ReceiptSlip) -> str:
    """Where the result is to be had: as it was wished for, else over the desk."""
    desk = ", ".join(part for part in (slip.head.desk, slip.head.agency, slip.desk_address) if part)
    if slip.wish == "post":
        return ", ".join(part for part in ("bưu chính công ích", slip.wish_address) if part)
    return f"trang hồ sơ trực tuyến của người nộp; bản giấy tại {desk}" if slip.wish == "online" else desk


def _limit(slip: ReceiptSlip) -> str:
    if slip.limit_value is None or not slip.limit_unit:
        return "theo ngày hẹn trả"
    if slip.limit_value == 0:
        return "trong ngày làm việc"
    return f"{slip.limit_value:02d} {Unit(slip.limit_unit).label}"


def _state(fee: FeeLine) -> str:
    label = fee.state.label.lower()
    return f"{label}, {fee.method.label[0].lower()}{fee.method.label[1:]}" if fee.method else label


def _note(head: Head, about: About) -> str:
    where = f" tại {head.look_up}" if head.look_up else ""
    return (
        "Kết quả có thể có sớm hơn ngày hẹn; khi đó ông/bà được thông báo. "
        f"Xem tình trạng hồ sơ{where} bằng mã hồ sơ hoặc mã tra cứu {about.tracking}."
    )
