"""Reads of running plans: tasks as they stand on a day, targets with the values measured for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from motcua.indicators.ports import Number, measure
from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.kernel.text import fold
from motcua.plans.counted import LOOKING_BACK, NUMBERS, TOTAL, comparable, says_number
from motcua.plans.enums import PlanState, RemarkKind, Standing, TaskState
from motcua.plans.models import Evidence, Occurrence, PlanTarget, PlanTask, Remark
from motcua.plans.remedying import PREFIX, points_of
from motcua.plans.rules import SOON, Aim, met, needed, standing, standing_of_date, wants_fewer
from motcua.plans.unmeasured import why_unmeasured

_Naming = Callable[[PlanTask], tuple[str, str]]
_Points = Callable[[str, int], Mapping[str, Decimal]]
_Counts = Callable[[str, int], Mapping[str, Count]]
_Numbers = Callable[[str, str, int], Number | None]
_OPEN = [TaskState.TO_DO.value, TaskState.DOING.value]
# What has no date stands after what has one, on every database.
NEXT_FIRST = (F("due_date").asc(nulls_last=True), "plan_id", "order")
NONE = "-"  # in a choice: those that have none of what is chosen by


@dataclass(frozen=True, slots=True)
class Tally:
    """Tasks of one person, month or section: how many are owed, how many of them overdue or done; dropped ones apart."""

    key: str
    label: str
    many: int
    overdue: int
    done: int
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target with its value. `met` None: nobody can say (not measured, nothing happened, nothing to compare).

    `value` and `last_year` in the target's unit (a number judged by its growth in percent: in its own);
    `more`: how many more in the numerator it takes. `number`: what was measured that is no ratio.
    """

    target: PlanTarget
    period: Period
    value: Decimal | None
    count: Count | None
    last_year: Decimal | None
    met: bool | None
    gap: Decimal | None
    more: int | None
    number: Number | None = None

    @property
    def measured(self) -> bool:
        """Whether the system itself counts it."""
        return self.count is not None or self.number is not None

    @property
    def unit(self) -> str:
        """The unit of the value: that of the target, but none where percent say by how much a number is to grow."""
        return "" if self.number is not None and self.target.unit == "%" else self.target.unit

    @property
    def why_not(self) -> str:
        """Why the system does not measure it; empty for what it measures."""
        if self.number is not None and self.number.value is None:
            return self.number.remark
        target = self.target
        if target.measure in NUMBERS and not comparable(target.measure, target.unit, target.operator):
            return "Đơn vị của chỉ tiêu khác đơn vị của thước đo; sửa đơn vị hoặc chọn thước đo khác."
        if not target.measure:
            return why_unmeasured(target.name, target.unit)
        silent = self.value is None and not self.measured and not target.measure.startswith(PREFIX)
        return "Hệ thống chưa có số liệu của thước đo này trong kỳ." if silent else ""

    @property
    def gap_size(self) -> Decimal | None:
        """How far the value is from what is wanted, without the sign."""
        return None if self.gap is None else abs(self.gap)

    @property
    def verdict(self) -> tuple[str, str]:
        """Words and tone for the status tag."""
        if self.met is not None:
            return ("Đạt", "done") if self.met else ("Chưa đạt", "late")
        if self.value is None and self.number is not None:
            return ("Không xét", "plain")
        if self.value is None:
            nothing_happened = self.count is not None and self.count.denominator == 0
            return ("Không phát sinh", "plain") if nothing_happened else ("Chưa đo", "stopped")
        return ("Theo dõi", "plain")


def standing_of(task: PlanTask, today: date) -> Standing:
    """How a task stands on a day."""
    return standing(task.status, task.due_date, task.done_on, today)


def standing_filter(wanted: Standing, today: date) -> Q:
    """The same as a filter, for lists."""
    running = Q(state__in=_OPEN)
    done = Q(state=TaskState.DONE.value)
    return {
        Standing.DROPPED: Q(state=TaskState.DROPPED.value),
        Standing.DONE_LATE: done & Q(done_on__gt=F("due_date")),
        Standing.DONE_IN_TIME: done & (Q(due_date=None) | Q(done_on__lte=F("due_date"))),
        Standing.WITHOUT_DATE: running & Q(due_date=None),
        Standing.OVERDUE: running & Q(due_date__lt=today),
        Standing.SOON: running & Q(due_date__gte=today, due_date__lte=today + SOON),
        Standing.RUNNING: running & Q(due_date__gt=today + SOON),
    }[wanted]


def chosen(
    tasks: QuerySet[PlanTask],
    today: date,
    *,
    plan: int | None = None,
    section: str = "",
    standing: Standing | None = None,
    lead: str = "",
    month: int | None = None,
    year: int | None = None,
    holder: int | str | None = None,
    words: str = "",
) -> QuerySet[PlanTask]:
    """Tasks of plans that run or ran, by what an officer asks for; `month` (of `year`, or of any) is that of an open or
    met date, as the year view counts them. `NONE` as section or holder: those without one.
    """
    found = tasks.exclude(plan__state=PlanState.READ.value)
    if plan:
        found = found.filter(plan_id=plan)
    if section:
        found = found.filter(section="" if section == NONE else section)
    if standing:
        found = found.filter(standing_filter(standing, today))
    if holder:
        found = found.filter(holder_id=None if holder == NONE else int(holder))
    if month:
        due = _owed_dates().filter(due_date__month=month)
        found = found.filter(pk__in=(due.filter(due_date__year=year) if year else due).values("task_id"))
    for word in fold(words).split():
        found = found.filter(title_folded__contains=word)
    if lead:
        # Leads are a list in JSON: chosen in Python, on rows already narrowed.
        found = found.filter(pk__in=[key for key, leads in found.values_list("pk", "lead") if lead in leads])
    return found


def leads_of(tasks: QuerySet[PlanTask]) -> list[str]:
    """Every body that leads a task, in order of the alphabet."""
    return sorted({lead for leads in tasks.values_list("lead", flat=True) for lead in leads}, key=fold)


def by_person(tasks: Iterable[PlanTask], today: date) -> list[Tally]:
    """Tasks by the officer who holds them; those of nobody at the end."""
    return _tallies(
        tasks,
        today,
        lambda task: (str(task.holder_id or ""), task.holder.name if task.holder else "Chưa giao"),
    )


def by_section(tasks: Iterable[PlanTask], today: date) -> list[Tally]:
    """Tasks by section of the plan, in the document's order."""
    return _tallies(
        tasks,
        today,
        lambda task: (task.section, f"{task.section}. {task.plan.heading(task.section)}".strip(". ")),
    )


def by_month(tasks: Iterable[PlanTask], today: date) -> list[Tally]:
    """Tasks by the month of their present due date."""
    ordered = sorted(tasks, key=lambda task: task.due_date or date.max)
    return _tallies(
        ordered,
        today,
        lambda task: (
            (str(task.due_date.month), f"Tháng {task.due_date.month}")
            if task.due_date
            else ("", "Không có hạn")
        ),
    )


def _tallies(tasks: Iterable[PlanTask], today: date, named: _Naming) -> list[Tally]:
    groups: dict[tuple[str, str], list[Standing]] = {}
    for task in tasks:
        groups.setdefault(named(task), []).append(standing_of(task, today))
    done = (Standing.DONE_IN_TIME, Standing.DONE_LATE)
    return [
        Tally(
            key, label, len(found) - found.count(Standing.DROPPED), found.count(Standing.OVERDUE),
            sum(found.count(one) for one in done), found.count(Standing.DROPPED),
        )
        for (key, label), found in groups.items()
    ]  # fmt: skip


def occurrences_in(tasks: QuerySet[PlanTask], year: int) -> list[Occurrence]:
    """Every date of a year on which one of these tasks is due, with its task; of a dropped one those that were met."""
    rows = _owed_dates().filter(task__in=tasks, due_date__year=year)
    return list(rows.select_related("task__plan__agency", "task__holder").order_by("due_date", "task_id"))


def _owed_dates() -> QuerySet[Occurrence]:
    return Occurrence.objects.exclude(task__state=TaskState.DROPPED.value, done_on=None)


def next_causes(tasks: QuerySet[PlanTask]) -> dict[int, Occurrence]:
    """Of tasks that hang on events, the open date that is due first, with what caused it; by the task's key."""
    rows = Occurrence.objects.filter(task__in=tasks, done_on=None).exclude(cause="")
    found: dict[int, Occurrence] = {}
    for one in rows.order_by("due_date", "pk"):
        found.setdefault(one.task_id, one)
    return found


def sent_back(tasks: QuerySet[PlanTask]) -> dict[int, Remark]:
    """Of tasks that were sent back to whoever holds them and not reported on since, the words with which; by their keys."""
    reported = Evidence.objects.filter(task=OuterRef("task"), given_at__gt=OuterRef("made_at"))
    rows = Remark.objects.filter(~Exists(reported), task__in=tasks, kind=RemarkKind.SENT_BACK.value)
    rows = rows.order_by("made_at", "pk")
    return {one.task_id: one for one in rows.select_related("task") if _still_back(one)}


def _still_back(one: Remark) -> bool:
    given = one.task.given_at
    return one.task.status in (TaskState.TO_DO, TaskState.DOING) and (given is None or given <= one.made_at)


def occurrence_standing(one: Occurrence, today: date) -> Standing:
    """How one date of a task stands."""
    return standing_of_date(one.task.status, one.due_date, one.done_on, today)


def with_values(
    targets: Sequence[PlanTarget],
    at: datetime,
    measured: Mapping[tuple[str, int], Mapping[str, Count]] | None = None,
) -> list[TargetStanding]:
    """Targets with their values; as many statements as there are agencies, years and registers, however many targets.

    `measured`: counts of an agency (its code) in a year that the caller has already, as of the same moment.
    """
    known = dict(measured or {})
    scored: dict[tuple[str, int], Mapping[str, Decimal]] = {}

    def points(agency: str, year: int) -> Mapping[str, Decimal]:
        if (agency, year) not in scored:
            scored[agency, year] = points_of(agency, year)
        return scored[agency, year]

    def counts(agency: str, year: int) -> Mapping[str, Count]:
        if (agency, year) not in known:
            known[agency, year] = measure().counts(agency, _year(year), at)
        return known[agency, year]

    counted: dict[tuple[str, str, int], Number | None] = {}

    def numbers(code: str, agency: str, year: int) -> Number | None:
        if (code, agency, year) not in counted:
            [counted[code, agency, year]] = measure().numbers(code, agency, [_year(year)], at)
        return counted[code, agency, year]

    today = clock.local_day(at)
    return [_standing_of(target, points, counts, numbers, today) for target in targets]


def _standing_of(
    target: PlanTarget, points: _Points, counts: _Counts, numbers: _Numbers, today: date
) -> TargetStanding:
    if target.measure.startswith(PREFIX):
        return _scored(target, points)
    if target.measure in NUMBERS:
        return _numbered(target, numbers, today)
    return _valued(target, counts, today)


def _scored(target: PlanTarget, points: _Points) -> TargetStanding:
    """A target of a remedy plan: this year's points of its criterion, appraised before one's own."""
    agency, year = target.plan.agency.code, target.year or target.plan.year
    code = target.measure.removeprefix(PREFIX)
    value, last = points(agency, year).get(code), target.baseline
    if last is None:
        last = points(agency, year - 1).get(code)
    aim = Aim(target.operator, target.value, target.value_high, last)
    fulfilled = None if value is None else met(aim, value)
    return TargetStanding(target, _year(year), value, None, last, fulfilled, _gap(aim, value), None)


def _valued(target: PlanTarget, counts: _Counts, today: date) -> TargetStanding:
    agency, year = target.plan.agency.code, target.year or target.plan.year
    period = _year(year)
    count = last = None
    if target.measure and target.unit == "%" and period.first <= today:
        count = counts(agency, year).get(target.measure)
        last = percent(counts(agency, year - 1).get(target.measure)) if _looks_back(target) else None
    value = percent(count) if target.measure else target.entered
    last = target.baseline if target.baseline is not None else last
    aim = aim_of(target, last)
    fulfilled = None if value is None else met(aim, value)
    more = needed(aim, count.numerator, count.denominator) if count and fulfilled is False else None
    return TargetStanding(target, period, value, count, last, fulfilled, _gap(aim, value), more)


def _numbered(target: PlanTarget, numbers: _Numbers, today: date) -> TargetStanding:
    """A target of a plain number: compared in its own unit, or with last year's number."""
    agency, year = target.plan.agency.code, target.year or target.plan.year
    period, found, last = _year(year), None, target.baseline
    if period.first <= today and comparable(target.measure, target.unit, target.operator):
        found = numbers(target.measure, agency, year)
        if found is not None and last is None and _looks_back(target):
            last = plain(numbers(target.measure, agency, year - 1))
    value, aim = plain(found), aim_of(target, last)
    fulfilled = None if value is None else met(aim, value)
    return TargetStanding(target, period, value, None, last, fulfilled, _gap(aim, value), None, found)


def aim_of(target: PlanTarget, last_year: Decimal | None) -> Aim:
    """What a target demands: a growth in percent of a number is no step in points, and a class is met by a better one."""
    of_count = target.measure in NUMBERS or (not target.measure and says_number(target.name))
    return Aim(
        target.operator, target.value, target.value_high, last_year, of_count=of_count,
        as_class=target.measure == TOTAL, unit=target.unit,
        fewer=not target.measure and wants_fewer(target.name),
    )  # fmt: skip


def plain(number: Number | None) -> Decimal | None:
    """A number as it is compared; None when there is nothing to judge."""
    if number is None or number.value is None:
        return None
    return Decimal(number.value.numerator) / Decimal(number.value.denominator)


def percent(count: Count | None) -> Decimal | None:
    """A ratio in percent; None when not measured, and for 0/0."""
    if count is None or count.denominator == 0:
        return None
    return Decimal(count.numerator) * 100 / Decimal(count.denominator)


def _gap(aim: Aim, value: Decimal | None) -> Decimal | None:
    wanted = aim.threshold
    return None if wanted is None or value is None else value - wanted


def _looks_back(target: PlanTarget) -> bool:
    return target.operator in LOOKING_BACK


def _year(year: int) -> Period:
    return containing(date(year, 1, 1), PeriodKind.YEAR)
