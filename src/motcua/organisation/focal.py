"""Focal officers for procedure control: the list reviewed twice a year, decided, published (REQ O3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting
from motcua.organisation.models import Agency, FocalEntry, FocalList, Staff
from motcua.regimes.queries import rule


@dataclass(frozen=True, slots=True)
class NewFocal:
    """One focal officer in the words of the decision; `staff_id` ties to an officer of ours."""

    name: str
    title: str
    unit: str
    phone: str = ""
    staff_id: int | None = None


def period_of(day: date, reviews: int = 2) -> str:
    """The review period of a day: `2026-H1`; with another number of reviews a year `2026-P3`."""
    part = (day.month - 1) * reviews // 12 + 1
    return f"{day.year}-{'H' if reviews == 2 else 'P'}{part}"


def begin_review(*, actor: Actor, agency: Agency) -> FocalList:
    """The list of this period, begun with the one before. Refuses a period already reviewed."""
    period = current_period(agency)
    with act():
        if FocalList.objects.filter(agency=agency, period=period).exists():
            raise Refused(f"Kỳ {period} đã có danh sách.", code="reviewed")
        before = newest(agency)
        made = FocalList.objects.create(
            agency=agency, period=period, created_at=clock.now(), author=actor.label
        )
        if before:
            _write(made, [_as_new(entry) for entry in entries_of(before)])
        record(
            actor, action="organisation.review_focal", kind="focal_list", key=made.pk, agency=agency.code,
            detail={"period": period},
        )  # fmt: skip
    return made


def change_entries(*, actor: Actor, row: FocalList, entries: Iterable[NewFocal]) -> None:
    """What the list says, anew. Refuses a list already decided."""
    if row.decision:
        raise Refused("Danh sách đã có quyết định: thay đổi thì rà soát ở kỳ sau.", code="decided")
    with act():
        FocalEntry.objects.filter(list=row).delete()
        _write(row, entries)
        record(
            actor, action="organisation.change_focal", kind="focal_list", key=row.pk,
            agency=row.agency.code,
        )  # fmt: skip


def decide(*, actor: Actor, row: FocalList, decision: str, decided_on: date) -> None:
    """The list is approved by a decision and published at once. Refuses an empty list."""
    if not squeeze(decision):
        raise Refused("Ghi số quyết định phê duyệt danh sách.", field="decision")
    with act():
        if row.decision:
            raise Refused("Danh sách này đã có quyết định.", code="decided")
        if not FocalEntry.objects.filter(list=row).exists():
            raise Refused("Danh sách chưa có ai.", field="decision")
        before = previous(row)
        same = before is not None and _names(before) == _names(row)
        FocalList.objects.filter(pk=row.pk).update(
            decision=squeeze(decision), decided_on=decided_on, published_at=clock.now(), unchanged=same
        )
        record(
            actor, action="organisation.decide_focal", kind="focal_list", key=row.pk,
            agency=row.agency.code, detail={"period": row.period, "unchanged": same},
        )  # fmt: skip


def current_period(agency: Agency) -> str:
    """The review period of today by the agency's rule."""
    today = clock.today()
    return period_of(today, int(rule("focal.reviews_a_year", on=today, scopes=agency.chain)))


def _write(row: FocalList, entries: Iterable[NewFocal]) -> None:
    FocalEntry.objects.bulk_create(
        [
            FocalEntry(
                list=row, staff_id=one.staff_id, name=squeeze(one.name), title=squeeze(one.title),
                unit=squeeze(one.unit), phone=squeeze(one.phone),
            )
            for one in entries
        ]
    )  # fmt: skip


def _as_new(entry: FocalEntry) -> NewFocal:
    return NewFocal(entry.name, entry.title, entry.unit, entry.phone, entry.staff_id)


def _names(row: FocalList) -> set[tuple[str, str]]:
    return set(FocalEntry.objects.filter(list=row).values_list("name", "unit"))


# --- reads ---


def lists_of(agency: Agency) -> QuerySet[FocalList]:
    """Every list, the newest first."""
    return FocalList.objects.filter(agency=agency).order_by("-created_at", "-pk")


def newest(agency: Agency) -> FocalList | None:
    """The latest list, decided or not."""
    return lists_of(agency).first()


def previous(row: FocalList) -> FocalList | None:
    """The list before this one."""
    return FocalList.objects.filter(agency=row.agency_id, pk__lt=row.pk).order_by("-pk").first()


def published(agency: Agency) -> FocalList | None:
    """The latest list the public sees."""
    return lists_of(agency).filter(published_at__isnull=False).first()


def entries_of(row: FocalList) -> QuerySet[FocalEntry]:
    """Who is in a list, in its order."""
    return FocalEntry.objects.filter(list=row).order_by("pk")


def gone(row: FocalList, day: date) -> set[int]:
    """Entries whose officer no longer works on a day: the review has to replace them."""
    linked = dict(FocalEntry.objects.filter(list=row, staff__isnull=False).values_list("pk", "staff_id"))
    there = set(Staff.objects.filter(lasting(day), pk__in=linked.values()).values_list("pk", flat=True))
    return {entry for entry, staff in linked.items() if staff not in there}
