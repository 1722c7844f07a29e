"""Resolution of rules: which row holds on a day for an agency. Pure.

Narrow scopes win over wide ones, any scope over the law's own row (scope `""`), and among rows of one scope
the one recorded last. A row holds from its first day to its last, both included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.kernel.refusals import Refused
from motcua.regimes.enums import Grade


@dataclass(frozen=True, slots=True)
class Row:
    """One rule, clock, threshold or setting with its days, source and grade.

    `family` is "2018" or "2025" for rules of a regime, empty for what holds beside them.
    `scope` is an agency code; empty means everybody. `order` breaks ties: later wins.
    `withdrawn` ends a scope's own value: the wider scope decides again.
    """

    key: str
    value: Any
    first_day: date
    last_day: date | None
    source: str
    grade: Grade
    family: str = ""
    scope: str = ""
    note: str = ""
    author: str = ""
    reason: str = ""
    order: int = 0
    withdrawn: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def row_in_force(rows: Sequence[Row], day: date, scopes: Sequence[str] = ()) -> Row | None:
    """The row that wins on a day; `scopes` from the narrowest agency to the widest."""
    for scope in [*scopes, ""]:
        valid = [row for row in rows if row.scope == scope and row.holds_on(day)]
        if valid:
            newest = max(valid, key=lambda row: (row.order, row.first_day))
            if not newest.withdrawn:
                return newest
    return None


def none_in_force(key: str, day: date, known: Sequence[Row]) -> Refused:
    """What to answer when no row holds: an unknown key is our fault, a missing day is told to the person."""
    if not known:
        return Refused(f"Không có quy định nào mang khóa «{key}».", field=key, code="unknown_rule")
    first = min(row.first_day for row in known)
    return Refused(
        f"Không có quy định «{key}» cho ngày {day:%d/%m/%Y}; dữ liệu bắt đầu từ {first:%d/%m/%Y}. "
        "Hãy bổ sung một dòng thiết lập có ngày hiệu lực bao gồm ngày đó.",
        field=key,
        code="no_rule",
    )
