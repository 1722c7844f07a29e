"""Acts on indicator values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.audit.record import Entry, record, record_many
from motcua.datastore.writing import act
from motcua.indicators import sets
from motcua.indicators.assessed import AssessedSet
from motcua.indicators.enums import Provenance
from motcua.indicators.local import content_of
from motcua.indicators.models import IndicatorValue
from motcua.indicators.scoring import Count
from motcua.indicators.sets import IndicatorSet
from motcua.indicators.targets import Family
from motcua.kernel.people import Actor
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Refused

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value somebody vouches for. `criterion`: a criterion, a group or `total`; points of two decimals."""

    criterion: str
    points: Decimal | None
    count: Count | None = None


def record_value(
    actor: Actor,
    *,
    set_code: str,
    rules_of: date,
    agency: str,
    period: Period,
    value: GivenValue,
    provenance: Provenance,
    evidence: str = "",
) -> IndicatorValue:
    """Add a value to what is known of an agency's period; nothing recorded before is touched.

    Refuses a code the set does not have, points above its maximum, and an entered or published value
    without evidence (the document or address where it can be seen).
    """
    [row] = record_values(
        actor,
        set_code=set_code,
        rules_of=rules_of,
        agency=agency,
        period=period,
        values=[value],
        provenance=provenance,
        evidence=evidence,
    )
    return row


def record_values(
    actor: Actor,
    *,
    set_code: str,
    rules_of: date,
    agency: str,
    period: Period,
    values: Sequence[GivenValue],
    provenance: Provenance,
    evidence: str = "",
) -> list[IndicatorValue]:
    """Several values of one period in one act; refuses as `record_value` does, and then keeps none of them."""
    used = sets.build(content_of(set_code, on=rules_of), on=rules_of)
    for value in values:
        _check(used, value, provenance, evidence)
    with act():
        rows = [
            IndicatorValue.objects.create(
                set_code=set_code,
                rules_of=rules_of,
                criterion=value.criterion,
                agency_code=agency,
                period_code=period.code,
                numerator=value.count.numerator if value.count else None,
                denominator=value.count.denominator if value.count else None,
                points=value.points,
                provenance=provenance.value,
                evidence=evidence.strip(),
                author_kind=actor.kind,
                author_id=actor.id,
                author_label=actor.label,
            )
            for value in values
        ]
        record_many(
            Entry(actor, "indicators.record_value", "indicator_value", str(row.pk), agency, _detail(row))
            for row in rows
        )
    return rows


def _detail(row: IndicatorValue) -> dict[str, Any]:
    return {
        "set": row.set_code,
        "criterion": row.criterion,
        "period": row.period_code,
        "points": str(row.points),
        "provenance": row.provenance,
    }


def _check(indicator_set: IndicatorSet, value: GivenValue, provenance: Provenance, evidence: str) -> None:
    maximum = _maxima(indicator_set).get(value.criterion)
    if maximum is None:
        raise Refused(
            f"Bộ chỉ số {indicator_set.code} không có tiêu chí hay nhóm «{value.criterion}».",
            field="criterion",
            code="unknown_criterion",
        )
    if value.points is not None and not _fits(value.points, maximum):
        raise Refused(
            f"{'Tổng điểm' if value.criterion == TOTAL else f'Điểm của {value.criterion}'} phải từ 0 đến "
            f"{maximum:f}, nhiều nhất hai chữ số thập phân, đang là {value.points:f}.",
            field="points",
            code="points_out_of_range",
        )
    if provenance is not Provenance.MEASURED and not evidence.strip():
        raise Refused(
            "Giá trị nhập tay hoặc do nơi khác công bố phải có minh chứng: "
            "số văn bản hoặc địa chỉ trang đã xem.",
            field="evidence",
            code="evidence_missing",
        )


def _fits(points: Decimal, maximum: Decimal) -> bool:
    return points.is_finite() and 0 <= points <= maximum and points == round(points, 2)


def _maxima(indicator_set: IndicatorSet) -> Mapping[str, Decimal]:
    return {
        **{criterion.code: criterion.maximum for criterion in indicator_set.criteria},
        **{group.code: group.maximum for group in indicator_set.groups},
        TOTAL: indicator_set.maximum,
    }


def record_followed(
    actor: Actor,
    *,
    family: Family,
    row: str,
    agency: str,
    period: Period,
    value: Decimal,
    evidence: str,
) -> IndicatorValue:
    """Add the value of a target that the system cannot know; `value` in the row's unit, two decimals at most.

    Refuses a value without evidence, a share above 100 % and what is below zero.
    """
    target = family.row(row)
    highest = Decimal(100) if target.unit == "%" else Decimal("9999.99")
    if not _fits(value, highest):
        raise Refused(
            f"Giá trị phải từ 0 đến {highest} {target.unit}, nhiều nhất hai chữ số thập phân.", field="value"
        )
    if not evidence.strip():
        raise Refused(
            "Ghi minh chứng: số văn bản, địa chỉ trang đã xem.", field="evidence", code="evidence_missing"
        )
    with act():
        kept = IndicatorValue.objects.create(
            set_code=family.code,
            rules_of=period.last,
            criterion=row,
            agency_code=agency,
            period_code=period.code,
            points=value,
            provenance=Provenance.ENTERED.value,
            evidence=evidence.strip(),
            author_kind=actor.kind,
            author_id=actor.id,
            author_label=actor.label,
        )
        detail = {"family": family.code, "row": row, "period": period.code, "value": str(value)}
        record(
            actor,
            action="indicators.follow",
            kind="indicator_value",
            key=kept.pk,
            agency=agency,
            detail=detail,
        )
    return kept


def assess(
    actor: Actor,
    *,
    used: AssessedSet,
    criterion: str,
    agency: str,
    period: Period,
    points: Decimal,
    evidence: str,
    appraised: bool,
) -> IndicatorValue:
    """Score a criterion of a self-assessed index, by the agency itself or (`appraised`) by the level above.

    Refuses points outside the criterion's range, and a score without evidence or an explanation. The two are kept
    apart; of several by one side the last holds.
    """
    one = used.criterion(criterion)
    if not _fits(points, one.maximum):
        raise Refused(
            f"Điểm của {one.code} phải từ 0 đến {one.maximum}, nhiều nhất hai chữ số thập phân.",
            field="points",
        )
    if not evidence.strip():
        words = "Ghi tài liệu kiểm chứng; không có thì giải trình vì sao được số điểm này."
        raise Refused(words, field="evidence", code="evidence_missing")
    provenance = Provenance.APPRAISED if appraised else Provenance.SELF
    with act():
        row = IndicatorValue.objects.create(
            set_code=used.code,
            rules_of=period.last,
            criterion=criterion,
            agency_code=agency,
            period_code=period.code,
            points=points,
            provenance=provenance.value,
            evidence=evidence.strip(),
            author_kind=actor.kind,
            author_id=actor.id,
            author_label=actor.label,
        )
        record(
            actor,
            action="indicators.assess",
            kind="indicator_value",
            key=row.pk,
            agency=agency,
            detail=_detail(row),
        )
    return row
