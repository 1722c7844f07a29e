"""A reform-index set as it is typed: fields with their criteria, a row each, with empty ones to write more into."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import QueryDict

from motcua.indicators.assessed import AssessedCriterion, AssessedField, AssessedSet
from motcua.indicators.local import decimal_of
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze

# More than any province's set has; what lies beyond is not read.
_MOST_FIELDS, _MOST_ROWS = 40, 120
_COLUMNS = ("code", "name", "points", "how", "measure", "limit")


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as typed; `key` begins the names of its inputs."""

    key: str
    code: str = ""
    name: str = ""
    points: str = ""
    how: str = ""
    measure: str = ""
    limit: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not (self.code or self.name or self.points or self.how)


@dataclass(frozen=True, slots=True)
class Section:
    """A field (lĩnh vực) as typed."""

    key: str
    code: str = ""
    name: str = ""
    rows: tuple[Row, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not (self.code or self.name) and all(row.empty for row in self.rows)


def of_set(used: AssessedSet) -> list[Section]:
    """A set as it would be typed."""
    return _numbered(
        Section("", each.code, each.name, tuple(_row(one) for one in each.criteria)) for each in used.fields
    )


def of_post(given: QueryDict) -> list[Section]:
    """What was typed; rows somebody ticked to be left out are gone."""
    found = []
    for place in range(_MOST_FIELDS):
        key = f"l{place}"
        if f"{key}-code" not in given:
            break
        rows = tuple(
            Row(
                f"{key}t{number}",
                **{name: squeeze(given.get(f"{key}t{number}-{name}", "")) for name in _COLUMNS},
            )
            for number in range(_MOST_ROWS)
            if f"{key}t{number}-code" in given and not given.get(f"{key}t{number}-out")
        )
        found.append(
            Section(key, squeeze(given.get(f"{key}-code", "")), squeeze(given.get(f"{key}-name", "")), rows)
        )
    return _numbered(section for section in found if not section.empty)


def with_room(sections: Iterable[Section], rows: int = 1) -> list[Section]:
    """The same with empty rows behind each field and an empty field at the end."""
    more = [replace(each, rows=(*each.rows, *[Row("")] * rows)) for each in sections]
    return _numbered([*more, Section("", rows=(Row(""),) * 3)], keep_empty=True)


def fields_of(sections: Iterable[Section]) -> tuple[AssessedField, ...]:
    """What is to be stored; refuses points or a threshold that are no number, naming the criterion."""
    return tuple(
        AssessedField(each.code, each.name, tuple(_criterion(row) for row in each.rows)) for each in sections
    )


def _criterion(row: Row) -> AssessedCriterion:
    called = row.code or row.name
    points, limit = decimal_of(row.points), decimal_of(row.limit) if row.limit else Decimal(100)
    if points is None:
        raise Refused(f"Tiêu chí «{called}»: điểm tối đa phải là một số, ví dụ 2 hoặc 2,5.", field="fields")
    if limit is None:
        raise Refused(f"Tiêu chí «{called}»: ngưỡng phải là một số phần trăm, ví dụ 98.", field="fields")
    return AssessedCriterion(row.code, row.name, points, row.how, row.measure, limit / 100)


def _row(one: AssessedCriterion) -> Row:
    limit = one.threshold * 100
    return Row(
        "", one.code, one.name, plain(one.maximum), one.how, one.measure, "" if limit == 100 else plain(limit)
    )


def _numbered(sections: Iterable[Section], *, keep_empty: bool = False) -> list[Section]:
    """With the names of their inputs, counted anew."""
    return [
        replace(
            each,
            key=f"l{place}",
            rows=tuple(
                replace(row, key=f"l{place}t{number}")
                for number, row in enumerate(row for row in each.rows if keep_empty or not row.empty)
            ),
        )
        for place, each in enumerate(sections)
    ]


def plain(number: Decimal) -> str:
    """A number as people here type it."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
