"""Ratings of officers kept as evidence for promotion, training, reward and discipline (REQ O4)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.desk_enums import MarkKind, UsedFor
from motcua.organisation.models import Agency, Staff, StaffMark


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMark:
    """A rating: of which period, what it says, where it comes from."""

    kind: MarkKind
    period: str
    value: str
    source: str
    link: str = ""
    used_for: UsedFor = UsedFor.NOTHING
    decision: str = ""


def keep(*, actor: Actor, staff: Staff, agency: Agency, given: NewMark) -> StaffMark:
    """A rating is kept by the agency at whose desk it was earned.

    Refuses without period, value or source; what was used needs its document.
    """
    for field, words in (
        ("period", "Ghi kỳ đánh giá, ví dụ 2026 hoặc Quý 3/2026."),
        ("value", "Ghi kết quả."),
        ("source", "Ghi nguồn."),
    ):
        if not squeeze(getattr(given, field)):
            raise Refused(words, field=field)
    if given.used_for and not squeeze(given.decision):
        raise Refused("Ghi văn bản đã dùng kết quả này làm căn cứ.", field="decision")
    if given.link and not given.link.startswith(("/", "https://", "http://")):
        raise Refused("Liên kết bắt đầu bằng / hoặc https://.", field="link")
    with act():
        row = StaffMark.objects.create(
            staff=staff, agency=agency, kind=given.kind.value, period=squeeze(given.period),
            value=squeeze(given.value), source=squeeze(given.source), link=given.link,
            used_for=given.used_for.value, decision=squeeze(given.decision), author=actor.label,
            created_at=clock.now(),
        )  # fmt: skip
        detail = {"mark": row.pk, "kind": row.kind, "period": row.period, "used_for": row.used_for}
        record(
            actor, action="organisation.keep_mark", kind="staff", key=staff.pk,
            agency=agency.code, detail=detail,
        )  # fmt: skip
    return row


def use(*, actor: Actor, mark: StaffMark, used_for: UsedFor, decision: str) -> None:
    """A kept rating served as evidence; `decision` is the document that says so."""
    if not used_for or not squeeze(decision):
        raise Refused("Chọn mục đích và ghi văn bản.", field="decision")
    with act():
        StaffMark.objects.filter(pk=mark.pk).update(used_for=used_for.value, decision=squeeze(decision)[:200])
        record(
            actor, action="organisation.use_mark", kind="staff", key=mark.staff_id, agency=mark.agency.code,
            detail={"mark": mark.pk, "used_for": used_for.value},
        )  # fmt: skip


def withdraw(*, actor: Actor, mark: StaffMark, reason: str) -> None:
    """A wrong rating no longer counts; it stays readable with the reason."""
    if not reason.strip():
        raise Refused("Ghi lý do rút.", field="reason")
    with act():
        StaffMark.objects.filter(pk=mark.pk, withdrawn="").update(withdrawn=squeeze(reason)[:300])
        record(
            actor, action="organisation.withdraw_mark", kind="staff", key=mark.staff_id,
            agency=mark.agency.code, detail={"mark": mark.pk},
        )  # fmt: skip


def marks_of(staff_id: int) -> QuerySet[StaffMark]:
    """Every rating of an officer, the newest first."""
    return StaffMark.objects.filter(staff=staff_id).select_related("agency").order_by("-created_at", "-pk")
