"""What stands behind the indices of an agency as a whole (5, 6, 8 and 9): procedures, petitions, dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.catalogue.queries import missing_in
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.actions import FACT_COLUMNS
from motcua.measurement.behind import Behind
from motcua.measurement.nine import settled_versions
from motcua.measurement.petitions import of_period, on_time, petitions_between
from motcua.measurement.queries import Scope
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import Tally, contribution, end_of
from motcua.measurement.tallying import population

_ONLINE = ("partial", "full")
_Keys = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One side of what an index counts: `name` for the address, keys as `behind.Standing` has them.

    `remarks`: by key, in Vietnamese, why it stands here.
    """

    name: str
    label: str
    kind: Behind
    keys: _Keys
    remarks: dict[int | str, str] | None = None


def behind_index(scope: Scope, period: Period, at: datetime, index: str) -> list[Counted]:
    """The sides of index 5, 6, 8 or 9, what lowers it first. KeyError for another index."""
    day = min(period.last, clock.local_day(at))
    return {
        "5": lambda: _on_site(scope, day),
        "6": lambda: _published(scope, day),
        "8": lambda: _petitions(scope, period, at),
        "9": lambda: [*_online_dossiers(scope, period, at), *_online_procedures(scope, day)],
    }[index]()


def _on_site(scope: Scope, day: date) -> list[Counted]:
    rows = list(_versions(scope, day, "procedure__code", "at_desk", "immediate_result"))
    return [
        _procedures("away", "Chưa giải quyết tại chỗ", (code for code, _, at_once in rows if not at_once)),
        _procedures("on-site", "Giải quyết ngay tại chỗ", (code for code, _, at_once in rows if at_once)),
        _procedures("not-received", "Không tiếp nhận tại Bộ phận Một cửa", (code for code, desk, _ in rows if not desk)),
    ]  # fmt: skip


def _published(scope: Scope, day: date) -> list[Counted]:
    codes = dict(settled_versions(scope, day).filter(at_desk=True).values_list("pk", "procedure__code"))
    missing = missing_in(list(codes))
    lacking: dict[int | str, str] = {
        codes[key]: ", ".join(part.label.lower() for part in parts) for key, parts in missing.items() if parts
    }
    whole = (codes[key] for key, parts in missing.items() if not parts)
    return [
        Counted(
            "lacking",
            "Nội dung công khai chưa đủ",
            Behind.PROCEDURES,
            tuple(sorted(lacking, key=str)),
            lacking,
        ),
        _procedures("whole", "Đủ nội dung", whole),
    ]


def _petitions(scope: Scope, period: Period, at: datetime) -> list[Counted]:
    day = clock.local_day(min(at, end_of(period.last)))
    facts = of_period(petitions_between(scope.codes, period.first, period.last), scope.codes, period, day)
    late = tuple(fact.petition_id for fact in facts if not on_time(fact, day))
    good = tuple(fact.petition_id for fact in facts if on_time(fact, day))
    return [
        Counted("late", "Trả lời quá hạn, đang quá hạn", Behind.PETITIONS, late),
        Counted("on-time", "Đúng hạn, còn hạn", Behind.PETITIONS, good),
    ]


def _online_dossiers(scope: Scope, period: Period, at: datetime) -> list[Counted]:
    late: list[int | str] = []
    online: list[int | str] = []
    otherwise: list[int | str] = []
    rows = population(scope.codes, period, at).order_by("due_date", "dossier_id")
    for key, *values in rows.values_list("dossier_id", *FACT_COLUMNS).iterator(chunk_size=2000):
        tally: Tally = contribution(Fact(*values), period, at)
        if tally.late_online:
            late.append(key)
        if tally.received:
            (online if tally.received_online else otherwise).append(key)
    return [
        Counted("late-online", "Hồ sơ trực tuyến quá hạn", Behind.DOSSIERS, tuple(late)),
        Counted("otherwise", "Hồ sơ không nộp trực tuyến", Behind.DOSSIERS, tuple(otherwise)),
        Counted("online", "Hồ sơ trực tuyến", Behind.DOSSIERS, tuple(online)),
    ]


def _online_procedures(scope: Scope, day: date) -> list[Counted]:
    rows = list(_versions(scope, day, "procedure__code", "online_level"))
    return [
        _procedures("no-service", "Thủ tục chưa có dịch vụ trực tuyến", (code for code, level in rows if level not in _ONLINE)),
        _procedures("service", "Thủ tục có dịch vụ trực tuyến", (code for code, level in rows if level in _ONLINE)),
    ]  # fmt: skip


def _versions(scope: Scope, day: date, *columns: str) -> Iterable[tuple[Any, ...]]:
    return settled_versions(scope, day).order_by("procedure__code").values_list(*columns)


def _procedures(name: str, label: str, codes: Iterable[str]) -> Counted:
    return Counted(name, label, Behind.PROCEDURES, tuple(codes))
