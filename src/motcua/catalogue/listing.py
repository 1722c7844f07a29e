"""What lists of procedures show of each, kept in memory: thousands of small rows, read again when the catalogue changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from motcua.catalogue.enums import Kind, Level, Status
from motcua.catalogue.models import PROCEDURE_TEXT, Procedure, ProcedureVersion, TimeLimit
from motcua.datastore.kept import copies, kept
from motcua.datastore.search import MOST_FOUND


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure for citizens and its version of the day. `value` and `unit`: its rule of time, None and "" when the
    source gives none."""

    key: int
    code: str
    name: str
    short_name: str
    field: str
    levels: tuple[Level, ...]
    receivable: bool
    value: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Shelf:
    """The procedures of a day, by field and name."""

    rows: tuple[Offered, ...]

    @cached_property
    def by_key(self) -> Mapping[int, Offered]:
        return {row.key: row for row in self.rows}

    @cached_property
    def by_code(self) -> Mapping[str, Offered]:
        return {row.code: row for row in self.rows}

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields there are procedures of."""
        return tuple(dict.fromkeys(row.field for row in self.rows))

    def matching(self, text: str) -> tuple[Offered, ...]:
        """Those that people mean by a text, the best first, at most 100; all of them for an empty text. One statement."""
        if not text.strip():
            return self.rows
        found = (self.by_key.get(key) for key in PROCEDURE_TEXT.ranked(Procedure, text))
        return tuple(row for row in found if row is not None)

    def narrowed(
        self, text: str, *, field: str = "", level: str = "", codes: Iterable[str] | None = None
    ) -> tuple[Offered, ...]:
        """Those of a field, a level and some codes that mean a text; at most 100 of a search."""
        wanted = None if codes is None else frozenset(codes)
        found = tuple(
            row
            for row in self.matching(text)
            if (not field or row.field == field)
            and (not level or level in row.levels)
            and (wanted is None or row.code in wanted)
        )
        return found[:MOST_FOUND] if text.strip() else found


@dataclass(frozen=True)
class _Version:
    first: date
    last: date | None
    row: Offered


class _Catalogue:
    """Every version there is of procedures that are in force; the shelf of the day last asked for stays."""

    def __init__(self, versions: tuple[_Version, ...]) -> None:
        self._versions = versions
        self._shelf: tuple[date, Shelf] | None = None

    def on(self, day: date) -> Shelf:
        kept_shelf = self._shelf
        if kept_shelf is not None and kept_shelf[0] == day:
            return kept_shelf[1]
        newest = {
            each.row.key: each.row
            for each in self._versions
            if each.first <= day and (each.last is None or day <= each.last)
        }
        shelf = Shelf(tuple(newest.values()))
        self._shelf = day, shelf
        return shelf


def shelf_on(day: date) -> Shelf:
    """What citizens can look up on a day; no statement while the catalogue stays as it is."""
    return _catalogue().on(day)


@kept(Procedure, ProcedureVersion, TimeLimit)
def _catalogue() -> _Catalogue:
    limits = _limits()
    rows = (
        ProcedureVersion.objects.filter(
            procedure__status=Status.IN_FORCE.value, procedure__kind=Kind.CITIZEN.value
        )
        .order_by("procedure__field_sort", "procedure__name_sort", "procedure_id", "number")
        .values_list(
            "pk", "procedure_id", "procedure__code", "name", "procedure__short_name", "procedure__field",
            "valid_from", "valid_to", "receivable", *_AT,
        )
    )  # fmt: skip
    return _Catalogue(
        tuple(
            _Version(
                first,
                last,
                Offered(key, code, name, short, field, _levels(tuple(at)), receivable,
                        *limits.get(version, (None, ""))),
            )
            for version, key, code, name, short, field, first, last, receivable, *at in rows
        )
    )  # fmt: skip


_AT = tuple(f"at_{level.value}" for level in Level)


def _levels(at: tuple[bool, ...]) -> tuple[Level, ...]:
    return tuple(level for level, holds in zip(Level, at, strict=True) if holds)


def _limits() -> dict[int, tuple[int | None, str]]:
    """By version the limit that is the rule: without channel and case, else the first."""
    first: dict[int, tuple[int | None, str]] = {}
    rules: dict[int, tuple[int | None, str]] = {}
    rows = TimeLimit.objects.order_by("version_id", "order", "pk")
    for version, channel, case, value, unit in rows.values_list(
        "version_id", "channel", "case", "value", "unit"
    ):
        first.setdefault(version, (value, unit))
        if not channel and not case:
            rules.setdefault(version, (value, unit))
    return first | rules


def version_numbered(key: int) -> ProcedureVersion:
    """A version with its procedure, by its number in the database; a copy of what is kept. Raises DoesNotExist."""
    return copies([_version(key)])[0]


@kept(Procedure, ProcedureVersion)
def _version(key: int) -> ProcedureVersion:
    return ProcedureVersion.objects.select_related("procedure").get(pk=key)


def versions_of(code: str) -> list[ProcedureVersion]:
    """Every version of a procedure for citizens, the newest first; copies of what is kept. Empty for an unknown code."""
    return copies(_versions(code))


@kept(Procedure, ProcedureVersion)
def _versions(code: str) -> tuple[ProcedureVersion, ...]:
    found = ProcedureVersion.objects.select_related("procedure").filter(
        procedure__code=code, procedure__kind=Kind.CITIZEN.value
    )
    return tuple(found.order_by("-number"))
