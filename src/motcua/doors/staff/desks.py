"""Where an officer receives, and what may be received there today."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from motcua.catalogue.enums import Level
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.datastore.kept import copies, kept
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import fold
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Level as AgencyLevel
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.regimes.queries import Rules, rule, rules_on

SHOWN = 9
# The setting of an agency: codes of procedures it does not receive.
LEFT_OUT = "desk.procedures_left_out"
NATIONWIDE = "desk.procedures_nationwide"
OTHER_LEVELS = "reception.other_levels"
OTHER_CLOCK = "desk.other_agency_clock"
_MOST_OTHERS = 400
_USED_WITHIN = timedelta(days=90)
_BETWEEN_NAMES = re.compile(r"[;,\n]")
# Departments and branches settle what the law gives to the province.
_SETTLES: dict[str, Level] = {
    AgencyLevel.COMMUNE.value: Level.COMMUNE,
    AgencyLevel.DISTRICT.value: Level.DISTRICT,
    AgencyLevel.PROVINCE.value: Level.PROVINCE,
    AgencyLevel.DEPARTMENT.value: Level.PROVINCE,
}


@dataclass(frozen=True, slots=True)
class Receivable:
    """A procedure in the list to choose from; `reason` says why it cannot be received, empty when it can.

    `for_others`: the desk's own level does not settle it; it is received for the agency that does, elsewhere.
    """

    procedure: Procedure
    version: ProcedureVersion | None
    reason: str
    for_others: bool = False


def desks_of(officer: Officer) -> list[Agency]:
    """The agencies an officer receives for today, the own one first. Refuses when there is none."""
    desks = copies(_desks(officer, clock.today()))
    if not desks:
        raise Refused("Ông/bà chưa được giao tiếp nhận ở cơ quan nào đang hoạt động. Liên hệ quản trị viên.")
    return sorted(desks, key=lambda desk: desk.code != officer.agency_code)


@kept(Agency)
def _desks(officer: Officer, today: date) -> tuple[Agency, ...]:
    wanted = paths_where(officer, Right.RECEIVE, field="path")
    return tuple(Agency.objects.on(today).filter(wanted, has_desk=True).order_by("name_key")[:200])


def choices_for(text: str, desk: Agency) -> list[Receivable]:
    """Procedures that a text means, the best first; those received most here when there is no text."""
    today = clock.today()
    known = Procedure.objects.in_force().for_citizens()
    if text.strip():
        found = list(known.matching(text)[:SHOWN])
    else:
        used = known.in_bulk(ids := _most_used_ids(desk, today))
        found = [used[number] for number in ids if number in used] or _to_begin_with(desk, today)
    return _judged(_with_versions(found, today), desk)


def receivable(code: str, desk: Agency) -> Receivable:
    """One procedure by its code. Raises NotFound for an unknown code."""
    found = _versions_of(code, clock.today())
    if found is None:
        raise NotFound("Không có thủ tục nào mang mã này trong danh mục.")
    (procedure,), version = copies(found[:1]), next(iter(copies(found[1:])), None)
    if version is not None:
        version.procedure = procedure
    (judged,) = _judged([(procedure, version)], desk)
    return judged


@kept(Procedure, ProcedureVersion)
def _versions_of(code: str, today: date) -> tuple[Procedure] | tuple[Procedure, ProcedureVersion] | None:
    """A procedure and its version in force, None for an unknown code."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        return None
    ((_, version),) = _with_versions([procedure], today)
    return (procedure, version) if version is not None else (procedure,)


def others_for(desk: Agency, version: ProcedureVersion) -> list[Agency]:
    """Other agencies that settle this procedure and for which the desk may receive it, those it names first.

    The boundary is law: none (2018), the province, or the country for procedures on the published list; so is
    whether a commune's desk receives for the province and the reverse.
    """
    today = clock.today()
    ask = rules_on(today, scopes=desk.chain)
    boundary = ask("reception.boundary")
    if boundary == "competent_desk":
        return []
    levels = _agency_levels(version.levels) if ask(OTHER_LEVELS) else {desk.level}
    within = boundary == "province" or version.procedure.code not in ask(NATIONWIDE)
    found = copies(_others(desk.pk, frozenset(levels), _province_of(desk) if within else "", today))
    named = {each.pk for each in named_by(version, found)}
    return sorted(found, key=lambda each: each.pk not in named)


@kept(Agency)
def _others(desk_id: int, levels: frozenset[str], province: str, today: date) -> tuple[Agency, ...]:
    """Agencies with a desk but this one, of some levels, in a province (empty: in the country)."""
    others = Agency.objects.on(today).filter(level__in=levels, has_desk=True, path__startswith=province)
    return tuple(others.exclude(pk=desk_id).order_by("name_key")[:_MOST_OTHERS])


def named_by(version: ProcedureVersion, agencies: Iterable[Agency]) -> list[Agency]:
    """Of some agencies, those that the announcement names as settling the procedure («Sở Tư pháp; …»)."""
    names = [fold(part).strip() for part in _BETWEEN_NAMES.split(version.agency)]
    return [each for each in agencies if any(name and name in each.name_folded for name in names)]


def clock_starts_elsewhere(agency: Agency) -> bool:
    """Whether what another desk received is timed from the competent agency's own receipt (NĐ 309/2026 Điều 8.3)."""
    return bool(rule(OTHER_CLOCK, on=clock.today(), scopes=agency.chain) == "competent_agency")


def left_out_of(desk: Agency) -> frozenset[str]:
    """Codes of procedures that an agency chose not to receive today; one statement."""
    return frozenset(rule(LEFT_OUT, on=clock.today(), scopes=desk.chain))


def _most_used_ids(desk: Agency, today: date) -> list[int]:
    rows = Dossier.objects.filter(agency=desk, received_on__gte=today - _USED_WITHIN).values("procedure_id")
    return list(
        rows.annotate(times=Count("pk")).order_by("-times").values_list("procedure_id", flat=True)[:SHOWN]
    )


def _to_begin_with(desk: Agency, today: date) -> list[Procedure]:
    """Where nothing was received yet: the first of what this level settles."""
    level = _SETTLES.get(desk.level, Level.COMMUNE)
    versions = ProcedureVersion.objects.on(today).at(level.value).receivable().select_related("procedure")
    return [version.procedure for version in versions.order_by("procedure__name_sort")[:SHOWN]]


def _with_versions(
    procedures: Sequence[Procedure], today: date
) -> list[tuple[Procedure, ProcedureVersion | None]]:
    rows = ProcedureVersion.objects.on(today).filter(procedure__in=procedures).order_by("number")
    newest = {row.procedure_id: row for row in rows}
    return [(procedure, newest.get(procedure.pk)) for procedure in procedures]


def _judged(rows: Iterable[tuple[Procedure, ProcedureVersion | None]], desk: Agency) -> list[Receivable]:
    """Each with why it cannot be received at this desk, or that it is received for others."""
    ask = rules_on(clock.today(), scopes=desk.chain)
    left_out, reached = frozenset(ask(LEFT_OUT)), _levels_reached(desk, ask)
    judged = []
    for procedure, version in rows:
        own = version is not None and _settles(desk, version)
        others = version is not None and not own and bool(reached & set(version.levels))
        reason = _why_not(procedure, version, left_out, competent=own or others)
        judged.append(Receivable(procedure, version, reason, for_others=others and not reason))
    return judged


def _why_not(
    procedure: Procedure, version: ProcedureVersion | None, left_out: frozenset[str], *, competent: bool
) -> str:
    if version is None:
        return "Hôm nay không có phiên bản nào của thủ tục này đang áp dụng."
    if not version.receivable:
        return version.unreceivable_reason or "Thủ tục chưa đủ thông tin để tiếp nhận."
    if not competent:
        levels = ", ".join(each.label.lower() for each in version.levels) or "cơ quan khác"
        return f"Thẩm quyền giải quyết: {levels}. Hướng dẫn người nộp đến nơi có thẩm quyền."
    if not version.at_desk:
        return "Thủ tục này không tiếp nhận tại Bộ phận Một cửa."
    if procedure.code in left_out:
        return "Cơ quan chọn chưa tiếp nhận thủ tục này (Quản trị, Thủ tục, thời hạn)."
    return ""


def _settles(desk: Agency, version: ProcedureVersion) -> bool:
    """Whether the law gives the procedure to the desk's own level; of other kinds of agencies none is known."""
    level = _SETTLES.get(desk.level)
    return level is None or level in version.levels


def _levels_reached(desk: Agency, ask: Rules) -> frozenset[Level]:
    """Levels other than its own for whose agencies a desk receives within its province."""
    if ask("reception.boundary") == "competent_desk" or not ask(OTHER_LEVELS):
        return frozenset()
    levels = _levels_beside(desk.pk, _province_of(desk), ask.day)
    return frozenset(_SETTLES[level] for level in levels if level in _SETTLES)


@kept(Agency)
def _levels_beside(desk_id: int, province: str, today: date) -> frozenset[str]:
    within = Agency.objects.on(today).filter(path__startswith=province, has_desk=True)
    return frozenset(within.exclude(pk=desk_id).order_by().values_list("level", flat=True).distinct())


def _agency_levels(levels: Iterable[Level]) -> set[str]:
    wanted = set(levels)
    return {agency for agency, settles in _SETTLES.items() if settles in wanted}


def _province_of(desk: Agency) -> str:
    return f"{desk.path.split('/')[0]}/"
