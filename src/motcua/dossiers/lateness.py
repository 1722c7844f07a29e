"""Reads about lateness: forecasts, what to apologise for, changes of a due date. `docs/algorithms/lateness.md`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from motcua.catalogue.models import Component
from motcua.catalogue.queries import Processes, processes_of
from motcua.dossiers.enums import Act, ApologyState, State
from motcua.dossiers.late_bodies import late_elsewhere
from motcua.dossiers.lateness_models import Apology, ExtraPaper
from motcua.dossiers.models import Dossier, Event, StepRun
from motcua.dossiers.rules.clocks import check_extensions
from motcua.dossiers.rules.prediction import Forecast, Standing, Verdict, forecast
from motcua.dossiers.rules.spans import Step
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.regimes.queries import Rules, rule, rules_on
from motcua.worktime.calendar import Calendar, NoCalendar
from motcua.worktime.lateness import warn_on
from motcua.worktime.queries import calendar_for

WATCHED_AT_MOST = 1000
IN_HAND = (State.RECEIVED.value, State.PROCESSING.value)
_UNSIGNED = (ApologyState.DRAFTED.value, ApologyState.RETURNED.value)


@dataclass(frozen=True, slots=True)
class DueChange:
    """One move of a due date: the act, its reason, the old and the new date."""

    at: datetime
    act: Act
    reason: str
    before: date | None
    after: date
    who: str


def due_changes(events: Iterable[Event]) -> list[DueChange]:
    """Every change of the due date in a dossier's history, the first appointment included."""
    return [
        DueChange(
            each.happened_at, Act(each.act), each.note, each.due_before, each.due_after, each.actor_label
        )
        for each in events
        if each.due_after is not None and each.due_after != each.due_before
    ]


def components_of(dossier: Dossier) -> QuerySet[Component]:
    """The published papers of the dossier's version: all that a supplement may ask for."""
    return Component.objects.filter(version=dossier.version_id)


def draft_of(dossier: Dossier) -> Apology | None:
    """The apology that waits for a leader's signature."""
    return Apology.objects.filter(dossier=dossier, state=ApologyState.DRAFTED.value).first()


def apologies_of(dossier: Dossier) -> QuerySet[Apology]:
    """Every apology letter of a dossier, drafts and returned ones included, in order."""
    return Apology.objects.filter(dossier=dossier).order_by("pk")


def public_apology(dossier: Dossier) -> Apology | None:
    """The signed apology that anybody with the code may read: the two dates and the kind of reason, no words of it.

    No statement for a dossier that was never given a new date.
    """
    if not dossier.extensions:
        return None
    return Apology.objects.filter(dossier=dossier, state=ApologyState.SIGNED.value).order_by("-pk").first()


def extras_of(dossier: Dossier) -> QuerySet[ExtraPaper]:
    """Papers outside the published ones that were asked about for this dossier."""
    return ExtraPaper.objects.filter(dossier=dossier).order_by("pk")


def may_extend(dossier: Dossier) -> bool:
    """Whether the law of its day still allows a new appointment; a question only once there was one."""
    try:
        check_may_extend(dossier)
    except Refused:
        return False
    return True


def check_may_extend(dossier: Dossier) -> None:
    """Refuses, with the law's words, where no new appointment is allowed any more. `agency` loaded."""
    if dossier.extensions:
        day = dossier.received_on or clock.today()
        allowed = int(rule("clock.extensions_allowed", on=day, scopes=dossier.agency.chain))
        check_extensions(dossier.extensions, allowed)


@dataclass(frozen=True, slots=True)
class Watched:
    """A dossier that runs late, will, or is due soon, with what is to be done about it.

    `apology_by`: the last day for the apology letter (NĐ 61/2018 Điều 19.9). `proposed`: the system proposes to
    apologise now. `draft`: a letter that waits for the leader, or came back from there. `late_at`: the other bodies
    that keep it and are late by their own limit: there its lateness stands, not here.
    """

    dossier: Dossier
    forecast: Forecast
    apology_by: date
    proposed: bool
    refused: str = ""
    draft: Apology | None = None
    late_at: tuple[str, ...] = ()


def soon_until(agency: Agency, today: date) -> date:
    """The last day that counts as «due soon» at an agency (the setting `lateness.warn_working_days`)."""
    return soon_within(agency.chain, today)


def soon_within(scopes: Sequence[str], today: date) -> date:
    """The same for agency codes from the narrowest to the widest.

    Where next year's calendar is still missing the days are counted as they come: a list must not fail for that.
    """
    days = int(rule("lateness.warn_working_days", on=today, scopes=scopes))
    try:
        return calendar_for(scopes, today).working_day_after(today, days)
    except NoCalendar:
        return today + timedelta(days=days)


def watch(agency: Agency, now: datetime | None = None) -> list[Watched]:
    """Running dossiers of an agency that are late, will be by their remaining steps, or are due soon.

    Right at the moment of reading; what waits for the citizen is left out, its clock stands. Eight statements.
    """
    now = now or clock.now()
    today = clock.local_day(now)
    rules = rules_on(today, scopes=agency.chain)
    calendar = calendar_for(agency.chain, today)
    horizon = calendar.working_day_after(today, int(rules("lateness.watch_working_days")))
    soon = calendar.working_day_after(today, int(rules("lateness.warn_working_days")))
    unsigned = Apology.objects.filter(dossier__agency=agency, state__in=_UNSIGNED, dossier__state__in=IN_HAND)
    near = Q(due_date__lte=horizon) | Q(pk__in=list(unsigned.values_list("dossier_id", flat=True)))
    dossiers = list(_running(agency).filter(near).order_by("due_date", "due_at", "pk")[:WATCHED_AT_MOST])
    processes = processes_of({each.version_id for each in dossiers}, agency.code)
    drafts = _drafts(dossiers)
    book = _Book(rules, calendar, now)
    keepers = late_elsewhere([each.pk for each in dossiers], now)
    watched = [
        replace(
            book.watched(each, processes[each.version_id], drafts.get(each.pk)),
            late_at=keepers.get(each.pk, ()),
        )
        for each in dossiers
    ]
    return [each for each in watched if _worth_showing(each, soon)]


def _running(agency: Agency) -> QuerySet[Dossier]:
    begun = StepRun.objects.filter(dossier=OuterRef("pk"), finished_at=None).order_by("-pk")
    return (
        Dossier.objects.filter(
            agency=agency, state__in=IN_HAND, waiting_since=None, clock_started_at__isnull=False
        )
        .select_related("procedure", "holder", "agency")
        .annotate(step_started=Subquery(begun.values("started_at")[:1]))
    )


def _drafts(dossiers: Sequence[Dossier]) -> dict[int, Apology]:
    """The newest letter that is not signed, by dossier."""
    rows = Apology.objects.filter(dossier__in=[each.pk for each in dossiers], state__in=_UNSIGNED)
    return {row.dossier_id: row for row in rows.order_by("pk")}


@dataclass(frozen=True, slots=True)
class _Book:
    """What holds for every dossier of one list."""

    rules: Rules
    calendar: Calendar
    now: datetime

    def watched(self, dossier: Dossier, processes: Processes, draft: Apology | None) -> Watched:
        of_its_day = replace(self.rules, day=dossier.received_on or self.rules.day)
        due = dossier.due_date or self.rules.day
        seen = _forecast(dossier, processes, self.calendar, self.now)
        by = warn_on(due, int(of_its_day("clock.apology_working_days_before")), self.calendar)
        allowed = int(of_its_day("clock.extensions_allowed"))
        waits = draft is not None and draft.state == ApologyState.DRAFTED.value
        expected = seen.verdict is Verdict.LATE or (
            seen.verdict in (Verdict.WILL_BE_LATE, Verdict.UNKNOWN) and self.rules.day >= by
        )
        refused = ""
        if dossier.extensions >= allowed:
            refused = (
                f"Đã hẹn lại {dossier.extensions} lần; pháp luật không cho hẹn lại nữa. Giải quyết ngay."
            )
        return Watched(dossier, seen, by, expected and not refused and not waits, refused, draft)


def _forecast(dossier: Dossier, processes: Processes, calendar: Calendar, now: datetime) -> Forecast:
    started: datetime | None = getattr(dossier, "step_started", None)
    if dossier.due_date is None or dossier.due_at is None or dossier.received_on is None:
        raise ValueError("hồ sơ chưa có hạn thì không dự báo được")
    standing = Standing(
        due_date=dossier.due_date,
        due_at=_wall(dossier.due_at),
        by_minute=dossier.limit_unit == "hour",
        step=dossier.step,
        step_started=_wall(started) if started else None,
    )
    steps = [
        Step(step.name, step.performer, step.role, step.hours, step.days, step.of_calendar)
        for step in processes.on(dossier.received_on)
    ]
    return forecast(standing, steps, calendar, _wall(now))


def _worth_showing(each: Watched, soon: date) -> bool:
    if each.forecast.verdict in (Verdict.LATE, Verdict.WILL_BE_LATE) or each.draft:
        return True
    return each.dossier.due_date is not None and each.dossier.due_date <= soon


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None)
