"""Dates of tasks that hang on events: made when something happens, closed when it asks for nothing more.

An event that moves takes its date along, one that is taken away takes it away. The worker looks every ten minutes, and at
once after a petition. Looking twice changes nothing: a date is named by its cause.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Min

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM
from motcua.kernel.periods import PeriodKind, containing
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.plans.dropping import all_drops_of, in_force
from motcua.plans.enums import EventKind, PlanKind, PlanState, TaskState
from motcua.plans.events import Hanging, day_for, hanging
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTask
from motcua.plans.ports import Happening, happenings
from motcua.plans.successors import carriers
from motcua.plans.task_models import TaskDrop
from motcua.regimes.queries import rules_on
from motcua.worktime.calendar import Calendar
from motcua.worktime.queries import calendar_for

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)
# Events known before they happen: their dates are made shortly before they are due.
_AHEAD = (EventKind.DOSSIER_DUE, EventKind.PERIOD)
# How the words of a date end that was closed because its event is no more.
_NO_MORE = " (sự việc không còn)"


def take_in(kinds: Collection[EventKind] = tuple(EventKind)) -> int:
    """Make the dates of what happened since tasks run, close those of what is settled; answers how many are new."""
    rows = PlanTask.objects.filter(
        event__in=[kind.value for kind in kinds], state__in=_OPEN, plan__state=PlanState.CONFIRMED.value
    )
    tasks = list(rows.select_related("plan__agency").order_by("plan__agency_id", "pk"))
    made = 0
    for agency in {task.plan.agency_id: task.plan.agency for task in tasks}.values():
        made += _at(agency, [task for task in tasks if task.plan.agency_id == agency.pk])
    return made


def _at(agency: Agency, tasks: Sequence[PlanTask]) -> int:
    today = clock.today()
    ask = rules_on(today, scopes=agency.chain)
    ahead, most = int(ask("plans.event_days_ahead")), int(ask("plans.event_most_open"))
    calendar = calendar_for(agency.chain, today)
    found: list[Occurrence] = []
    back: list[Occurrence] = []
    known, drops = _known(tasks), all_drops_of(tasks)
    for task in tasks:
        rule = hanging(task.deadlines)
        if rule is None:
            continue
        has = known.get(task.pk, {})
        room = most - sum(one.done_on is None for one in has.values())
        happened = _happened(task, rule, today, ahead)
        back += _come_back(rule, happened, has, calendar)
        beforehand = is_beforehand(task, rule)
        fresh = [each for each in happened if each.key not in has and not _while_dropped(task, each, drops)]
        dated = ((each, _due(rule, each, calendar)) for each in fresh)
        found += [
            Occurrence(
                task=task, due_date=due, cause=each.key[:60], cause_words=each.words[:300],
                cause_on=clock.local_day(each.at),
            )
            for each, due in dated
            if due is not None and _is_time(due, today, ahead, beforehand=beforehand)
        ][: max(room, 0)]  # fmt: skip
    over = _settled(tasks, known)
    # What was over before anybody looked is written as met, and never stands overdue until the next look.
    _settled(tasks, _by_cause(found))
    moved, gone = _followed(agency, tasks, known, calendar)
    if found or over or moved or gone or back:
        with act():
            _write(found, over, tasks)
            _reopen(back, tasks)
            _follow(moved, gone, tasks)
    return len(found)


def _known(tasks: Sequence[PlanTask]) -> dict[int, dict[str, Occurrence]]:
    found: dict[int, dict[str, Occurrence]] = {}
    by_key = {task.pk: task for task in tasks}
    for one in Occurrence.objects.filter(task__in=tasks).exclude(cause=""):
        one.task = by_key[one.task_id]
        found.setdefault(one.task_id, {})[one.cause] = one
    return found


def _by_cause(dates: Iterable[Occurrence]) -> dict[int, dict[str, Occurrence]]:
    found: dict[int, dict[str, Occurrence]] = {}
    for one in dates:
        found.setdefault(one.task_id, {})[one.cause] = one
    return found


def _happened(task: PlanTask, rule: Hanging, today: date, ahead: int) -> list[Happening]:
    """What happened since the plan runs; of what is known beforehand, as far ahead as its date could matter."""
    kind = EventKind(task.event)
    since = _since(task)
    if kind is EventKind.PLAN:
        return [_issue(task)]
    # Working days reach over weekends and Tết.
    last = (
        today + timedelta(days=ahead + (0 if rule.after else int(rule.days) * 2 + 15))
        if is_beforehand(task, rule)
        else today
    )
    if kind is EventKind.PERIOD:
        return _quarters(since, last)
    return [
        each
        for one in _places(task.plan.agency)
        for each in happenings().between(kind, one.code, since, last)
    ]


def _places(agency: Agency) -> list[Agency]:
    """Where things happen that an agency's tasks answer to: there, and once it was merged, where its work went."""
    return [agency] if agency.valid_to is None else carriers(agency)


def _since(task: PlanTask) -> date:
    """From which day on events count: since the plan runs; since the unit got it, of what stands in no plan."""
    begun = task.given_at if task.plan.of_kind is PlanKind.OUTSIDE and task.given_at else None
    begun = begun or task.plan.confirmed_at
    return clock.local_day(begun) if begun else clock.today()


def _issue(task: PlanTask) -> Happening:
    """The issue of the plan itself; of one that does not say its day, the day it was confirmed."""
    plan = task.plan
    confirmed = clock.local_day(plan.confirmed_at) if plan.confirmed_at else clock.today()
    at = clock.at_local(plan.issued_on or confirmed, 8)
    return Happening(f"plan:{plan.pk}", f"Ban hành «{plan.title[:200]}»", at)


def _while_dropped(task: PlanTask, one: Happening, drops: Mapping[int, Sequence[TaskDrop]]) -> bool:
    """Whether it happened on a day on which the task was not to be done; the plan itself was issued before any such."""
    if task.event == EventKind.PLAN.value:
        return False
    return in_force(drops.get(task.pk, ()), clock.local_day(one.at)) is not None


def _come_back(
    rule: Hanging, happened: Iterable[Happening], has: Mapping[str, Occurrence], calendar: Calendar
) -> list[Occurrence]:
    """Dates closed because their event was no more, whose event is there again: a dossier waited for papers, they came."""
    found = []
    for each in happened:
        one = has.get(each.key)
        if one is None or one.done_on is None or not one.cause_words.endswith(_NO_MORE):
            continue
        if (due := _due(rule, each, calendar)) is not None:
            one.due_date = due
            one.cause_words, one.cause_on = each.words[:300], clock.local_day(each.at)
            found.append(one)
    return found


def _reopen(back: Sequence[Occurrence], tasks: Sequence[PlanTask]) -> None:
    """Only those still closed so: what somebody reported done meanwhile stays done."""
    for one in back:
        closed = Occurrence.objects.filter(pk=one.pk, cause_words__endswith=_NO_MORE)
        closed.update(done_on=None, due_date=one.due_date, cause_words=one.cause_words, cause_on=one.cause_on)
    touched = {one.task_id for one in back}
    _next_dates(task for task in tasks if task.pk in touched)
    _note_followed(back)


def _quarters(first: date, last: date) -> list[Happening]:
    """Quarters of the calendar that end from a day to a day."""
    found, day = [], first
    while (quarter := containing(day, PeriodKind.QUARTER)).last <= last:
        at = clock.at_local(quarter.last, 17)
        found.append(Happening(f"period:{quarter}", f"Kết thúc {quarter.label_inside}", at))
        day = quarter.last + timedelta(days=1)
    return found


def _due(rule: Hanging, one: Happening, calendar: Calendar) -> date | None:
    """The day, by the calendar; None where that does not reach."""
    try:
        return day_for(rule, clock.local(one.at).replace(tzinfo=None), calendar)
    except Refused:
        return None


def is_beforehand(task: PlanTask, rule: Hanging) -> bool:
    """Whether the date of a task comes of an event that is known before it happens: so is what is due before a dialogue."""
    kind = EventKind(task.event)
    return kind in _AHEAD or (kind is EventKind.DIALOGUE and not rule.after)


def _is_time(due: date, today: date, ahead: int, *, beforehand: bool) -> bool:
    """What is known beforehand is shown when its day comes near, and not when that day was over before anybody knew."""
    return not beforehand or today <= due <= today + timedelta(days=ahead)


def _settled(tasks: Sequence[PlanTask], known: Mapping[int, Mapping[str, Occurrence]]) -> list[Occurrence]:
    over = []
    for kind in {EventKind(task.event) for task in tasks}:
        waiting = [
            one
            for task in tasks
            if task.event == kind.value
            for one in known.get(task.pk, {}).values()
            if one.done_on is None
        ]
        if waiting:
            days = happenings().settled(kind, sorted({one.cause for one in waiting}))
            for one in waiting:
                if one.cause in days:
                    one.done_on = days[one.cause]
                    over.append(one)
    return over


def _followed(
    agency: Agency,
    tasks: Sequence[PlanTask],
    known: Mapping[int, Mapping[str, Occurrence]],
    calendar: Calendar,
) -> tuple[list[Occurrence], list[Occurrence]]:
    """Of dates that wait, those whose event is told otherwise now, corrected, and those whose event is no more."""
    moved, gone = [], []
    stands = _standing(agency, tasks, known)
    for task in tasks:
        rule = hanging(task.deadlines)
        for key, one in known.get(task.pk, {}).items():
            if rule is None or one.done_on is not None or task.event == EventKind.PERIOD.value:
                continue
            now = stands.get((task.event, key)) or (
                _issue(task) if task.event == EventKind.PLAN.value else None
            )
            if now is None:
                gone.append(one)
            elif (due := _due(rule, now, calendar)) is not None:
                told = due, now.words[:300], clock.local_day(now.at)
                if told != (one.due_date, one.cause_words, one.cause_on):
                    one.due_date, one.cause_words, one.cause_on = told
                    moved.append(one)
    return moved, gone


def _standing(
    agency: Agency, tasks: Sequence[PlanTask], known: Mapping[int, Mapping[str, Occurrence]]
) -> dict[tuple[str, str], Happening]:
    """The events that dates wait for, by kind and key, as they stand; what is not among them is no more."""
    found: dict[tuple[str, str], Happening] = {}
    for kind in {task.event for task in tasks}:
        keys = {
            key
            for task in tasks
            if task.event == kind
            for key, one in known.get(task.pk, {}).items()
            if one.done_on is None
        }
        if keys:
            for place in _places(agency):
                now = happenings().standing(EventKind(kind), place.code, sorted(keys))
                found.update(((kind, key), each) for key, each in now.items())
    return found


def _follow(moved: Sequence[Occurrence], gone: Sequence[Occurrence], tasks: Sequence[PlanTask]) -> None:
    """Dates with a report on them are closed and not taken away: the report keeps what it was for."""
    Occurrence.objects.bulk_update(moved, ["due_date", "cause_words", "cause_on"], batch_size=500)
    reported = set(Evidence.objects.filter(occurrence__in=gone).values_list("occurrence_id", flat=True))
    kept = [one for one in gone if one.pk in reported]
    for one in kept:
        one.done_on = clock.today()
        one.cause_words = f"{one.cause_words[:270]}{_NO_MORE}"
    Occurrence.objects.bulk_update(kept, ["done_on", "cause_words"], batch_size=500)
    Occurrence.objects.filter(pk__in=[one.pk for one in gone if one.pk not in reported]).delete()
    touched = {one.task_id for one in (*moved, *gone)}
    _next_dates(task for task in tasks if task.pk in touched)
    _note_followed((*moved, *gone))


def _note_followed(dates: Iterable[Occurrence]) -> None:
    counted: dict[Plan, int] = {}
    for one in dates:
        counted[one.task.plan] = counted.get(one.task.plan, 0) + 1
    for plan, many in counted.items():
        record(
            SYSTEM, action="plans.event_dates", kind="plan", key=plan.pk, agency=plan.agency.code,
            detail={"followed": many},
        )  # fmt: skip


def _write(found: Sequence[Occurrence], over: Sequence[Occurrence], tasks: Sequence[PlanTask]) -> None:
    Occurrence.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)
    Occurrence.objects.bulk_update(over, ["done_on"], batch_size=500)
    touched = {one.task_id for one in (*found, *over)}
    _next_dates(task for task in tasks if task.pk in touched)
    by_plan: dict[int, int] = {}
    for one in found:
        by_plan[one.task.plan_id] = by_plan.get(one.task.plan_id, 0) + 1
    codes = {task.plan_id: task.plan.agency.code for task in tasks}
    for plan, many in by_plan.items():
        record(
            SYSTEM,
            action="plans.event_dates",
            kind="plan",
            key=plan,
            agency=codes[plan],
            detail={"dates": many},
        )


def _next_dates(tasks: Iterable[PlanTask]) -> None:
    """The earliest open date is the task's; without one it waits for the next event."""
    rows = list(tasks)
    waiting = Occurrence.objects.filter(task__in=rows, done_on=None).order_by()
    nearest = dict(waiting.values("task_id").annotate(day=Min("due_date")).values_list("task_id", "day"))
    for task in rows:
        task.due_date = nearest.get(task.pk)
        task.revision += 1
    PlanTask.objects.bulk_update(rows, ["due_date", "revision"], batch_size=200)
