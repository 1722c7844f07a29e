"""Lists of dossiers on somebody's behalf that cost the same among a million as among ten thousand.

A list walks an index in the order it is kept in and stops after a thousand: nobody reads further, they narrow it.
So the number shown is exact up to a thousand and «hơn 1.000» beyond, and any column may be sorted by once the
list is complete. What is received at one agency and settled at another is walked apart: such dossiers are few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from motcua.datastore import literal  # noqa: F401 - teaches columns `one_of`
from motcua.datastore.kept import kept
from motcua.datastore.prepared import PreparedByTexts, PreparedValues
from motcua.dossiers.enums import OPEN_STATES, Act, State, standing
from motcua.dossiers.explaining import late_by
from motcua.dossiers.models import Dossier, DossierAlias, Event
from motcua.dossiers.names import ids_named, named
from motcua.dossiers.rules.codes import code_in
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer

MOST = 1000
_TRACKING = 12  # signs of a tracking number, which may be all letters
# Open dossiers in the very words of the partial indexes' condition.
RUNNING = Q(state__one_of=[state.value for state in sorted(OPEN_STATES)])
# Stands in a statement for the agency it is sent for; no agency has this key.
_ONE = -(2**62)
# Stands in a statement where the condition of a piece of the scope comes.
_IN_SCOPE = RawSQL("/* scope */", (), output_field=BooleanField())
# Every dossier, in the words of the condition of the indexes over all agencies: only who says so walks one. A planner
# that takes agencies for evenly spread would else read a million rows there for a thousand of one of them.
_EVERYWHERE = Q(pk__above=0)
# From this many agencies on a list walks an index without the agency, and looks whose each dossier is.
_MANY = 12
# What a file of a list shows of a dossier; sealed columns are opened one by one and never needed here.
SHOWN = (
    "tracking", "code", "agency_id", "desk_id", "applicant_name", "channel", "state", "outcome", "filed_at",
    "received_at", "clock_started_at", "received_on", "limit_value", "limit_unit", "due_date", "due_at",
    "waiting_since", "finished_at", "returned_at", "step", "step_name", "reason", "place", "received_by_post",
    "procedure__code", "procedure__name", "procedure__short_name", "agency__code", "agency__name", "agency__path",
    "desk__name", "holder__name", "holder__title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """The agencies an officer holds a right over; None: every agency there is."""

    ids: tuple[int, ...] | None

    @property
    def parts(self) -> tuple[Q, ...]:
        """Dossiers in scope in pieces, each walked along an index of its own: settled by each of its agencies (or by
        one of them, when they are many), and received in scope for an agency outside it.

        The piece of one agency or desk stands for all of them (`_ONE`): it is written once and sent for each.
        """
        if self.ids is None:
            return (_EVERYWHERE,)
        if len(self.ids) > _MANY:
            # A sum is no column: no index on the agency is taken for it.
            return (_EVERYWHERE & Q(In(F("agency_id") + 0, list(self.ids))), self._received_for_others)
        return (Q(agency_id=_ONE), Q(desk_id=_ONE) & self._for_others)

    @property
    def counted_parts(self) -> tuple[Q, ...]:
        """The same for counting: where no order is asked for, an index serves several agencies at once."""
        if self.ids is None:
            return (_EVERYWHERE,)
        return (_among("agency_id", self.ids), self._received_for_others)

    @property
    def _received_for_others(self) -> Q:
        return _among("desk_id", self.ids or ()) & self._for_others

    @property
    def _for_others(self) -> Q:
        return ~Q(desk_id=F("agency_id")) & ~_among("agency_id", self.ids or ())

    @property
    def whole(self) -> Q:
        """Both, for statements that find their rows by something narrower."""
        return Q() if self.ids is None else _among("agency_id", self.ids) | _among("desk_id", self.ids)


def _among(column: str, ids: tuple[int, ...]) -> Q:
    # One value walks an index in its order; a list of one, on SQLite, does not always.
    return Q(**{column: ids[0]}) if len(ids) == 1 else Q(**{f"{column}__in": ids})


def scope_of(officer: Officer, right: Right) -> Scope:
    """Which agencies an officer holds a right over."""
    agencies = _agencies()
    ids = tuple(key for key, path in agencies if officer.may(right, path))
    return Scope(None if len(ids) == len(agencies) else ids)


@kept(Agency)
def _agencies() -> tuple[tuple[int, str], ...]:
    return tuple(_PATHS.of())


_PATHS = PreparedByTexts(lambda _: Agency.objects.values_list("pk", "path"))


@dataclass(frozen=True, slots=True)
class Found:
    """The first dossiers of a list in the order it was walked, at most a thousand; `more`: there are others."""

    ids: list[int]
    more: bool

    @property
    def count(self) -> int:
        return len(self.ids)


def find(dossiers: QuerySet[Dossier], scope: Scope, *, walk: str, most: int = MOST) -> Found:
    """The first of some dossiers that are in scope, along the index that keeps `walk` («-» in front: backwards).

    One statement. `walk` is a column that these dossiers have.
    """
    column, backwards = walk.lstrip("-"), walk.startswith("-")
    some = dossiers.filter(_IN_SCOPE).order_by(walk, "-pk" if backwards else "pk").values_list(column, "id")
    try:
        sql, given = some[: most + 1].query.sql_with_params()
    except EmptyResultSet:
        return Found([], False)
    before, after = sql.split(_IN_SCOPE.sql)
    first = before.replace("%%", "").count("%s")  # of the values, those that stand before the scope
    pieces: list[str] = []
    params: list[Any] = []
    for condition, values in _conditions(scope, connection.vendor):
        for agency in (scope.ids or ()) if _ONE in values else (None,):
            pieces.append(f"SELECT * FROM ({before}{condition}{after}) AS piece")  # noqa: S608 - Django's own words
            own = [agency if value == _ONE else value for value in values]
            params += [*given[:first], *own, *given[first:]]
    if not pieces:
        return Found([], False)
    # Put together by the database: thousands of moments cost more to hand over than to sort.
    way = "DESC" if backwards else "ASC"
    order = f"ORDER BY {column} {way}, id {way} LIMIT {int(most) + 1}" if len(pieces) > 1 else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({' UNION ALL '.join(pieces)}) AS pieces {order}", params)  # noqa: S608
        ids = [key for (key,) in cursor.fetchall()]
    return Found(ids[:most], len(ids) > most)


@lru_cache(maxsize=512)
def _conditions(scope: Scope, _vendor: str) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The conditions of a scope's pieces with their values, written once: Django takes longer for them than for a page."""
    written = []
    for part in scope.parts:
        query = Dossier.objects.filter(part).query
        try:
            sql, values = query.where.as_sql(query.get_compiler(using=connection.alias), connection)
        except EmptyResultSet:
            continue
        written.append((sql, tuple(values)))
    return tuple(written)


def ids_matching(text: str, scope: Scope, *, most: int = MOST) -> Found:
    """Dossiers with this code, or whose applicant's name holds these words, the newest first; at most two statements."""
    exact = ids_with_code(text, scope)
    return exact if exact is not None else _newest_named(text, scope, most)


def _newest_named(text: str, scope: Scope, most: int) -> Found:
    found = ids_named(text, None if scope.ids is None else list(scope.ids), most=most + 1)
    return Found(found[:most], len(found) > most)


def ids_with_code(text: str, scope: Scope) -> Found | None:
    """What is in scope of the dossiers with this code; None when no dossier has it. Two statements, none for a name."""
    wanted = text.strip().replace("\x00", "")
    if any(sign.isdigit() for sign in wanted) or len(wanted) == _TRACKING:
        written = {wanted, wanted.upper(), wanted.upper().replace("-", ""), code_in(wanted)} - {""}
        exact = _with_code(written)
        if exact:
            visible = Dossier.objects.filter(scope.whole, pk__in=exact).values_list("pk", flat=True)
            return Found(list(visible), False)
    return None


def matching(text: str, scope: Scope) -> tuple[Q | RawSQL, bool]:
    """The condition of those in scope that match a text, and whether it leaves out some; at most two statements.

    Where the database knows how rare a name is, it weighs the name against the rest of a list itself. Else the
    condition names the newest thousand of the name.
    """
    if (exact := ids_with_code(text, scope)) is not None:
        return Q(pk__in=exact.ids), False
    if (by_name := named(text, None if scope.ids is None else list(scope.ids))) is not None:
        return by_name, False
    newest = _newest_named(text, scope, MOST)
    return _one_of(newest.ids), newest.more


def _one_of(ids: list[int]) -> Q | RawSQL:
    """Some of a thousand keys. Each a value of its own: SQLite weighs so many against the index of what is open, and of
    one value that lists them it reads every dossier. Django would look at each value several times."""
    if not ids:
        return Q(pk__in=[])
    listed = f"dossiers_dossier.id IN ({', '.join(['%s'] * len(ids))})"
    return RawSQL(listed, ids, output_field=BooleanField())  # noqa: S611 - values apart


def _with_code(written: set[str]) -> list[int]:
    """By national code, tracking number or the code of another system."""
    aliases = DossierAlias.objects.filter(code__in=written).values_list("dossier_id")
    by_code = (
        Dossier.objects.filter(code__in=written).values_list("pk"),
        Dossier.objects.filter(tracking__in=written).values_list("pk"),
        aliases,
    )
    return [key for (key,) in by_code[0].union(*by_code[1:])]


def rows_to_show() -> QuerySet[Dossier]:
    """Dossiers as a file of a list shows them: with procedure, agencies and holder, without what is sealed."""
    return Dossier.objects.select_related("procedure", "agency", "desk", "holder").only(*SHOWN)


@dataclass(frozen=True, slots=True)
class Settling:
    """The agency that settles, as far as a list needs it."""

    path: str

    @property
    def chain(self) -> tuple[str, ...]:
        """As `Agency.chain`."""
        return tuple(reversed(self.path.rstrip("/").split("/")))


class Listed(NamedTuple):
    """A dossier as a page of a list shows it: plain values, in the order of `_LISTED`."""

    pk: int
    tracking: str
    code: str | None
    state: str
    outcome: str
    channel: str
    applicant_name: str
    filed_at: datetime
    received_at: datetime | None
    received_on: date | None
    limit_unit: str
    due_date: date | None
    due_at: datetime | None
    waiting_since: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    step: int
    step_name: str
    about_supplement: str
    holder_id: int | None
    holder_name: str | None
    procedure_name: str
    procedure_short: str
    agency_path: str
    desk_name: str

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def standing(self) -> str:
        """The words of its state; a refusal is told from a result."""
        return standing(self.status, self.outcome)

    @property
    def supplemented(self) -> bool:
        """Whether the applicant has sent what was asked for, and nobody has gone on with the dossier since."""
        return self.about_supplement == Act.COMPLETE_SUPPLEMENT.value

    @property
    def agency(self) -> Settling:
        return Settling(self.agency_path)


_WAITS_FOR_THE_OFFICE = [State.SUBMITTED.value, State.RECEIVED.value, State.PROCESSING.value]
# What an officer does who has looked at what was sent. Giving the dossier to somebody else is not looking at it.
_GOES_ON = (
    Act.RECEIVE, Act.ASK_SUPPLEMENT, Act.FORWARD, Act.ASK_OPINION, Act.ASK_EXTRA, Act.REQUIRE_PAYMENT, Act.HAND_OVER,
)  # fmt: skip
_NEWEST = (
    Event.objects.filter(
        dossier=OuterRef("pk"), act__in=[act.value for act in (Act.COMPLETE_SUPPLEMENT, *_GOES_ON)]
    )
    .order_by("-number")
    .values("act")[:1]
)
# Of the few that were asked for a supplement and wait for the office: which of these acts was the last.
_ABOUT_SUPPLEMENT = Case(
    When(supplements_asked__gt=0, state__in=_WAITS_FOR_THE_OFFICE, then=Subquery(_NEWEST)), default=Value("")
)
_JOINED = {
    "holder_name": "holder__name",
    "procedure_name": "procedure__name",
    "procedure_short": "procedure__short_name",
    "agency_path": "agency__path",
    "desk_name": "desk__name",
}
_LISTED = tuple(_JOINED.get(name, name) for name in Listed._fields)


def _listed(*order: Any) -> PreparedValues:
    def rows(keys: list[int]) -> QuerySet[Any, Any]:
        some = Dossier.objects.filter(pk__in=keys).order_by(*order)
        return some.annotate(about_supplement=_ABOUT_SUPPLEMENT).values_list(*_LISTED)

    return PreparedValues(rows)


_SHOWN = _listed()


@cache
def _ordered_by(column: str) -> tuple[PreparedValues, PreparedValues]:
    """The rows of a page in an order, and the keys of many dossiers in the same."""
    bare = F(column.lstrip("-"))
    direction = bare.desc(nulls_last=True) if column.startswith("-") else bare.asc(nulls_last=True)
    return _listed(direction, "pk"), PreparedValues(
        lambda keys: Dossier.objects.filter(pk__in=keys).order_by(direction, "pk").values_list("pk")
    )


def shown(ids: Sequence[int]) -> list[Listed]:
    """The dossiers of one page, in the order of their ids given; one statement."""
    rows = {row[0]: Listed._make(row) for row in _SHOWN.of(ids)}
    return [rows[key] for key in ids if key in rows]


def shown_by(column: str, ids: Sequence[int], *, first: int, many: int) -> list[Listed]:
    """Of some dossiers those that stand from `first` on when ordered by a column («-» in front: backwards).

    What has nothing in the column comes last; one statement.
    """
    rows, keys = _ordered_by(column)
    return [Listed._make(row) for row in rows.among(keys, ids, first=first, many=many)]


# While the citizen is waited for, the clock stands and the day printed is not the day any more.
DUE = RUNNING & Q(waiting_since=None)


def late_at(now: datetime) -> Q:
    """Unfinished dossiers that are late, as everywhere else; those that wait for the citizen by the day they began to."""
    return RUNNING & Q(due_date__lte=clock.local_day(now)) & late_by(now)


# Received at another desk and not yet taken over (NĐ 309/2026 Điều 8.3).
ON_THE_WAY = Q(state=State.RECEIVED.value, clock_started_at=None, received_at__isnull=False)


def counting(
    lists: Mapping[str, QuerySet[Dossier]], scope: Scope, *, most: int = MOST
) -> tuple[str, list[Any]]:
    """The statement that counts the dossiers in scope of each list no further than most + 1: rows (name, how many),
    several of one name to be added up."""
    pieces: list[str] = []
    params: list[Any] = []
    for name, rows in lists.items():
        for part in scope.counted_parts:
            some = rows.filter(part).values_list("pk")[: most + 1]
            try:
                sql, given = some.query.sql_with_params()
            except EmptyResultSet:
                continue
            pieces.append(f"SELECT '{name}' AS name, COUNT(*) AS many FROM ({sql}) AS piece")  # noqa: S608 - our names
            params += given
    return " UNION ALL ".join(pieces), params


def filed_at_desks(scope: Scope) -> int:
    """How many dossiers were filed at desks in scope and wait to be received, exact up to a thousand; one statement.

    It stands on every page of whoever receives: it is written here, not by Django.
    """
    desks = scope.ids
    if desks is not None and not desks:
        return 0
    here = "" if desks is None else f" AND desk_id IN ({', '.join(['%s'] * len(desks))})"
    some = f"SELECT 1 FROM dossiers_dossier WHERE state = %s{here} LIMIT {MOST + 1}"  # noqa: S608 - our own words
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({some}) AS waiting", [State.SUBMITTED.value, *(desks or ())])  # noqa: S608
        return int(cursor.fetchone()[0])
