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
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, FocalEntry, FocalList, RoleGrant, Staff
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


def period_words(period: str) -> str:
    """A period as people say it: «6 tháng cuối năm 2026», «kỳ 3 năm 2026»."""
    year, _, part = period.partition("-")
    if part.startswith("H"):
        return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    return f"kỳ {part.removeprefix('P')} năm {year}"


def begin_review(*, actor: Actor, agency: Agency) -> FocalList:
    """The list of this period, begun with the one before; the very first with whoever steers the control work.

    Of officers still there title, unit and phone are those of today. Refuses a period already reviewed.
    """
    period = current_period(agency)
    with act():
        if FocalList.objects.filter(agency=agency, period=period).exists():
            raise Refused(f"{period_words(period).capitalize()} đã có danh sách.", code="reviewed")
        before = newest(agency)
        made = FocalList.objects.create(
            agency=agency, period=period, created_at=clock.now(), author=actor.label
        )
        _write(made, [_as_new(entry) for entry in entries_of(before)] if before else _steering(agency))
        record(
            actor, action="organisation.review_focal", kind="focal_list", key=made.pk, agency=agency.code,
            detail={"period": period},
        )  # fmt: skip
    return made


def change_entries(*, actor: Actor, row: FocalList, entries: Iterable[NewFocal]) -> None:
    """What the list says, anew. Refuses a list already decided."""
    if row.decision:
        raise Refused("Danh sách đã có quyết định: thay đổi thì rà soát ở kỳ sau.", code="decided")
    said = list(entries)
    for one in said:
        _check(one)
    with act():
        FocalEntry.objects.filter(list=row).delete()
        _write(row, said)
        record(
            actor, action="organisation.change_focal", kind="focal_list", key=row.pk,
            agency=row.agency.code,
        )  # fmt: skip


def decide(*, actor: Actor, row: FocalList, decision: str, decided_on: date) -> None:
    """The list is approved by a decision and published at once. Refuses an empty list."""
    if not squeeze(decision):
        raise Refused("Ghi số quyết định phê duyệt danh sách.", field="decision")
    if decided_on > clock.today():
        raise Refused("Ngày này chưa đến.", field="decided_on", code="decided_on")
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


def _check(one: NewFocal) -> None:
    """Refuses what is longer than is kept: a whole page pasted into one line."""
    for words, most in ((one.name, 200), (one.title, 120), (one.unit, 200), (one.phone, 40)):
        if len(squeeze(words)) > most:
            raise Refused(f"«{squeeze(words)[:30]}…» dài quá {most} chữ.", field="entries", code="long")


def _as_new(entry: FocalEntry) -> NewFocal:
    there = (
        Staff.objects.filter(lasting(clock.today()), pk__in=[entry.staff_id or 0])
        .select_related("agency")
        .first()
    )
    if there is not None and there.name == entry.name:
        return of_staff(there)
    return NewFocal(entry.name, entry.title, entry.unit, entry.phone, entry.staff_id)


def of_staff(one: Staff) -> NewFocal:
    """An officer of ours as an entry, as they are known today. `agency` should be loaded."""
    return NewFocal(one.name, one.title, one.agency.name, one.phone, one.pk)


def _steering(agency: Agency) -> list[NewFocal]:
    """Whoever holds the role of the control work at the agency or below it, by name."""
    today = clock.today()
    holders = RoleGrant.objects.filter(
        lasting(today), role=Role.CONTROL.value, agency__path__startswith=agency.path
    ).values("staff")
    rows = Staff.objects.filter(lasting(today), pk__in=holders, agency__path__startswith=agency.path)
    return [of_staff(one) for one in rows.select_related("agency").order_by("agency__path", "name_key")]


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
