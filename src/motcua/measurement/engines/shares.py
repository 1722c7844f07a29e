# ruff: noqa: S608 - statements are made of our own names, and of codes with their quotes doubled
"""Facts counted a share at a time, so that memory does not grow with them: the cut, as SQL over `facts`. Pure.

A roll-up belongs to one agency. Agencies in the order of their codes are cut into shares of about so many facts; the
statement runs over each, and nothing has to be put together afterwards. What a share needs at once (a row for each of
its roll-ups) is bounded, and each fact is read for its share only: files hold facts in the order of agencies. One agency
with more facts than a share is a share alone, and may spill.

A dossier that passed on in a merger adds to the agencies that had it before, too: a share also reads those that came
from its agencies, and keeps of what it counted what is its own (`AGENCY` in `statement` says whose a period is).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motcua.measurement.engines.statement import open_statement, roll_up_statement

FACTS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Held:
    """Facts of an agency in a file, and how many of them passed on in a merger."""

    file: str
    agency_code: str
    facts: int
    moved: int


@dataclass(frozen=True, slots=True)
class Share:
    """Agencies from one code to before another (None: no bound), and the files in which a fact may add to theirs."""

    first: str | None
    before: str | None
    files: tuple[str, ...]
    moved: bool

    def roll_ups(self) -> str:
        """The statement of the roll-ups of these agencies."""
        own, source = self._within("agency_code"), f"SELECT * FROM facts WHERE {self._within('agency_code')}"
        if not self.moved:
            return roll_up_statement(source)
        came = (
            f"SELECT * FROM facts WHERE moved_on IS NOT NULL AND NOT ({own})"
            f" AND ({self._within('came_from')} OR earlier IS NOT NULL)"
        )
        return f"SELECT * FROM ({roll_up_statement(f'{source} UNION ALL {came}')}) WHERE {own}"

    def open_sums(self) -> str:
        """The statement of what is open, which is with the agency that has it now."""
        return open_statement(f"SELECT * FROM facts WHERE {self._within('agency_code')}")

    def _within(self, column: str) -> str:
        bounds = [
            f"{column} {sign} '{_doubled(code)}'"
            for sign, code in ((">=", self.first), ("<", self.before))
            if code is not None
        ]
        return " AND ".join(bounds) or "1 = 1"


def shares(held: Sequence[Held], at_once: int = FACTS_AT_ONCE) -> Iterator[Share]:
    """All agencies that there are or may be, in shares of at most so many facts or of one agency."""
    moved = any(one.moved for one in held)
    starts = [None, *_starts(held, at_once)]
    for first, before in zip(starts, [*starts[1:], None], strict=True):
        files = {
            one.file
            for one in held
            if one.moved
            or ((first is None or first <= one.agency_code) and (before is None or one.agency_code < before))
        }
        yield Share(first, before, tuple(sorted(files)), moved)


def _starts(held: Sequence[Held], at_once: int) -> Iterator[str]:
    """The codes from which a new share begins."""
    facts: dict[str, int] = {}
    for one in held:
        facts[one.agency_code] = facts.get(one.agency_code, 0) + one.facts
    many = 0
    for code in sorted(facts):
        if many and many + facts[code] > at_once:
            yield code
            many = 0
        many += facts[code]


def _doubled(code: str) -> str:
    return code.replace("'", "''")
