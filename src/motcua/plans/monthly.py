"""The state of every task and target of a plan at the end of a month, each with why; told from evidence, never from memory.

What was reported, met or entered after that day does not count. Of a month that runs, the day is today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from motcua.indicators.ports import measure
from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, between, containing
from motcua.plans.dropping import REVISED, in_force
from motcua.plans.enums import EventKind, Standing, TaskState
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTarget, PlanTask
from motcua.plans.queries import TargetStanding, percent, with_values
from motcua.plans.rules import standing
from motcua.plans.task_models import TaskDrop

_LATE = (Standing.OVERDUE, Standing.DONE_LATE)
_DONE = (Standing.DONE_IN_TIME, Standing.DONE_LATE)


@dataclass(frozen=True, slots=True)
class TaskMonth:
    """A task at the end of a month: how it stood, how far it was, why that is said, and what was reported in the month."""

    task: PlanTask
    standing: Standing
    percent: int
    why: str
    reports: list[Evidence]


@dataclass(frozen=True, slots=True)
class TargetMonth:
    """A target at the end of a month: from the year's first day to that day, the month alone, and why."""

    standing: TargetStanding
    alone: Count | None
    why: str


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A plan in a month; `day` is the day everything is told for."""

    plan: Plan
    month: Period
    day: date
    tasks: list[TaskMonth]
    targets: list[TargetMonth]

    @property
    def owed(self) -> list[TaskMonth]:
        """Tasks that were to be done."""
        return [one for one in self.tasks if one.standing is not Standing.DROPPED]

    @property
    def dropped(self) -> list[TaskMonth]:
        """Tasks that were not to be done any more, each with its reason."""
        return [one for one in self.tasks if one.standing is Standing.DROPPED]

    @property
    def done(self) -> int:
        """Tasks that were finished."""
        return sum(one.standing in _DONE for one in self.tasks)

    @property
    def late(self) -> int:
        """Tasks that were overdue."""
        return sum(one.standing is Standing.OVERDUE for one in self.tasks)

    @property
    def met(self) -> int:
        """Targets that were met."""
        return sum(one.standing.met is True for one in self.targets)


def plan_month(plan: Plan, month: int) -> PlanMonth:
    """The plan of a year in one of its months; the same number of statements however many tasks and targets."""
    period = containing(date(plan.year, month, 1), PeriodKind.MONTH)
    day = min(period.last, clock.today())
    tasks = list(PlanTask.objects.filter(plan=plan).select_related("holder", "plan"))
    dates: dict[int, list[Occurrence]] = {}
    for one in Occurrence.objects.filter(task__plan=plan).order_by("due_date", "pk"):
        dates.setdefault(one.task_id, []).append(one)
    told: dict[int, list[Evidence]] = {}
    drops: dict[int, list[TaskDrop]] = {}
    for row in TaskDrop.objects.filter(task__plan=plan):
        drops.setdefault(row.task_id, []).append(row)
    upto = clock.at_local(day + timedelta(days=1), 0)
    for each in Evidence.objects.filter(task__plan=plan, given_at__lt=upto).order_by("given_at", "pk"):
        told.setdefault(each.task_id, []).append(each)
    rows = [
        _dropped(task, drop, told.get(task.pk, []), period)
        if (drop := _drop_on(task, drops.get(task.pk, []), day))
        else _task(task, dates.get(task.pk, []), told.get(task.pk, []), period, day)
        for task in tasks
    ]
    return PlanMonth(plan, period, day, rows, _targets(plan, period, day))


def _drop_on(task: PlanTask, drops: Sequence[TaskDrop], day: date) -> TaskDrop | str | None:
    """By which decision a task was not owed on a day; words where a revision left it out before decisions were kept."""
    if not drops and task.status is TaskState.DROPPED:
        return REVISED
    return in_force(drops, day)


def _dropped(task: PlanTask, drop: TaskDrop | str, told: Sequence[Evidence], month: Period) -> TaskMonth:
    here = [each for each in told if clock.local_day(each.given_at) >= month.first]
    why = drop if isinstance(drop, str) else drop.words
    return TaskMonth(task, Standing.DROPPED, _percent(task, told), why, here)


def _task(
    task: PlanTask, dates: Sequence[Occurrence], told: Sequence[Evidence], month: Period, day: date
) -> TaskMonth:
    known = [one for one in dates if one.cause_on is None or one.cause_on <= day]
    here = [each for each in told if clock.local_day(each.given_at) >= month.first]
    stood = _standing(task, known, told, day)
    done = 100 if stood in _DONE else _percent(task, told)
    return TaskMonth(task, stood, done, _why(task, known, here, month, day), here)


def _percent(task: PlanTask, told: Sequence[Evidence]) -> int:
    """How far the last report before the day put it; a date met gives way to the next, which begins at nothing."""
    last = told[-1].percent if told else 0
    return 0 if last == 100 else last


def _standing(task: PlanTask, dates: Sequence[Occurrence], told: Sequence[Evidence], day: date) -> Standing:
    if not dates:
        over = task.done_on is not None and task.done_on <= day
        return standing(TaskState.DONE if over else TaskState.DOING, None, task.done_on, day)
    waiting = [one for one in dates if one.done_on is None or one.done_on > day]
    if waiting:
        return standing(TaskState.DOING, waiting[0].due_date, None, day)
    if task.event:
        return Standing.WITHOUT_DATE
    late = any(one.done_on and one.done_on > one.due_date for one in dates[-1:])
    return Standing.DONE_LATE if late else Standing.DONE_IN_TIME


def _why(
    task: PlanTask, dates: Sequence[Occurrence], here: Sequence[Evidence], month: Period, day: date
) -> str:
    """What the state rests on, in sentences."""
    said = [*_due_here(dates, month, day), *_left_over(dates, month, day)]
    if not dates:
        waits = f"Chờ sự việc: {EventKind(task.event).label.lower()}" if task.event else "Không có hạn cụ thể"
        said.append(f"{waits} ({task.deadline_text or 'văn bản không ghi'}).")
    elif all(_met(one, day) for one in dates) and not task.event:
        last = dates[-1]
        said.append(f"Đã xong ngày {last.done_on:%d/%m/%Y}, hạn {last.due_date:%d/%m/%Y}.")
        return " ".join(said[-1:] if last.done_on and last.done_on < month.first else said)
    else:
        coming = next((one for one in dates if one.due_date > month.last and not _met(one, day)), None)
        said += [] if said else ["Tháng này không đến hạn."]
        said += [f"Lần tới {coming.due_date:%d/%m/%Y}."] if coming else []
    if here:
        said.append(f"{len(here)} báo cáo trong tháng, gần nhất {clock.local_day(here[-1].given_at):%d/%m}.")
    else:
        said.append("Tháng này chưa có báo cáo." if task.holder_id else "Chưa giao cho ai, chưa có báo cáo.")
    return " ".join(said)


def _met(one: Occurrence, day: date) -> bool:
    return one.done_on is not None and one.done_on <= day


def _due_here(dates: Sequence[Occurrence], month: Period, day: date) -> list[str]:
    here = [one for one in dates if month.first <= one.due_date <= month.last]
    if not here:
        return []
    in_time = sum(_met(one, day) and (one.done_on or day) <= one.due_date for one in here)
    late = sum(_met(one, day) for one in here) - in_time
    missed = sum(not _met(one, day) and one.due_date < day for one in here)
    parts = [
        f"{many} {words}"
        for many, words in (
            (in_time, "xong đúng hạn"), (late, "xong muộn"), (missed, "quá hạn chưa xong"),
            (len(here) - in_time - late - missed, "còn trong hạn"),
        )
        if many
    ]  # fmt: skip
    when = f"ngày {here[0].due_date:%d/%m}" if len(here) == 1 else f"{len(here)} lần"
    return [f"Tháng này đến hạn {when}: {', '.join(parts)}."]


def _left_over(dates: Sequence[Occurrence], month: Period, day: date) -> list[str]:
    left = [one for one in dates if one.due_date < month.first and not _met(one, day)]
    if not left:
        return []
    return [f"Tồn {len(left)} lần của các tháng trước, sớm nhất hạn {left[0].due_date:%d/%m/%Y}."]


def _targets(plan: Plan, month: Period, day: date) -> list[TargetMonth]:
    targets = list(PlanTarget.objects.filter(plan=plan).select_related("plan__agency"))
    for target in targets:
        if target.entered_at is not None and clock.local_day(target.entered_at) > day:
            target.entered = None
    code, first = plan.agency.code, date(plan.year, 1, 1)
    now = clock.now()
    at = min(clock.at_local(month.last + timedelta(days=1), 0), now)
    alone: Mapping[str, Count] = {}
    whole: Mapping[tuple[str, int], Mapping[str, Count]] = {}
    if any(target.measure for target in targets) and month.first <= clock.today():
        alone = measure().counts(code, month, at)
        if month.last < clock.today():
            whole = {(code, plan.year): measure().counts(code, between(first, month.last), at)}
    return [
        TargetMonth(one, alone.get(one.target.measure), _reason(one, alone.get(one.target.measure), month))
        for one in with_values(targets, at, whole)
    ]


def _reason(one: TargetStanding, alone: Count | None, month: Period) -> str:
    """What the value rests on, or why there is none."""
    target = one.target
    if one.count is not None:
        share = percent(alone)
        said = [f"Từ đầu năm: {one.count.numerator} trong {one.count.denominator}."]
        if alone is not None:
            ratio = f"({alone.numerator}/{alone.denominator})"
            told = "không phát sinh" if share is None else f"{shown(share)} % {ratio}"
            said.append(f"Riêng {month.label_inside}: {told}.")
        if one.more:
            said.append(f"Cần thêm {one.more} trường hợp để đạt.")
        return " ".join(said)
    if one.number is not None:
        counted = "" if one.value is None else f"Từ đầu năm: {shown(one.value)} {one.unit}".rstrip() + "."
        return f"{counted} {one.number.remark}".strip()
    if target.measure:
        return "Hệ thống chưa đo được đến ngày này."
    if target.entered is not None and target.entered_at is not None:
        when = clock.local_day(target.entered_at)
        return f"{target.entered_by} ghi ngày {when:%d/%m/%Y}, căn cứ: {target.entered_basis.rstrip('.')}."
    why = one.why_not.rstrip(".")
    return f"{why}. Đến ngày này chưa ai ghi giá trị." if why else "Đến ngày này chưa ai ghi giá trị."


def shown(value: Decimal) -> str:
    """Cut off after two decimals, so that 79,999 is not shown as 80."""
    return f"{value.quantize(Decimal('0.01'), ROUND_DOWN).normalize():f}".replace(".", ",")
