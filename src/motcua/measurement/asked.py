"""What is asked of stored sums: whose, in which periods."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """Agencies (codes) in some periods; with `as_one` they are summed under that code."""

    codes: Sequence[str]
    periods: Sequence[Period]
    as_one: str = ""


def marks(values: Sequence[object]) -> str:
    """As many marks of a statement as there are values."""
    return ", ".join(["%s"] * len(values))
