"""The nine indices counted from the facts: of an agency, of its officers, of one dossier.

A dossier belongs to the period in which its processing ended. Rules are those of the period's last day (of the day
of looking while it runs). Officers never learn what one citizen said: `docs/algorithms/nine-indices.md`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncMinute

from motcua.catalogue.enums import Kind
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import complete_versions, levels_of_agency
from motcua.dossiers.enums import Timeliness
from motcua.dossiers.models import Dossier, StepRun
from motcua.feedback.models import Slip
from motcua.indicators import nine
from motcua.indicators.nine import IndexScore, NineScore, Rules, Services, Traits
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.models import DossierFact
from motcua.measurement.petitions import petition_sums
from motcua.measurement.queries import Scope
from motcua.measurement.rules.tallies import NOTHING, end_of
from motcua.measurement.tallying import tallies
from motcua.organisation.models import Staff
from motcua.regimes.queries import rules_on

_TRAITS = ("time", "unit_time", "contacts", "bodies", "complained")


@dataclass(frozen=True, slots=True)
class AgencyNine:
    """An agency in a period: its score, how many dossiers ended in it, and how many of them have a slip."""

    score: NineScore
    dossiers: int
    with_slip: int


@dataclass(frozen=True, slots=True)
class OfficerNine:
    """An officer in a period. With fewer slips than `hidden_below` what citizens said is left out."""

    staff: Staff
    score: NineScore
    dossiers: int
    with_slip: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Grouped:
    """Dossiers of one kind: their traits, whether a slip came, how many."""

    traits: Traits
    slip: bool
    many: int


def rules_in(scope: Scope, period: Period, at: datetime) -> Rules:
    """The rules that hold for a period seen at a moment; one statement."""
    day = _last_day(period, at)
    return Rules(rules_on(day, scopes=scope.agency.chain))


def nine_of_agency(scope: Scope, period: Period, at: datetime) -> AgencyNine:
    """All nine indices of an agency (with those below it when the scope holds them)."""
    rules = rules_in(scope, period, at)
    groups = _groups(_ended(period, at).filter(agency_code__in=scope.codes))
    of_dossiers = nine.averaged(((each.traits, each.many) for each in groups), rules)
    of_agency = _of_agency(scope, period, at, rules)
    score = nine.summed([(of_dossiers | of_agency)[index] for index in nine.ALL], "agency", rules)
    return AgencyNine(
        score, sum(each.many for each in groups), sum(each.many for each in groups if each.slip)
    )


def nine_of_officers(scope: Scope, period: Period, at: datetime) -> list[OfficerNine]:
    """Everybody who received a dossier that ended in the period or held a step of it, by name; four statements."""
    rules, hidden_below = rules_in(scope, period, at), hidden_limit(scope, period, at)
    ended = _ended(period, at).filter(agency_code__in=scope.codes)
    by_dossier = {
        key: Traits(*values) for key, *values in _with_time(ended).values_list("dossier_id", *_TRAITS)
    }
    slips = _with_slip(ended)
    worked = _worked_by(ended.values("dossier_id"))
    people = Staff.objects.select_related("agency").filter(pk__in=worked.keys()).order_by("name_key", "pk")
    return [_officer(one, worked[one.pk], by_dossier, slips, rules, hidden_below) for one in people]


def nine_of_officer(staff: Staff, period: Period, at: datetime) -> OfficerNine:
    """One officer's own sheet, over all agencies they worked at."""
    scope = scope_of_staff(staff)
    rules, hidden_below = rules_in(scope, period, at), hidden_limit(scope, period, at)
    mine = dossiers_of_officer(staff, period, at)
    by_dossier = {
        key: Traits(*values) for key, *values in _with_time(mine).values_list("dossier_id", *_TRAITS)
    }
    return _officer(staff, set(by_dossier), by_dossier, _with_slip(mine), rules, hidden_below)


def scope_of_staff(staff: Staff) -> Scope:
    """The agency of an officer, whose rules hold for the officer's sheet."""
    return Scope(staff.agency, (staff.agency.code,), frozenset({staff.agency.level}))


def dossiers_of_officer(staff: Staff, period: Period, at: datetime) -> QuerySet[DossierFact]:
    """Facts of dossiers that ended in the period and that the officer received or held a step of."""
    received = Dossier.objects.filter(receiver=staff).values("pk")
    held = StepRun.objects.filter(holder=staff).values("dossier_id")
    return _ended(period, at).filter(Q(dossier_id__in=received) | Q(dossier_id__in=held))


def hidden_limit(scope: Scope, period: Period, at: datetime) -> int:
    """Fewer slips than this are not shown to those they are about."""
    return int(rules_on(_last_day(period, at), scopes=scope.agency.chain)("nine.hidden_below"))


def dossiers_with(scope: Scope, period: Period, at: datetime, index: str, points: int | None) -> list[int]:
    """Ids of the dossiers that got these points in an index (None: no data), the latest ended first."""
    rules = rules_in(scope, period, at)
    ended = _with_time(_ended(period, at).filter(agency_code__in=scope.codes)).order_by(
        "-finished_on", "-dossier_id"
    )
    rows = ended.values_list("dossier_id", *_TRAITS)
    return [key for key, *values in rows if nine.points_of(Traits(*values), rules)[index] == points]


def points_of_dossiers(dossier_ids: Sequence[int], rules: Rules) -> dict[int, dict[str, int | None]]:
    """Points by index of some dossiers that have ended; one statement."""
    rows = _with_time(DossierFact.objects.filter(dossier_id__in=dossier_ids, finished_on__isnull=False))
    return {
        key: nine.points_of(Traits(*values), rules)
        for key, *values in rows.values_list("dossier_id", *_TRAITS)
    }


def taken_part_in(staff_id: int, dossier_ids: Sequence[int]) -> set[int]:
    """Of these dossiers, those an officer received or held a step of: what citizens said of them is not for them."""
    received = Dossier.objects.filter(pk__in=dossier_ids, receiver_id=staff_id).values_list("pk", flat=True)
    held = StepRun.objects.filter(dossier_id__in=dossier_ids, holder_id=staff_id)
    return {*received, *held.values_list("dossier_id", flat=True)}


def _ended(period: Period, at: datetime) -> QuerySet[DossierFact]:
    first, last = period.first, _last_day(period, at)
    return DossierFact.objects.filter(
        received_on__isnull=False, finished_on__gte=first, finished_on__lte=last
    )


def _last_day(period: Period, at: datetime) -> date:
    return min(period.last, clock.local_day(at))


def _with_time(facts: QuerySet[DossierFact]) -> QuerySet[DossierFact]:
    """The end of processing against the due date, as `dossiers.rules.timeliness` compares them."""
    by_hour = Q(limit_unit="hour", due_at__isnull=False)
    minute, due = TruncMinute("finished_at"), TruncMinute("due_at")
    time = Case(
        When(due_date=None, then=Value("")),
        When(by_hour & Q(_minute__lt=F("_due")), then=Value(Timeliness.EARLY.value)),
        When(by_hour & Q(_minute=F("_due")), then=Value(Timeliness.ON_TIME.value)),
        When(by_hour, then=Value(Timeliness.LATE.value)),
        When(finished_on__lt=F("due_date"), then=Value(Timeliness.EARLY.value)),
        When(finished_on=F("due_date"), then=Value(Timeliness.ON_TIME.value)),
        default=Value(Timeliness.LATE.value),
        output_field=CharField(),
    )
    return facts.annotate(_minute=minute, _due=due).annotate(time=time)


def _groups(facts: QuerySet[DossierFact]) -> list[Grouped]:
    """Dossiers counted by their traits: a handful of rows whatever their number; one statement."""
    rows = _with_time(facts).values(*_TRAITS).annotate(many=Count("pk")).order_by()
    return [
        Grouped(
            Traits(*(row[name] for name in _TRAITS)),
            row["contacts"] is not None or row["bodies"] is not None,
            row["many"],
        )
        for row in rows
    ]


def _with_slip(facts: QuerySet[DossierFact]) -> set[int]:
    rows = Slip.objects.filter(current=True, dossier_id__in=facts.values("dossier_id"))
    return set(rows.values_list("dossier_id", flat=True))


def _worked_by(dossiers: Any) -> Mapping[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    received = Dossier.objects.filter(pk__in=dossiers, receiver__isnull=False).values_list(
        "receiver_id", "pk"
    )
    held = StepRun.objects.filter(dossier_id__in=dossiers, holder__isnull=False).values_list(
        "holder_id", "dossier_id"
    )
    for rows in (received, held.distinct()):
        for staff, dossier in rows:
            if staff is not None:
                found[staff].add(dossier)
    return found


def _officer(
    staff: Staff,
    dossiers: Iterable[int],
    by_dossier: Mapping[int, Traits],
    slips: set[int],
    rules: Rules,
    hidden_below: int,
) -> OfficerNine:
    mine = [key for key in dossiers if key in by_dossier]
    with_slip = sum(1 for key in mine if key in slips)
    indices = nine.averaged(Counter(by_dossier[key] for key in mine).items(), rules)
    hidden = with_slip < hidden_below
    if hidden:
        # Too few slips to hide one citizen among them: not enough data, for everybody who reads (Điều 15).
        left_out = {"3", "4", "7"} if len(mine) < hidden_below else {"3", "4"}
        indices |= {index: IndexScore(index, None) for index in left_out}
    score = nine.summed(indices.values(), "officer", rules)
    return OfficerNine(staff, score, len(mine), with_slip, hidden)


def _of_agency(scope: Scope, period: Period, at: datetime, rules: Rules) -> dict[str, IndexScore]:
    day = _last_day(period, at)
    versions = list(
        settled_versions(scope, day).values_list("pk", "at_desk", "immediate_result", "online_level")
    )
    many = len(versions)
    at_desk = [key for key, desk, *_ in versions if desk]
    petitions = petition_sums(scope.codes, [period], at).counts(scope.codes, period)["V.1"]
    posted = {"yes": True, "no": False}.get(str(rules_on(day, scopes=scope.agency.chain)("nine.posted")))
    return {
        "5": nine.on_site(
            scope.agency.level, many, sum(1 for _, _, at_once, _ in versions if at_once), len(at_desk), rules
        ),
        "6": nine.published(
            len(complete_versions(at_desk)) if at_desk else 0, len(at_desk), posted=posted, rules=rules
        ),
        "8": nine.answered(petitions.numerator, petitions.denominator, rules),
        "9": nine.services(_services(scope, period, at, versions), rules),
    }


def settled_versions(scope: Scope, day: date) -> QuerySet[ProcedureVersion]:
    """The procedures for citizens that agencies of a scope settle on a day: what indices 5, 6 and 9 count."""
    wanted = Q(pk__in=[])
    for level in scope.levels:
        wanted |= levels_of_agency(level)
    return ProcedureVersion.objects.on(day).filter(wanted, procedure__kind=Kind.CITIZEN.value)


def _services(
    scope: Scope, period: Period, at: datetime, versions: Sequence[tuple[int, bool, bool, str]]
) -> Services:
    counted = tallies(scope.codes, [period], min(at, end_of(period.last)), as_one=scope.agency.code)
    total = NOTHING
    for tally in counted.get((scope.agency.code, period.code), {}).values():
        total = total.plus(tally)
    online = sum(1 for *_, level in versions if level in ("partial", "full"))
    return Services(len(versions), online, total.received, total.received_online, total.late_online)
