"""The facts of a dossier as its page lists them: the request, and the people behind it."""

from collections.abc import Sequence
from typing import Any

from motcua.catalogue.enums import Unit
from motcua.doors.frame import eforms
from motcua.dossiers.coming_in import mail_of, where_received
from motcua.dossiers.enums import Channel
from motcua.dossiers.models import Dossier, DossierFee, Event
from motcua.dossiers.own import delegate_put_right
from motcua.dossiers.replying import Declared
from motcua.payments.enums import OrderState
from motcua.worktime.words import limit_text


def facts_of(
    dossier: Dossier, events: Sequence[Event], declared: Declared | None = None
) -> list[tuple[str, Any]]:
    """What is asked, of whom, and how it came in; empty values are left out by the page."""
    return [
        ("Thủ tục", dossier.version.name),
        ("Mã thủ tục", dossier.procedure.code),
        ("Nội dung", dossier.subject),
        ("Cơ quan giải quyết", dossier.agency.name),
        ("Cách nộp", dossier.get_channel_display()),
        ("Nhận kết quả", _wish(declared)),
        ("Tiếp nhận tại", where_received(dossier)),
        ("Số bưu gửi", mail_of(events)),
        ("Người tiếp nhận", dossier.receiver.name if dossier.receiver else ""),
        ("Mã tra cứu", dossier.tracking),
        ("Kết quả", dossier.get_outcome_display() if dossier.outcome else ""),
    ]


def applicant_of(dossier: Dossier) -> list[tuple[str, Any]]:
    """Who asks, and who came or posted it in their place."""
    return [
        ("Người nộp", dossier.applicant_name),
        ("Người đại diện", dossier.person.name if dossier.business and dossier.person else ""),
        ("Số định danh", dossier.applicant_identity),
        ("Điện thoại", dossier.applicant_phone),
        ("Địa chỉ", dossier.applicant_address),
        ("Thư điện tử", dossier.applicant_email),
        ("Người được uỷ quyền nộp", dossier.delegate_name),
        ("Số định danh người được uỷ quyền", dossier.delegate_identity if dossier.delegate_name else ""),
        ("Giấy uỷ quyền, giới thiệu", _authority(dossier)),
        ("Theo dõi trực tuyến", _follows(dossier)),
        ("Người gửi bưu chính", _posted_by(dossier)),
    ]


def told_sections(declared: Declared | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The form as it was answered: its pages, each question with the answer in words."""
    topics = declared.topics if declared else ()
    return [
        (title, [(each.label, eforms.in_words(each, value)) for each, value in rows])
        for title, rows in topics
    ]


def _wish(declared: Declared | None) -> str:
    """How the applicant wants the result; the address when it is to be posted."""
    if declared is None:
        return ""
    return ": ".join(part for part in (declared.result_way, declared.result_address) if part)


def _authority(dossier: Dossier) -> str:
    """What was noted of the paper; of a delegate without one the officer is told to ask for it."""
    if dossier.authorisation or not dossier.delegate_name:
        return dossier.authorisation
    online = dossier.channel == Channel.ONLINE.value
    return (
        "Tự khai khi nộp trực tuyến: kiểm tra ở mục Giấy tờ trước khi tiếp nhận"
        if online
        else "Không ghi: chỉ đưa hộ"
    )


def _follows(dossier: Dossier) -> str:
    """Whether the delegate sees it in their own account; who filed it online does, until an officer put that right."""
    if not dossier.delegate_name:
        return ""
    if dossier.delegate_may_follow:
        return "Người nộp thay xem được: có văn bản uỷ quyền, đã xem"
    if dossier.channel == Channel.ONLINE.value and not delegate_put_right(dossier):
        return "Người nộp thay xem được: tự nộp trực tuyến"
    return "Người nộp thay không xem được"


def _posted_by(dossier: Dossier) -> str:
    """Who put it in the post: the delegate, else the one who asks."""
    return dossier.delegate_name or dossier.applicant_name if dossier.channel == Channel.POST.value else ""


def duty_left(fees: list[DossierFee]) -> int:
    """What is still to pay of duties of other laws, in đồng."""
    return sum(fee.order.left for fee in fees if fee.duty and OrderState(fee.order.state).open)


def limit_words(dossier: Dossier) -> str:
    """The limit of a received dossier in words; empty without one."""
    if dossier.limit_value is None or not dossier.limit_unit:
        return ""
    return limit_text(dossier.limit_value, Unit(dossier.limit_unit).label)
