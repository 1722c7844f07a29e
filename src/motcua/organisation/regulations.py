"""The operating regulation of a desk (quy chế) in versions, and what each officer answers for under it (REQ O5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting
from motcua.organisation.models import Agency, Duty, Regulation, Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegulation:
    """A version as it was decided; `blob` holds the document."""

    title: str
    decision: str
    issued_on: date
    issuer: str
    valid_from: date
    blob: Blob | None = None
    file_name: str = ""


def issue(*, actor: Actor, agency: Agency, given: NewRegulation, keep_duties: bool = True) -> Regulation:
    """The next version; the one before ends the day before it begins.

    With `keep_duties` the duties still in force are carried over, to be read and acknowledged anew. Refuses a
    version that begins before the one in force, or before it was issued.
    """
    if not squeeze(given.title) or not squeeze(given.decision):
        raise Refused(
            "Ghi tên quy chế và quyết định ban hành.",
            field="title" if not given.title.strip() else "decision",
        )
    if given.valid_from < given.issued_on:
        raise Refused("Quy chế có hiệu lực từ ngày ban hành trở đi.", field="valid_from")
    with act():
        before = Regulation.objects.filter(agency=agency).order_by("-number").first()
        if before and given.valid_from <= before.valid_from:
            raise Refused(
                f"Phiên bản {before.number} có hiệu lực từ {before.valid_from:%d/%m/%Y}; "
                "phiên bản mới phải sau ngày đó.",
                field="valid_from",
            )
        made = Regulation.objects.create(
            agency=agency, number=(before.number if before else 0) + 1, title=squeeze(given.title),
            decision=squeeze(given.decision), issued_on=given.issued_on, issuer=squeeze(given.issuer),
            valid_from=given.valid_from, blob=given.blob, file_name=given.file_name[:200], author=actor.label,
            created_at=clock.now(),
        )  # fmt: skip
        if before:
            _replace(before, made, keep_duties=keep_duties)
        detail = {"number": made.number, "decision": made.decision, "from": made.valid_from.isoformat()}
        record(
            actor, action="organisation.issue_regulation", kind="regulation", key=made.pk,
            agency=agency.code, detail=detail,
        )  # fmt: skip
    return made


def _replace(before: Regulation, made: Regulation, *, keep_duties: bool) -> None:
    last = made.valid_from - timedelta(days=1)
    Regulation.objects.filter(pk=before.pk).update(valid_to=last)
    running = Duty.objects.filter(regulation=before).filter(Q(last_day=None) | Q(last_day__gt=last))
    kept = [
        Duty(regulation=made, staff_id=duty.staff_id, text=duty.text, first_day=made.valid_from)
        for duty in running
    ]
    running.update(last_day=last)
    if keep_duties:
        Duty.objects.bulk_create(kept)


def set_duty(*, actor: Actor, regulation: Regulation, staff: Staff, text: str, first_day: date) -> Duty:
    """What an officer answers for from a day on; words in force before end the day before.

    Refuses no words, a day before the regulation holds, and one before the present words began.
    """
    if not text.strip():
        raise Refused("Ghi trách nhiệm cụ thể của cán bộ.", field="text")
    if first_day < regulation.valid_from or (regulation.valid_to and first_day > regulation.valid_to):
        raise Refused("Ngày này nằm ngoài hiệu lực của quy chế.", field="first_day")
    with act():
        now = Duty.objects.filter(regulation=regulation, staff=staff, last_day=None).first()
        if now and now.acknowledged_at is None and now.first_day >= first_day:
            now.delete()  # nobody read it and it never held: it is put right, not replaced
        elif now:
            if first_day <= now.first_day:
                raise Refused(
                    f"Trách nhiệm hiện hành bắt đầu từ {now.first_day:%d/%m/%Y}; chọn ngày sau đó.",
                    field="first_day",
                )
            Duty.objects.filter(pk=now.pk).update(last_day=first_day - timedelta(days=1))
        made = Duty.objects.create(
            regulation=regulation, staff=staff, text=text.strip(), first_day=first_day,
        )  # fmt: skip
        record(
            actor, action="organisation.set_duty", kind="staff", key=staff.pk,
            agency=regulation.agency.code, detail={"regulation": regulation.pk},
        )  # fmt: skip
    return made


def acknowledge(*, actor: Actor, duty: Duty) -> None:
    """The officer says they have read what they answer for; said once, it stays."""
    with act():
        said = Duty.objects.filter(pk=duty.pk, acknowledged_at=None).update(acknowledged_at=clock.now())
        if said:
            record(
                actor, action="organisation.acknowledge_duty", kind="staff", key=duty.staff_id,
                agency=actor.agency, detail={"duty": duty.pk, "regulation": duty.regulation_id},
            )  # fmt: skip


def versions_of(agency: Agency) -> QuerySet[Regulation]:
    """Every version, the newest first."""
    return Regulation.objects.filter(agency=agency).select_related("blob").order_by("-number")


def in_force(agency: Agency, day: date) -> Regulation | None:
    """The version that holds on a day."""
    rows = Regulation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), agency=agency)
    return rows.filter(valid_from__lte=day).order_by("-number").first()


def duties_under(regulation: Regulation) -> QuerySet[Duty]:
    """Duties of a version that have not ended, by name."""
    return (
        Duty.objects.filter(regulation=regulation, last_day=None)
        .select_related("staff")
        .order_by("staff__name_key")
    )


def duties_of(staff_id: int, day: date) -> QuerySet[Duty]:
    """What an officer answers for on a day, under every regulation that holds."""
    return (
        Duty.objects.filter(lasting(day), staff=staff_id)
        .select_related("regulation__agency")
        .order_by("regulation__agency__path", "pk")
    )
