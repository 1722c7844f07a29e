"""Indices that an agency scores for itself and the level above appraises (chỉ số CCHC). Sets are dated data. Pure.

Score: the appraised points where there are any, else the agency's own; converted to 100 (Hà Nội's frame: without a
survey the appraised self-score is the index). Each province writes its own set; the packaged one is for trying out.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.indicators.scoring import Count, rounded
from motcua.kernel.refusals import Refused

_DATA = files("motcua.indicators") / "data" / "assessed"


@dataclass(frozen=True, slots=True)
class AssessedCriterion:
    """One criterion: `how` says how it is scored; `measure` suggests points where the system counts it."""

    code: str
    name: str
    maximum: Decimal
    how: str
    measure: str
    threshold: Decimal

    def suggested(self, count: Count | None) -> Decimal | None:
        """Full points from the threshold on, below it value × maximum ÷ threshold; None when nothing was counted."""
        if count is None or not count.denominator:
            return None
        share = Fraction(count.numerator, count.denominator) / Fraction(self.threshold)
        return rounded(Fraction(self.maximum) * min(Fraction(1), share))


@dataclass(frozen=True, slots=True)
class AssessedField:
    """A field (lĩnh vực) with its criteria."""

    code: str
    name: str
    criteria: tuple[AssessedCriterion, ...]

    @property
    def maximum(self) -> Decimal:
        """The sum of its criteria."""
        return sum((one.maximum for one in self.criteria), Decimal(0))


@dataclass(frozen=True, slots=True)
class AssessedSet:
    """A set of fields with its source and first day."""

    code: str
    title: str
    basis: str
    grade: str
    first: date
    maximum: Decimal
    fields: tuple[AssessedField, ...]

    def criterion(self, code: str) -> AssessedCriterion:
        """A criterion by its code; refuses one there is not."""
        for field in self.fields:
            for one in field.criteria:
                if one.code == code:
                    return one
        raise Refused(
            f"Bộ {self.code} không có tiêu chí «{code}».", field="criterion", code="unknown_criterion"
        )


@cache
def assessed_set() -> AssessedSet:
    """The packaged set for communes, where nobody made one (`local_assessed`); refuses data whose points do not sum."""
    return build(tomllib.loads((_DATA / "cchc-xa.toml").read_text("utf-8")))


def build(data: Mapping[str, Any]) -> AssessedSet:
    """A set of plain data; refuses one whose criteria do not sum to its maximum, in words."""
    made = AssessedSet(
        data["code"],
        data["title"],
        data["basis"],
        data["grade"],
        data["first"] if isinstance(data["first"], date) else date.fromisoformat(data["first"]),
        Decimal(data["maximum"]),
        tuple(_field(row) for row in data["fields"]),
    )
    total = sum((field.maximum for field in made.fields), Decimal(0))
    if total != made.maximum:
        raise Refused(
            f"Bộ {made.code}: các tiêu chí cộng lại {total} điểm, phải bằng {made.maximum}.",
            code="points_do_not_sum",
        )
    return made


def index_of(
    used: AssessedSet, own: Mapping[str, Decimal], appraised: Mapping[str, Decimal]
) -> Decimal | None:
    """The index on a scale of 100; None while a criterion has neither points of its own nor appraised ones."""
    total = Fraction(0)
    for field in used.fields:
        for one in field.criteria:
            points = appraised.get(one.code, own.get(one.code))
            if points is None:
                return None
            total += Fraction(points)
    return rounded(100 * total / Fraction(used.maximum))


def _field(row: Mapping[str, Any]) -> AssessedField:
    criteria = tuple(
        AssessedCriterion(
            each["code"], each["name"], Decimal(each["maximum"]), each["how"], each.get("measure", ""),
            Decimal(each.get("threshold", "1")),
        )
        for each in row["criteria"]
    )  # fmt: skip
    return AssessedField(row["code"], row["name"], criteria)
