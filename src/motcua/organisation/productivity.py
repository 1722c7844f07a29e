"""Dossiers received by each receptionist in a year against the minimum (REQ O7). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.organisation.enums import Level

RULE = "productivity.per_officer_year"
# Departments and branches stand beside the province's centre, whose minimum they share.
_AS_PROVINCE = {Level.DEPARTMENT.value, Level.VERTICAL.value}


class Verdict(StrEnum):
    """How a year's work stands to the minimum."""

    REACHED = "reached"
    BELOW = "below"
    EXEMPT = "exempt"
    RUNNING = "running"

    @property
    def label(self) -> str:
        """The verdict as people read it."""
        return {
            "reached": "Đạt",
            "below": "Chưa đạt",
            "exempt": "Được miễn",
            "running": "Năm chưa kết thúc",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Output:
    """One receptionist's year: dossiers received, the minimum for the part of the year worked."""

    staff: int
    received: int
    minimum: int
    verdict: Verdict

    @property
    def percent(self) -> int:
        """Received as a share of the minimum, whole percent, rounded down."""
        return 100 * self.received // self.minimum if self.minimum else 100


def minimum_for(table: Mapping[str, int], level: str) -> int | None:
    """The minimum a year of an agency's level; None where the rule has none for it."""
    wanted = Level.PROVINCE.value if level in _AS_PROVINCE else level
    wanted = Level.COMMUNE.value if wanted == Level.BRANCH.value and wanted not in table else wanted
    found = table.get(wanted)
    return None if found is None else int(found)


def share_of_year(year: int, first: date | None, last: date | None) -> tuple[int, int]:
    """Days of a year that lie within a term, and the days of the year. Open ends reach to the year's."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    from_day, to_day = max(first or begins, begins), min(last or ends, ends)
    return max((to_day - from_day).days + 1, 0), (ends - begins).days + 1


def judge(
    received: Mapping[int, int],
    shares: Mapping[int, tuple[int, int]],
    minimum: int,
    *,
    desk_total: int,
    year_ended: bool,
) -> list[Output]:
    """Everybody's year, the most received first.

    Somebody who was there for a part of the year is measured against that part of the minimum, rounded up.
    A desk whose whole year is below the minimum of one officer is exempt. A year still running is judged only
    where the minimum is reached already.
    """
    exempt = year_ended and desk_total < minimum
    rows = []
    for staff in {*received, *shares}:
        days, of = shares.get(staff, (1, 1))
        own = -(-minimum * days // of)
        many = received.get(staff, 0)
        if exempt:
            verdict = Verdict.EXEMPT
        elif many >= own:
            verdict = Verdict.REACHED
        else:
            verdict = Verdict.BELOW if year_ended else Verdict.RUNNING
        rows.append(Output(staff, many, own, verdict))
    return sorted(rows, key=lambda row: (-row.received, row.staff))
