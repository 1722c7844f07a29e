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
from motcua.plans.counted import LOOKING_BACK
from motcua.plans.dropping import REVISED, in_force
from motcua.plans.enums import EventKind, Standing, TaskState
from motcua.plans.events import hanging
from motcua.plans.happening import is_beforehand
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTarget, PlanTask
from motcua.plans.queries import TargetStanding, percent, with_values
from motcua.plans.rules import SOON, standing
from motcua.plans.task_models import TaskDrop
from motcua.regimes.queries import rule

_CENT = Decimal("0.01")
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
    # Asked only where an event lies ahead of the day.
    coming = any(one.cause_on and one.cause_on > day for several in dates.values() for one in several)
    ahead = int(rule("plans.event_days_ahead", on=day, scopes=plan.agency.chain)) if coming else 0
    rows = [
        _dropped(task, drop, told.get(task.pk, []), period)
        if (drop := _drop_on(task, drops.get(task.pk, []), day))
        else _task(task, dates.get(task.pk, []), told.get(task.pk, []), period, day, ahead)
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
    task: PlanTask,
    dates: Sequence[Occurrence],
    told: Sequence[Evidence],
    month: Period,
    day: date,
    ahead: int,
) -> TaskMonth:
    known = [one for one in dates if one.cause_on is None or _seen_from(task, one, ahead) <= day]
    here = [each for each in told if clock.local_day(each.given_at) >= month.first]
    stood = _standing(task, known, told, day)
    done = 100 if stood in _DONE else _percent(task, told)
    return TaskMonth(task, stood, done, _why(task, stood, known, here, month, day), here)


def _seen_from(task: PlanTask, one: Occurrence, ahead: int) -> date:
    """From which day on a date that came of an event is there: of an event known beforehand, shortly before the date."""
    hangs = hanging(task.deadlines)
    happened = one.cause_on or one.due_date
    if hangs is None or not task.event or not is_beforehand(task, hangs):
        return happened
    return min(happened, one.due_date - timedelta(days=ahead))


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
    task: PlanTask,
    stood: Standing,
    dates: Sequence[Occurrence],
    here: Sequence[Evidence],
    month: Period,
    day: date,
) -> str:
    """What the state rests on, first of all the rule that gives it; then what was due and what was told in the month."""
    said = [_rule(task, stood, dates, day)]
    said += _due_here(_unsaid(dates, stood, day), month, day)
    if here:
        said.append(
            f"Trong tháng có {len(here)} báo cáo, gần nhất ngày {clock.local_day(here[-1].given_at):%d/%m}."
        )
    elif stood not in _DONE:
        said.append(
            "Trong tháng chưa có báo cáo." if task.holder_id else "Chưa giao cho ai, chưa có báo cáo."
        )
    return " ".join(said)


def _unsaid(dates: Sequence[Occurrence], stood: Standing, day: date) -> list[Occurrence]:
    """Without the one date that the rule names already."""
    if stood in _DONE:
        return list(dates[:-1])
    waiting = [one for one in dates if not _met(one, day)]
    return [one for one in dates if one not in waiting[:1]]


def _rule(task: PlanTask, stood: Standing, dates: Sequence[Occurrence], day: date) -> str:
    """The rule by which a task stands as it does, with its days."""
    waiting = [one for one in dates if not _met(one, day)]
    if stood in _DONE:
        return _ended(task, dates)
    if stood is Standing.OVERDUE:
        passed = [one for one in waiting if one.due_date < day]
        days = (day - passed[0].due_date).days
        if len(passed) == 1:
            return f"Hạn {passed[0].due_date:%d/%m/%Y} đã qua {days} ngày mà chưa báo xong."
        return f"{len(passed)} lần đã qua hạn mà chưa báo xong, lâu nhất là hạn {passed[0].due_date:%d/%m/%Y}, qua {days} ngày."
    if waiting:
        days = (waiting[0].due_date - day).days
        left = (
            f"Còn {days} ngày đến hạn {waiting[0].due_date:%d/%m/%Y}"
            if days
            else f"Hạn là hôm nay, {day:%d/%m/%Y}"
        )
        return (
            f"{left} (từ {SOON.days} ngày trở xuống là sắp đến hạn)."
            if stood is Standing.SOON
            else f"{left}."
        )
    wording = task.deadline_text or "không ghi thời hạn"
    if task.event:
        what = EventKind(task.event).label
        start = "Mọi lần trước đã xong; chờ" if dates else "Chờ"
        return f"{start} sự việc: {what[0].lower()}{what[1:]} («{wording}»)."
    if hanging(task.deadlines) is not None:
        return f"Hạn tính từ một sự việc hệ thống không theo dõi («{wording}»): biết ngày thì ghi ở «Sửa nội dung, thời hạn»."
    return f"Văn bản không định ngày («{wording}») nên không xét quá hạn."


def _ended(task: PlanTask, dates: Sequence[Occurrence]) -> str:
    if not dates:
        return (
            f"Đã báo xong ngày {task.done_on:%d/%m/%Y}; văn bản không định ngày."
            if task.done_on
            else "Đã báo xong."
        )
    last = dates[-1]
    if last.done_on and last.done_on > last.due_date:
        late = (last.done_on - last.due_date).days
        return f"Xong ngày {last.done_on:%d/%m/%Y}, muộn {late} ngày so với hạn {last.due_date:%d/%m/%Y}."
    return f"Xong ngày {last.done_on:%d/%m/%Y}, trong hạn {last.due_date:%d/%m/%Y}."


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
        (many, words)
        for many, words in (
            (in_time, "xong đúng hạn"), (late, "xong muộn"), (missed, "quá hạn chưa báo xong"),
            (len(here) - in_time - late - missed, "còn trong hạn"),
        )
        if many
    ]  # fmt: skip
    if len(here) == 1:
        return [f"Lần đến hạn {here[0].due_date:%d/%m} của tháng: {parts[0][1]}."]
    return [f"Trong tháng đến hạn {len(here)} lần: {', '.join(f'{many} {words}' for many, words in parts)}."]


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
        said = [f"{_against(one)}Từ đầu năm {one.count.numerator}/{one.count.denominator} trường hợp."]
        if alone is not None:
            share = percent(alone)
            told = (
                f"{shown(share)} % ({alone.numerator}/{alone.denominator})"
                if share is not None
                else "không phát sinh"
            )
            said.append(f"Riêng {month.label_inside}: {told}.")
        return " ".join(said)
    if one.number is not None:
        counted = (
            ""
            if one.value is None
            else f"{_against(one)}Từ đầu năm: {shown(one.value)} {one.unit}".rstrip() + "."
        )
        return f"{counted} {one.number.remark}".strip()
    if target.measure:
        return "Hệ thống chưa đo được đến ngày này."
    if target.entered is not None and target.entered_at is not None:
        when = clock.local_day(target.entered_at)
        return f"{_against(one)}{target.entered_by} ghi ngày {when:%d/%m/%Y}, căn cứ: {target.entered_basis.rstrip('.')}."
    why = one.why_not.rstrip(".")
    return f"{why}. Đến ngày này chưa ai ghi giá trị." if why else "Đến ngày này chưa ai ghi giá trị."


def _against(one: TargetStanding) -> str:
    """How the value compares with what is wanted, as the page shows both; empty where there is nothing to compare."""
    if one.value is None or one.gap is None or one.met is None:
        return ""
    target, wanted = one.target, one.value - one.gap
    unit = "điểm phần trăm" if one.unit == "%" else one.unit
    before = (
        ""
        if target.operator not in LOOKING_BACK
        else f"Năm trước {shown(one.last_year or wanted)} {one.unit}".rstrip() + ". "
    )
    # From the value as it is shown, so that the reader's own sum agrees.
    apart = abs(one.value.quantize(_CENT, ROUND_DOWN) - wanted)
    if one.met or not apart:
        return before
    short = f"{'Vượt' if one.gap > 0 else 'Thiếu'} {shown(apart)} {unit}".rstrip()
    more = f", tương đương {one.more} trường hợp" if one.more else ""
    return f"{before}{short} so với yêu cầu{more}. "


def shown(value: Decimal) -> str:
    """Cut off after two decimals, so that 79,999 is not shown as 80."""
    return f"{value.quantize(_CENT, ROUND_DOWN).normalize():f}".replace(".", ",")
