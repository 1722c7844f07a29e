"""Emulation: points from what the system knows, points of the council with their basis, proposals (REQ C8, O4).

What nobody could do (no dossier, no task) is left out of the whole, never counted as nothing done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.dossiers.models import StepRun
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import overlapping
from motcua.organisation.models import Agency, Staff
from motcua.organisation.trainings import hours_by_person
from motcua.plans import outreach
from motcua.plans.control_enums import AwardKind, AwardState, InitiativeState
from motcua.plans.control_models import Award, EmulationMark, InitiativeAuthor
from motcua.plans.emulation_criteria import Criterion, criteria
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Occurrence
from motcua.regimes.queries import rules_on

_CENT = Decimal("0.01")
Values = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Score:
    """One person on one criterion: the value, its points; both None when there was nothing to do or to say."""

    criterion: Criterion
    value: Decimal | None
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's year."""

    staff: Staff
    scores: tuple[Score, ...]

    @property
    def points(self) -> Decimal:
        """The points of what could be scored."""
        return sum((one.points for one in self.scores if one.points is not None), Decimal(0))

    @property
    def out_of(self) -> Decimal:
        """The most that could be scored."""
        return sum((one.criterion.most for one in self.scores if one.points is not None), Decimal(0))

    @property
    def percent(self) -> Decimal | None:
        """Points in percent of what could be scored; None when nothing could."""
        return (
            None
            if not self.out_of
            else (100 * self.points / self.out_of).quantize(Decimal("0.1"), ROUND_HALF_UP)
        )


def points_of(value: Decimal | None, of: Criterion) -> Decimal | None:
    """Full points from `full` on, in proportion below; None stays None. Pure; two decimals, half up."""
    if value is None:
        return None
    share = min(max(value, Decimal(0)) / of.full, Decimal(1))
    return (share * of.most).quantize(_CENT, ROUND_HALF_UP)


def standings(agency: Agency, year: int, today: date) -> list[Standing]:
    """Everybody who worked there in a year, those with most first; the same number of statements for many people."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    people = list(
        Staff.objects.filter(overlapping(first, date(year, 12, 31)), agency=agency).order_by("name_key")
    )
    measured: dict[str, Values] = {
        "steps": _steps(agency, first, last),
        "tasks": _tasks(agency, year, today),
        "posts": _posts(agency, first, last, today),
        "training": {one.pk: hours for one, hours, _ in hours_by_person(agency, year, last)},
        "initiatives": _initiatives(people, year),
    }
    said: dict[tuple[int, str], Decimal] = {
        (row.staff_id, row.criterion): row.points
        for row in EmulationMark.objects.filter(agency=agency, year=year).order_by("pk")
    }
    asked = criteria(agency, year)
    found = []
    for one in people:
        scores = []
        for each in asked:
            value = measured[each.fact].get(one.pk) if each.fact else said.get((one.pk, each.code))
            scores.append(Score(each, value, points_of(value, each)))
        found.append(Standing(one, tuple(scores)))
    return sorted(found, key=lambda each: (-(each.percent or 0), each.staff.name_key))


def mark(
    agency: Agency, year: int, staff: Staff, criterion: str, *, points: Decimal, basis: str, actor: Actor
) -> EmulationMark:
    """Points of the council on what the system does not know. Refuses a measured criterion, and no basis."""
    of = next((each for each in criteria(agency, year) if each.code == criterion), None)
    if of is None or of.fact:
        raise Refused(
            "Tiêu chí này do hệ thống đo, không ghi điểm bằng tay.", field="criterion", code="measured"
        )
    if not 0 <= points <= of.most:
        raise Refused(f"Điểm từ 0 đến {of.most.normalize():f}.", field="points", code="points")
    if not basis.strip():
        raise Refused("Ghi căn cứ chấm điểm.", field="basis", code="basis")
    with act():
        made = EmulationMark.objects.create(
            agency=agency, year=year, staff=staff, criterion=criterion, points=points, basis=squeeze(basis)[:500],
            entered_at=clock.now(), entered_by=actor.label,
        )  # fmt: skip
        _record(actor, "mark_emulation", "staff", staff.pk, agency, {"year": year, "criterion": criterion})
    return made


def propose(agency: Agency, year: int, staff: Staff, *, kind: AwardKind, words: str, actor: Actor) -> Award:
    """Propose reward or discipline on the points of today, which are kept. Refused for oneself, and a second time."""
    if not words.strip():
        raise Refused("Ghi lý do đề nghị.", field="words", code="words")
    if actor.kind == "staff" and actor.id == str(staff.pk):
        raise Refused("Không tự đề nghị cho mình.", field="staff", code="own")
    standing = next((one for one in standings(agency, year, clock.today()) if one.staff.pk == staff.pk), None)
    if standing is None:
        raise Refused("Người này không làm việc ở đây trong năm đó.", field="staff", code="staff")
    with act():
        same = Award.objects.filter(agency=agency, year=year, staff=staff, kind=kind.value)
        if same.exclude(state=AwardState.REFUSED.value).exists():
            raise Refused("Đã có đề nghị này cho người này trong năm.", field="kind", code="again")
        made = Award.objects.create(
            agency=agency, year=year, staff=staff, kind=kind.value, words=words.strip(), points=standing.points,
            out_of=standing.out_of, proposed_at=clock.now(), proposed_by=actor.label,
        )  # fmt: skip
        _record(actor, "propose_award", "award", made.pk, agency, {"kind": kind.value, "year": year})
    return made


def decide_award(
    award_id: int, *, agreed: bool, decision: str, decided_on: date, words: str = "", actor: Actor
) -> Award:
    """What became of a proposal: the decision, or why not."""
    if agreed and not squeeze(decision):
        raise Refused("Ghi số quyết định.", field="decision", code="decision")
    if not agreed and not words.strip():
        raise Refused("Ghi vì sao không chấp thuận.", field="words", code="words")
    if decided_on > clock.today():
        raise Refused("Ngày này chưa đến.", field="decided_on", code="decided_on")
    with act():
        row = locked(Award, award_id, "agency")
        if row.state != AwardState.PROPOSED.value:
            raise Refused("Đề nghị này đã có kết quả.", code="decided")
        row.state = AwardState.AGREED.value if agreed else AwardState.REFUSED.value
        row.decision, row.decided_on, row.decided_words = squeeze(decision), decided_on, squeeze(words)[:500]
        row.save()
        _record(actor, "decide_award", "award", row.pk, row.agency, {"state": row.state})
    return row


def awards_of(agency: Agency, year: int) -> QuerySet[Award]:
    """The proposals of a year, the newest first."""
    return Award.objects.filter(agency=agency, year=year).select_related("staff")


def hinted(rows: Sequence[Standing], agency: Agency, year: int) -> dict[int, AwardKind]:
    """Whom the points suggest a proposal for, by the dated thresholds; a person decides.

    Of whom too little could be scored nothing is suggested.
    """
    ask = rules_on(min(clock.today(), date(year, 12, 31)), scopes=agency.chain)
    high, low = int(ask("emulation.propose_praise_from")), int(ask("emulation.propose_review_below"))
    least = int(ask("emulation.hint_least_out_of"))
    found = {}
    for one in rows:
        if one.out_of < least:
            continue
        if one.percent is not None and one.percent >= high:
            found[one.staff.pk] = AwardKind.PRAISE
        elif one.percent is not None and one.percent < low:
            found[one.staff.pk] = AwardKind.REVIEWED
    return found


# --- facts ---


def _share(met: int, of: int) -> Decimal:
    return 100 * Decimal(met) / Decimal(of)


def steps_counted(agency: Agency, first: date, last: date) -> QuerySet[StepRun]:
    """Steps with a due date that somebody ended from a day to a day, in dossiers of the agency."""
    rows = StepRun.objects.filter(
        dossier__agency=agency, finished_at__gte=clock.at_local(first, 0),
        finished_at__lt=clock.at_local(last + timedelta(days=1), 0),
    )  # fmt: skip
    return rows.exclude(due_at=None).exclude(holder=None).order_by()


def dates_counted(agency: Agency, year: int, today: date) -> QuerySet[Occurrence]:
    """Past dates of tasks of the year's plans that somebody holds; tasks that need not be done are left out."""
    rows = Occurrence.objects.filter(
        task__plan__agency=agency, task__plan__year=year, due_date__lt=today,
        task__plan__state__in=[PlanState.CONFIRMED.value, PlanState.CLOSED.value],
    )  # fmt: skip
    return rows.exclude(task__holder=None).exclude(task__state=TaskState.DROPPED.value).order_by()


def _steps(agency: Agency, first: date, last: date) -> Values:
    """Steps with a due date ended by a person in a year: the share ended in time."""
    rows = (
        steps_counted(agency, first, last)
        .values("holder_id")
        .annotate(of=Count("pk"), met=Count("pk", filter=Q(finished_at__lte=F("due_at"))))
    )
    return {row["holder_id"]: _share(row["met"], row["of"]) for row in rows}


def _tasks(agency: Agency, year: int, today: date) -> Values:
    """Dates of tasks of the year's running plans that a person holds and that are past: the share met in time."""
    rows = (
        dates_counted(agency, year, today)
        .values("task__holder_id")
        .annotate(of=Count("pk"), met=Count("pk", filter=Q(done_on__lte=F("due_date"))))
    )
    return {row["task__holder_id"]: _share(row["met"], row["of"]) for row in rows}


def _posts(agency: Agency, first: date, last: date, today: date) -> Values:
    weeks = outreach.weeks_of(first, last)
    rows = outreach.by_week(agency, weeks, today)
    return {one.staff.pk: _share(one.met, one.owed) for one in rows if one.owed}


def _initiatives(people: Sequence[Staff], year: int) -> Values:
    """How many recognised initiatives each has; none is none, for everybody may have one."""
    rows = (
        InitiativeAuthor.objects.filter(
            staff__in=people, initiative__year=year, initiative__state=InitiativeState.RECOGNISED.value
        )
        .order_by()
        .values("staff_id")
        .annotate(many=Count("pk"))
    )
    counted = {row["staff_id"]: row["many"] for row in rows}
    return {one.pk: Decimal(counted.get(one.pk, 0)) for one in people}


def _record(actor: Actor, what: str, kind: str, key: int, agency: Agency, detail: Mapping[str, Any]) -> None:
    record(actor, action=f"plans.{what}", kind=kind, key=key, agency=agency.code, detail=detail)
