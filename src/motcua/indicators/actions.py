"""Acts on indicator values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.indicators import sets
from motcua.indicators.enums import Provenance
from motcua.indicators.models import IndicatorValue
from motcua.indicators.scoring import Count
from motcua.indicators.sets import IndicatorSet
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
    _check(sets.load(set_code, on=rules_of), value, provenance, evidence)
    with act():
        row = IndicatorValue.objects.create(
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
        record(
            actor,
            action="indicators.record_value",
            kind="indicator_value",
            key=row.pk,
            agency=agency,
            detail={
                "set": set_code,
                "criterion": value.criterion,
                "period": period.code,
                "points": str(value.points),
                "provenance": provenance.value,
            },
        )
    return row


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
            f"Điểm của {value.criterion} phải từ 0 đến {maximum}, nhiều nhất hai chữ số thập phân, "
            f"đang là {value.points}.",
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
