"""What the head of the unit explains about dossiers that are or would be late, and who is late in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncDate

from motcua.audit import outbox
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.dossiers.beside import staff_of
from motcua.dossiers.enums import OPEN_STATES, ApologyState, DelayCause
from motcua.dossiers.lateness_models import Apology, Explanation
from motcua.dossiers.ledger import TOPIC
from motcua.dossiers.models import Dossier, StepRun
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import rules_on
from motcua.worktime.lateness import warn_on
from motcua.worktime.queries import calendar_for

_RUNNING = sorted(OPEN_STATES)


@dataclass(frozen=True, slots=True)
class Missing:
    """A dossier that still needs an explanation, for which missed date, and by when it was due."""

    dossier: Dossier
    missed_due: date
    due_on: date


def late_by(moment: datetime) -> Q:
    """Dossiers past their due date at a moment: by day, by the minute for limits in hours.

    Ended ones are judged by their end, those that wait for the citizen by the day they began to.
    """
    end = Coalesce("finished_at", "waiting_since")
    day = TruncDate(end, tzinfo=clock.LOCAL)
    ended = Q(finished_at__isnull=False) | Q(waiting_since__isnull=False)
    in_days = ~Q(limit_unit="hour")
    return (
        (ended & in_days & Q(due_date__lt=day))
        | (ended & Q(limit_unit="hour", due_at__lt=end))
        | (~ended & in_days & Q(state__in=_RUNNING, due_date__lt=clock.local_day(moment)))
        | (~ended & Q(limit_unit="hour", state__in=_RUNNING, due_at__lt=moment))
    )


def unexplained(agency: Agency, now: datetime | None = None) -> QuerySet[Dossier]:
    """Late or extended dossiers of an agency without the explanation of their missed date, the newest first.

    Looks back as many days as the setting says, by the end of the dossier or over what still runs.
    """
    now = now or clock.now()
    rules = rules_on(clock.local_day(now), scopes=agency.chain)
    since = now - timedelta(days=int(rules("lateness.explanation_look_back_days")))
    given = Explanation.objects.filter(dossier=OuterRef("pk"))
    about_now = given.filter(missed_due=OuterRef("due_date"))
    late = late_by(now)
    before = Apology.objects.filter(dossier=OuterRef("pk"), state=ApologyState.SIGNED.value).order_by("-pk")
    return (
        Dossier.objects.filter(Q(state__in=_RUNNING) | Q(finished_at__gte=since), agency=agency)
        .exclude(due_date=None)
        .filter((late & ~Exists(about_now)) | (~late & Q(extensions__gt=0) & ~Exists(given)))
        .annotate(is_late=Exists(Dossier.objects.filter(late, pk=OuterRef("pk"))))
        .annotate(apologised=Subquery(before.values("due_before")[:1]))
        .select_related("procedure", "agency", "holder")
        .order_by("-due_date", "pk")
    )


def missing(agency: Agency, dossiers: Iterable[Dossier]) -> list[Missing]:
    """Rows of `unexplained` with the date they missed and the day their explanation was due; three statements."""
    today = clock.today()
    days = int(rules_on(today, scopes=agency.chain)("lateness.explanation_working_days_before"))
    calendar = calendar_for(agency.chain, today)
    found = []
    for each in dossiers:
        missed = _missed(each)
        found.append(Missing(each, missed, warn_on(missed, days, calendar) if days else missed))
    return found


def explanations_of(dossier: Dossier) -> QuerySet[Explanation]:
    """What was explained about a dossier, in order."""
    return Explanation.objects.filter(dossier=dossier).order_by("pk")


def explained_lately(agency: Agency, now: datetime | None = None) -> QuerySet[Explanation]:
    """What heads explained within the days the list of missing ones looks back, the latest first."""
    now = now or clock.now()
    days = int(rules_on(clock.local_day(now), scopes=agency.chain)("lateness.explanation_look_back_days"))
    given = Explanation.objects.filter(dossier__agency=agency, given_at__gte=now - timedelta(days=days))
    return given.select_related("dossier__procedure").order_by("-given_at", "-pk")


@dataclass(frozen=True, slots=True)
class Explained:
    """How many late dossiers of an agency its heads explained, and which heads."""

    dossiers: int
    heads: tuple[Staff, ...]


def explained_of(ids: QuerySet[Any, Any], agency_code: Combinable) -> dict[str, Explained]:
    """By agency code, of some dossiers those that were explained, and by whom; two statements.

    `ids`: the dossiers, as a query; `agency_code`: whose a dossier is, by `dossier_id` in the outer query.
    """
    given = Explanation.objects.filter(dossier_id__in=ids).annotate(code=agency_code)
    rows = list(given.values_list("code", "dossier_id", "staff_id"))
    people = Staff.objects.in_bulk({staff for *_, staff in rows if staff})
    found: dict[str, tuple[set[int], set[int]]] = {}
    for code, dossier, staff in rows:
        dossiers, heads = found.setdefault(code, (set(), set()))
        dossiers.add(dossier)
        heads.update({staff} & people.keys())
    by_name = sorted(people.values(), key=lambda one: (one.name_key, one.pk))
    return {
        code: Explained(len(dossiers), tuple(one for one in by_name if one.pk in heads))
        for code, (dossiers, heads) in found.items()
    }


def explain(dossier_id: int, *, cause: DelayCause, words: str, measures: str, actor: Actor) -> Explanation:
    """The head of the unit explains why a dossier is late and what was done about it.

    Refused without words or measures, for a dossier that is neither late nor extended, and twice for one date.
    """
    if not words.strip():
        raise Refused("Ghi giải trình: vì sao hồ sơ chậm.", field="words", code="words")
    if not measures.strip():
        raise Refused("Ghi cách khắc phục.", field="measures", code="measures")
    now = clock.now()
    with act():
        dossier = Dossier.objects.select_for_update(of=("self",)).select_related("agency").get(pk=dossier_id)
        waiting = unexplained(dossier.agency, now).filter(pk=dossier_id).first()
        if waiting is None:
            raise Refused(
                "Hồ sơ này không quá hạn, không phải hẹn lại, hoặc đã có giải trình. Tải lại trang để xem.",
                code="explained",
            )
        [needed] = missing(dossier.agency, [waiting])
        row = Explanation(
            dossier=dossier,
            missed_due=needed.missed_due,
            due_on=needed.due_on,
            cause=cause.value,
            words=words.strip(),
            measures=measures.strip(),
            given_at=now,
            given_by=actor.label,
            staff_id=staff_of(actor),
        )
        try:
            row.save()
        except IntegrityError:
            raise Refused("Hồ sơ này đã có giải trình cho ngày hẹn đó.", code="explained") from None
        record(
            actor,
            action="dossiers.explain_lateness",
            kind="dossier",
            key=str(dossier.pk),
            agency=dossier.agency.code,
            detail={"missed_due": needed.missed_due.isoformat(), "cause": cause.value},
        )
        outbox.mark(TOPIC, dossier.pk)
    return row


@dataclass(frozen=True, slots=True)
class LateOfficer:
    """An officer with whom dossiers ran late in a period: those held at the moment the due date passed."""

    staff: Staff
    late: int


def late_in(first: date, last: date) -> Q:
    """Dossiers late in a period: ended late within it, or past due and still unfinished at its end."""
    end = clock.at_local(last + timedelta(days=1), 0)
    ended = Q(finished_at__gte=clock.at_local(first, 0), finished_at__lt=end)
    still = Q(received_on__lte=last, due_date__lt=last) & (Q(finished_at=None) | Q(finished_at__gte=end))
    waits = Q(waiting_since__isnull=False, finished_at=None)
    day = TruncDate("finished_at", tzinfo=clock.LOCAL)
    late_end = (~Q(limit_unit="hour") & Q(due_date__lt=day)) | Q(
        limit_unit="hour", due_at__lt=F("finished_at")
    )
    return (ended & late_end) | (still & ~waits)


def late_officers(agency: Agency, first: date, last: date) -> list[LateOfficer]:
    """Officers with late dossiers in a period, those with most first; two statements.

    A dossier counts for whoever held it when its date passed, for its receiver when nobody had got it yet.
    """
    held = StepRun.objects.filter(dossier=OuterRef("pk"), started_at__lte=OuterRef("due_at")).order_by("-pk")
    responsible = Coalesce(
        Subquery(held.values("holder_id")[:1]), F("receiver_id"), output_field=BigIntegerField()
    )
    rows = list(
        Dossier.objects.filter(late_in(first, last), agency=agency)
        .exclude(due_date=None)
        .annotate(responsible=responsible)
        .exclude(responsible=None)
        .order_by()
        .values("responsible")
        .annotate(late=Count("pk"))
    )
    people = Staff.objects.in_bulk([row["responsible"] for row in rows])
    found = [
        LateOfficer(people[row["responsible"]], row["late"]) for row in rows if row["responsible"] in people
    ]
    return sorted(found, key=lambda each: (-each.late, each.staff.name_key))


def _missed(dossier: Dossier) -> date:
    """The date that passed: the present one when it is late, else the one the apology replaced."""
    if getattr(dossier, "is_late", True):
        day = dossier.due_date
    else:
        day = getattr(dossier, "apologised", None) or dossier.original_due_date
    if day is None:
        raise ValueError("hồ sơ chưa có ngày hẹn")
    return day
