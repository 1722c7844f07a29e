# ruff: noqa: S608 - statements are made of our own names only
"""The aggregation statement: `rules.tallies.contribution` as SQL, written once for every engine. Pure.

It uses nothing but joins, CASE, comparisons and counts over two tables, `facts` and `periods`, so that SQLite,
PostgreSQL, DuckDB and Spark read the same words. Days are dates, moments whole minutes since 1970 in UTC.
What a measure divides is taken from `measures.OF_DOSSIERS` itself: its functions are called with the names of sums.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from motcua.dossiers.enums import Channel
from motcua.kernel import clock
from motcua.kernel.periods import Period, containing
from motcua.measurement.measures import OF_DOSSIERS
from motcua.measurement.rules.facts import MOST_STAYS, STAY_DAY, STAY_WIDTH
from motcua.measurement.rules.running import ALWAYS, NEVER, after_day, after_minute, open_code
from motcua.measurement.rules.tallies import KINDS, TALLIED, Tally, end_of

# What one dossier adds, over the columns of `judged`: the body of `contribution`, condition by condition.
CONDITIONS: dict[str, str] = {
    "handled": "1 = 1",
    "received": "here = 1",
    "received_online": "here = 1 AND online = 1",
    "finished": "ended = 1",
    "early": "ended = 1 AND early = 1",
    "on_time": "ended = 1 AND early = 0 AND late = 0",
    "late": "ended = 1 AND late = 1",
    "within": "ended = 0 AND late = 0",
    "overdue": "ended = 0 AND late = 1",
    "asked_twice": "supplements_asked > 1",
    "fee_bearing": "fee_bearing",
    "paid_online": "fee_bearing AND paid_online",
    "digitised": "digitised",
    "result_electronic": "result_electronic",
    "reused": "reused",
    "shared": "shared",
    "population_data": "population_data",
    "contented": "late = 0 AND NOT dissatisfied AND NOT petitioned",
    "finished_online": "online = 1 AND ended = 1",
    "wholly_online": "online = 1 AND ended = 1 AND result_electronic AND (paid_online OR NOT fee_bearing)",
    "late_online": "online = 1 AND late = 1",
}

# The same of `running.open_sum`.
OPEN_CONDITIONS: dict[str, str] = {
    "handled": "1 = 1",
    "received_online": "online = 1",
    **{
        name: CONDITIONS[name]
        for name in (
            "asked_twice", "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared",
            "population_data",
        )
    },
    "contented": "NOT dissatisfied AND NOT petitioned",
}  # fmt: skip

# Numerator and denominator of what counts petitions (`petitions.PetitionSums.counts`) and payments
# (`payments.transactions`), over the sums of `asked_petitions` and `asked_payments`.
OTHER_RATIOS: dict[str, tuple[str, str]] = {
    "V.1": ("n_in_time", "n_received"),
    "V.2": ("n_content", "n_received"),
    "Y.transactions": ("n_online", "n_paid"),
}

_KEYS = ("agency_code", "procedure_code")
# Whose dossier it is in a period: after a merger the successor's, before it the predecessor's (`Fact.agency_on`).
_STAYS = " ".join(
    f"WHEN SUBSTR(s.earlier, {place + 1}, {STAY_DAY}) > CAST(q.p_day AS VARCHAR(10))"
    f" THEN RTRIM(SUBSTR(s.earlier, {place + STAY_DAY + 1}, {STAY_WIDTH - STAY_DAY}))"
    for place in range(0, MOST_STAYS * STAY_WIDTH, STAY_WIDTH)
)
AGENCY = (
    f"CASE WHEN s.moved_on > q.p_day THEN CASE WHEN s.earlier IS NULL THEN s.came_from {_STAYS} ELSE s.came_from END"
    " ELSE s.agency_code END"
)
_FLAGS = (
    "supplements_asked", "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared",
    "population_data", "dissatisfied", "petitioned",
)  # fmt: skip
# End of the count for a dossier in a period: its own, or while it runs the wait for the citizen, or the moment.
_END_DAY = "CASE WHEN ended = 1 THEN finished_on WHEN waiting_on < p_day THEN waiting_on ELSE p_day END"
_END_MINUTE = (
    "CASE WHEN ended = 1 THEN finished_minute WHEN waiting_minute < p_minute THEN waiting_minute"
    " ELSE p_minute END"
)
_BY_MINUTE = "limit_unit = 'hour' AND due_minute IS NOT NULL"
_ENDED = "CASE WHEN s.finished_on < q.p_day OR s.finished_minute <= q.p_minute THEN 1 ELSE 0 END AS ended"


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A row of `periods`: a period, and the day and minute at which it is looked at."""

    code: str
    first: date
    last: date
    day: date
    minute: int


PERIOD_COLUMNS = ("p_code", "p_first", "p_last", "p_day", "p_minute")


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970, UTC."""
    return int(moment.timestamp() // 60)


def period_row(period: Period, at: datetime | None = None) -> PeriodRow:
    """A period seen at a moment; at its own end when that is earlier or none is given."""
    moment = end_of(period.last) if at is None else min(at, end_of(period.last))
    return PeriodRow(period.code, period.first, period.last, clock.local_day(moment), minute_of(moment))


def kept_periods(first: date, last: date) -> Iterator[PeriodRow]:
    """Every period that roll-ups keep and that touches the days from first to last, seen from its end."""
    for kind in KINDS:
        period = containing(first, kind)
        while period.first <= last:
            yield period_row(period)
            period = containing(date.fromordinal(period.last.toordinal() + 1), kind)


def roll_up_statement(source: str = "SELECT * FROM facts") -> str:
    """All roll-ups: agency, period, procedure and the sums in the order of `TALLIED`; what `kept_contributions` keeps.

    Each pair of first and last day is matched with its periods once; facts then join by equality.
    """
    seen = (
        "SELECT f.*, COALESCE(f.finished_on, f.counted_on) AS last_on,"
        " CASE WHEN f.finished_on IS NULL THEN 1 ELSE 0 END AS is_open"
        f" FROM ({source}) f WHERE f.received_on IS NOT NULL AND f.counted_on IS NOT NULL"
    )
    spans = (
        f"SELECT d.received_on AS d_first, d.last_on AS d_last, d.is_open AS d_open, {_columns('p', PERIOD_COLUMNS)}"
        " FROM (SELECT DISTINCT received_on, last_on, is_open FROM seen) d JOIN periods p"
        " ON p.p_first <= d.last_on AND p.p_last >= d.received_on"
        " AND (d.is_open = 0 OR p.p_last < d.last_on)"
    )
    joined = (
        "seen s JOIN spans q ON s.received_on = q.d_first AND s.last_on = q.d_last AND s.is_open = q.d_open"
    )
    return (
        f"WITH seen AS ({seen}), spans AS ({spans}), {_judged(joined, _KEYS)}"
        f" SELECT agency_code, p_code, procedure_code, {sums()} FROM judged"
        " GROUP BY agency_code, p_code, procedure_code"
    )


def open_statement(source: str = "SELECT * FROM facts") -> str:
    """Sums of open dossiers (`rules.running.open_sum`) by the day of receipt and from when they are late.

    `verdict`: 0 never, 1 after `late_day` or, of limits in hours, after `late_minute`, 2 always.
    """
    never = (
        f"CASE WHEN due_date IS NULL THEN 1 WHEN {_BY_MINUTE} THEN"
        " CASE WHEN waiting_minute <= due_minute THEN 1 ELSE 0 END"
        " WHEN waiting_on <= due_date THEN 1 ELSE 0 END"
    )
    judged = (
        f"SELECT f.*, CASE WHEN supplements_asked > 1 THEN 2 WHEN {never} = 1 THEN 0 ELSE 1 END AS verdict,"
        f" CASE WHEN {_BY_MINUTE} THEN due_minute END AS by_minute,"
        f" CASE WHEN channel = '{Channel.ONLINE.value}' THEN 1 ELSE 0 END AS online FROM ({source}) f"
        " WHERE received_on IS NOT NULL AND counted_on IS NOT NULL AND finished_on IS NULL"
    )
    late = (
        "CASE WHEN verdict = 1 AND by_minute IS NULL THEN due_date END AS late_day,"
        " CASE WHEN verdict = 1 THEN by_minute END AS late_minute"
    )
    keys = "agency_code, procedure_code, received_on, verdict"
    summed = ", ".join(
        f"COUNT(CASE WHEN {condition} THEN 1 END) AS n_{name}" for name, condition in OPEN_CONDITIONS.items()
    )
    return (
        f"WITH judged AS ({judged}), placed AS (SELECT j.*, {late} FROM judged j)"
        f" SELECT {keys}, late_day, late_minute, {summed} FROM placed GROUP BY {keys}, late_day, late_minute"
    )


def open_rows(found: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """What `open_statement` answers, as roll-ups: agency, code of the sum, procedure and the sums of `TALLIED`."""
    summed: dict[tuple[str, str, str], Tally] = {}
    for agency, procedure, received_on, verdict, late_day, late_minute, *numbers in found:
        if verdict != 1:
            late = ALWAYS if verdict else NEVER
        elif late_minute is not None:
            late = after_minute(datetime.fromtimestamp(int(late_minute) * 60, UTC))
        else:
            late = after_day(_day(late_day))
        key = (agency, open_code(_day(received_on), late), procedure)
        some = Tally(**{name: int(each) for name, each in zip(OPEN_CONDITIONS, numbers, strict=True)})
        summed[key] = summed[key].plus(some) if key in summed else some
    return [(*key, *tally) for key, tally in summed.items()]


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def asked_statement(
    keys: Sequence[str], *, source: str, by_period: bool, conditions: Sequence[str] = ()
) -> str:
    """Sums by `keys` (columns of the source) and, if wanted, by period, over dossiers of the periods.

    A dossier belongs to a period from its receipt to its end; conditions are over the source, of our own making.
    """
    where = " AND ".join(["s.received_on IS NOT NULL", *conditions])
    joined = (
        f"({source}) s JOIN periods q ON s.received_on <= q.p_day AND q.p_first <= q.p_day"
        f" AND (s.finished_on IS NULL OR s.finished_on >= q.p_first) AND {where}"
    )
    chosen, ending = _parted(keys, by_period=by_period)
    return f"WITH {_judged(joined, keys)} SELECT {chosen}{sums()} FROM judged{ending}"


def asked_petitions(
    keys: Sequence[str], *, source: str, by_period: bool, conditions: Sequence[str] = ()
) -> str:
    """The same of petitions, which belong to the periods of their receipt: `petitions.on_time` and `settled_well`."""
    where = " AND ".join(["s.received_on >= q.p_first AND s.received_on <= q.p_day", *conditions])
    judged = (
        f"SELECT {_columns('s', [*keys, 'dissatisfied', 'followed_up'])}, q.p_code,"
        " CASE WHEN (CASE WHEN s.answered_on <= q.p_day THEN s.answered_on ELSE q.p_day END) <= s.due_on"
        " THEN 1 ELSE 0 END AS in_time"
        f" FROM ({source}) s JOIN periods q ON {where}"
    )
    chosen, ending = _parted(keys, by_period=by_period)
    content = "CASE WHEN in_time = 1 AND NOT dissatisfied AND NOT followed_up THEN 1 ELSE 0 END"
    return (
        f"WITH judged AS ({judged}) SELECT {chosen}COUNT(*) AS n_received, SUM(in_time) AS n_in_time,"
        f" SUM({content}) AS n_content FROM judged{ending}"
    )


def asked_payments(
    keys: Sequence[str], *, source: str, by_period: bool, conditions: Sequence[str] = ()
) -> str:
    """The same of payments, which belong to the periods of the day on which the money came."""
    where = " AND ".join(["s.paid_on >= q.p_first AND s.paid_on <= q.p_day", *conditions])
    judged = (
        f"SELECT {_columns('s', [*keys, 'online'])}, q.p_code FROM ({source}) s JOIN periods q ON {where}"
    )
    chosen, ending = _parted(keys, by_period=by_period)
    return (
        f"WITH judged AS ({judged}) SELECT {chosen}COUNT(*) AS n_paid,"
        f" SUM(CASE WHEN online THEN 1 ELSE 0 END) AS n_online FROM judged{ending}"
    )


def _parted(keys: Sequence[str], *, by_period: bool) -> tuple[str, str]:
    """What stands before the sums, and how they are grouped."""
    grouped = ", ".join([*(["p_code"] if by_period else []), *keys])
    return (f"{grouped}, ", f" GROUP BY {grouped} ORDER BY {grouped}") if grouped else ("", "")


def sums() -> str:
    """The sums of all tallies under their names (`n_…`).

    Counted, not added up: DuckDB adds into numbers of 16 bytes with a mark each, which needs twice the time and memory.
    """
    return ", ".join(f"COUNT(CASE WHEN {CONDITIONS[name]} THEN 1 END) AS n_{name}" for name in TALLIED)


def ratio_of(measure: str) -> tuple[str, str]:
    """Numerator and denominator of a measure over the sums, as SQL; of dossiers read off its own two functions."""
    if measure in OTHER_RATIOS:
        return OTHER_RATIOS[measure]
    found = OF_DOSSIERS[measure]
    return _expression(found.numerator), _expression(found.denominator)


def _judged(joined: str, keys: Sequence[str]) -> str:
    columns = (
        *dict.fromkeys(keys), "finished_on", "finished_minute", "waiting_on", "waiting_minute", "due_date",
        "due_minute", "limit_unit", *_FLAGS,
    )  # fmt: skip
    placed = (
        f"SELECT {_placed(columns)}, q.p_code, q.p_day, q.p_minute,"
        " CASE WHEN s.received_on >= q.p_first AND s.received_on <= q.p_last THEN 1 ELSE 0 END AS here,"
        f" CASE WHEN s.channel = '{Channel.ONLINE.value}' THEN 1 ELSE 0 END AS online, {_ENDED} FROM {joined}"
    )
    judged = (
        f"SELECT {', '.join([*dict.fromkeys(keys), *_FLAGS])}, p_code, here, online, ended,"
        " CASE WHEN supplements_asked > 1 THEN 1 WHEN due_date IS NULL THEN 0"
        f" WHEN {_BY_MINUTE} THEN CASE WHEN {_END_MINUTE} > due_minute THEN 1 ELSE 0 END"
        f" WHEN {_END_DAY} > due_date THEN 1 ELSE 0 END AS late,"
        " CASE WHEN supplements_asked > 1 OR due_date IS NULL THEN 0"
        f" WHEN {_BY_MINUTE} THEN CASE WHEN {_END_MINUTE} < due_minute THEN 1 ELSE 0 END"
        f" WHEN {_END_DAY} < due_date THEN 1 ELSE 0 END AS early FROM placed"
    )
    return f"placed AS ({placed}), judged AS ({judged})"


def _placed(names: Sequence[str]) -> str:
    return ", ".join(f"{AGENCY} AS agency_code" if name == "agency_code" else f"s.{name}" for name in names)


def _columns(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


class _Sum:
    """A sum known by name only; added to another it is written down."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __add__(self, other: "_Sum") -> "_Sum":
        return _Sum(f"{self.text} + {other.text}")


class _Sums:
    """Stands in for a `Tally` while a measure says what it adds."""

    def __getattr__(self, name: str) -> Any:
        if name in TALLIED:
            return _Sum(f"n_{name}")
        made: property = getattr(Tally, name)  # such as `punctual`: made of the sums
        assert made.fget is not None  # noqa: S101 - a property has one
        return made.fget(self)


def _expression(counted: Callable[[Tally], int]) -> str:
    stand_in: Any = _Sums()
    return str(getattr(counted(stand_in), "text"))  # noqa: B009 - typed as a number
