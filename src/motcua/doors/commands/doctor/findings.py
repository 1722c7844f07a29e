"""What a check of the doctor answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be; `subject` names the row, `message` is Vietnamese, for the administrator."""

    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant. `look(deep)` answers what is wrong; `title` says in Vietnamese what is being looked at."""

    code: str
    title: str
    look: Callable[[bool], Iterator[Finding]]
    reads_only: bool = True
