"""What the indicators ask for and somebody above answers; plugged in by the configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from motcua.indicators.scoring import Count
from motcua.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number in its measure's unit. `value` None: there is nothing to judge, and `remark` says why."""

    value: Fraction | None
    remark: str = ""


class Measure(Protocol):
    """Counts of criteria, measured from the dossiers, procedures and petitions themselves."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        """Count a criterion of an agency (its code) in a period, as it stood at an aware moment.

        None means «not measured»: no source for it here. It is neither 0 nor 0/0, which is `Count(0, 0)`.
        """
        ...

    def counts(self, agency: str, period: Period, at: datetime) -> Mapping[str, Count]:
        """All criteria that are measured, at once; the others are absent."""
        ...

    def numbers(
        self, code: str, agency: str, periods: Sequence[Period], at: datetime
    ) -> Sequence[Number | None]:
        """What is no ratio of an agency in some periods, in their order; None where the system has no source for it."""
        ...


class _Nothing:
    """Before anything is plugged in nothing is measured."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        return None

    def counts(self, agency: str, period: Period, at: datetime) -> Mapping[str, Count]:
        return {}

    def numbers(
        self, code: str, agency: str, periods: Sequence[Period], at: datetime
    ) -> Sequence[Number | None]:
        return [None] * len(periods)


_socket: dict[str, Measure] = {}


def plug(answering: Measure) -> None:
    """Say who measures; called by the plug board, once."""
    _socket["measure"] = answering


def measure() -> Measure:
    """Who measures here; without anybody, nothing is measured."""
    return _socket.get("measure") or _Nothing()
