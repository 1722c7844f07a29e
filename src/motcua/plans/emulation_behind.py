"""What stands behind the points of emulation: row by row for one person, plan by plan for the unit and its head (REQ C8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Q

from motcua.kernel import clock
from motcua.organisation.models import Agency, Staff
from motcua.organisation.trainings import parts_of_staff
from motcua.plans import outreach
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import EmulationMark, Initiative, InitiativeAuthor
from motcua.plans.emulation import dates_counted, steps_counted
from motcua.plans.emulation_criteria import Fact
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Occurrence, Plan, PlanTarget
from motcua.plans.queries import TargetStanding, with_values

# Rows of one list; what was missed comes first, so that nothing to be mended is cut off unseen.
MOST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that counted or was missed: its words, its day in words, and what it opens (a dossier's code, a task)."""

    words: str
    when: str
    good: bool
    dossier: str = ""
    task: int | None = None


def behind(
    agency: Agency, staff: Staff, year: int, today: date, names: Mapping[str, str]
) -> dict[Fact, list[Row]]:
    """The rows that each measured criterion of one person counts, as `emulation.standings` counts them.

    `names`: of the criteria, by code.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    parts = parts_of_staff(staff.pk, year)
    ideas = Initiative.objects.filter(
        pk__in=_authored(staff), year=year, state=InitiativeState.RECOGNISED.value
    )
    return {
        Fact.STEPS: _steps(agency, staff, first, last),
        Fact.TASKS: _tasks(agency, staff, year, today),
        Fact.POSTS: _weeks(agency, staff, first, last, today),
        Fact.TRAINING: [
            Row(f"{one.training.title}: {_number(one.hours)} giờ", f"{one.training.first_day:%d/%m/%Y}", True)
            for one in parts
        ],
        Fact.INITIATIVES: [
            Row(one.title, f"{one.decided_on:%d/%m/%Y}" if one.decided_on else "", True) for one in ideas
        ],
        Fact.COUNCIL: [
            Row(
                f"{names.get(one.criterion, one.criterion)}: {_number(one.points)} điểm: {one.basis} ({one.entered_by})",
                f"{clock.local_day(one.entered_at):%d/%m/%Y}",
                True,
            )
            for one in EmulationMark.objects.filter(agency=agency, year=year, staff=staff).order_by("-pk")
        ],
    }  # fmt: skip


def _authored(staff: Staff) -> list[int]:
    return list(InitiativeAuthor.objects.filter(staff=staff).values_list("initiative_id", flat=True))


def _steps(agency: Agency, staff: Staff, first: date, last: date) -> list[Row]:
    rows = steps_counted(agency, first, last).filter(holder=staff, finished_at__gt=F("due_at"))
    return [
        Row(f"Trễ bước «{one.name}»", f"hạn {_moment(one.due_at)}, xong {_moment(one.finished_at)}", False,
            dossier=one.dossier.code or "")
        for one in rows.select_related("dossier").order_by("-finished_at")[:MOST]
    ]  # fmt: skip


def _tasks(agency: Agency, staff: Staff, year: int, today: date) -> list[Row]:
    late = Q(done_on=None) | Q(done_on__gt=F("due_date"))
    rows = dates_counted(agency, year, today).filter(late, task__holder=staff).select_related("task")
    return [
        Row(one.task.title, f"hạn {one.due_date:%d/%m/%Y}, " + (f"xong {one.done_on:%d/%m/%Y}" if one.done_on else "chưa xong"),
            False, task=one.task_id)
        for one in rows.order_by("-due_date")[:MOST]
    ]  # fmt: skip


def _weeks(agency: Agency, staff: Staff, first: date, last: date, today: date) -> list[Row]:
    weeks = outreach.weeks_of(first, last)
    norm, _ = outreach.norm_of(agency, last)
    stood = next((one for one in outreach.by_week(agency, weeks, today) if one.staff.pk == staff.pk), None)
    if stood is None:
        return []
    free = outreach.free_weeks(agency, [staff], weeks).get(staff.pk, frozenset())
    missed = [
        Row(f"Tuần {monday.isocalendar().week}: {count or 0} sản phẩm", f"từ {monday:%d/%m/%Y}", False)
        for monday, count in zip(weeks, stood.counts, strict=True)
        if outreach.is_owed(staff, monday, today, free) and (count or 0) < norm
    ]
    return missed[::-1][:MOST]


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%H:%M %d/%m/%Y}" if at else "–"


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What became of one plan of a year: dates that are past and how many were met in time, targets met and measured."""

    plan: Plan
    of: int
    met: int
    targets: Sequence[TargetStanding]

    @property
    def measured(self) -> int:
        """Targets of which it is known whether they are met."""
        return sum(one.met is not None for one in self.targets)

    @property
    def reached(self) -> int:
        """Targets that are met."""
        return sum(one.met is True for one in self.targets)


def unit_results(agency: Agency, year: int, at: datetime) -> list[PlanResult]:
    """The plans of a unit in a year with their results: what its head answers for. The same statements for many plans."""
    plans = list(
        Plan.objects.filter(
            agency=agency, year=year, state__in=[PlanState.CONFIRMED.value, PlanState.CLOSED.value]
        ).order_by("pk")
    )
    dates = (
        Occurrence.objects.filter(task__plan__in=plans, due_date__lt=clock.local_day(at))
        .exclude(task__state=TaskState.DROPPED.value)
        .order_by()
        .values("task__plan_id")
        .annotate(of=Count("pk"), met=Count("pk", filter=Q(done_on__lte=F("due_date"))))
    )
    counts = {row["task__plan_id"]: (row["of"], row["met"]) for row in dates}
    targets: dict[int, list[TargetStanding]] = {}
    wanted = PlanTarget.objects.filter(plan__in=plans).select_related("plan__agency").order_by("order")
    for one in with_values(list(wanted), at):
        targets.setdefault(one.target.plan_id, []).append(one)
    return [PlanResult(plan, *counts.get(plan.pk, (0, 0)), targets.get(plan.pk, [])) for plan in plans]
