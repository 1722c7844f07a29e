"""Recorded values: an estimate and a published score stand side by side, and rows are only added."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.indicators.actions import GivenValue, record_value
from motcua.indicators.enums import Provenance
from motcua.indicators.models import IndicatorValue
from motcua.indicators.scoring import Count
from motcua.kernel.people import Actor
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db

OFFICER = Actor(kind="staff", id="7", label="Cán bộ đầu mối", agency="H00.1")
PAGE = "Trang đánh giá chất lượng phục vụ, xem ngày 10/9/2026"


def given(criterion: str, points: str | None, provenance: Provenance, **more: Any) -> IndicatorValue:
    arguments: dict[str, Any] = {
        "set_code": "766",
        "rules_of": date(2026, 8, 31),
        "agency": "H00.1",
        "period": parse("2026-08"),
        "evidence": PAGE,
    } | more
    count = arguments.pop("count", None)
    value = GivenValue(criterion, None if points is None else Decimal(points), count)
    return record_value(OFFICER, value=value, provenance=provenance, **arguments)


def test_a_published_score_leaves_the_estimate_alone_and_the_last_of_each_stands() -> None:
    given("II.1", "15.60", Provenance.PUBLISHED)
    estimate = given("II.1", "15.70", Provenance.MEASURED, count=Count(157, 200), evidence="")
    published = given("II.1", "15.68", Provenance.PUBLISHED)
    values = IndicatorValue.objects.of(agency="H00.1", period="2026-08", set_code="766")
    assert values.count() == 3
    assert list(values.standing().from_origin(Provenance.PUBLISHED)) == [published]
    assert list(values.standing().from_origin(Provenance.MEASURED)) == [estimate]


def test_groups_and_the_total_are_published_without_counts() -> None:
    assert given("III-a", "8.97", Provenance.PUBLISHED).numerator is None
    assert given("total", "65.49", Provenance.PUBLISHED).points == Decimal("65.49")


@pytest.mark.parametrize(
    ("criterion", "points", "more", "words"),
    [
        ("VI.1", "1", {}, "không có tiêu chí hay nhóm «VI.1»"),
        ("II.1", "20.01", {}, "từ 0 đến 20"),
        ("II.1", "-1", {}, "từ 0 đến 20"),
        ("II.1", "1.005", {}, "hai chữ số thập phân"),
        ("II.1", "NaN", {}, "từ 0 đến 20"),
        ("II.1", "15", {"evidence": "  "}, "phải có minh chứng"),
        ("II.1", "15", {"rules_of": date(2020, 1, 1)}, "có hiệu lực từ"),
    ],
)
def test_what_cannot_be_is_refused(criterion: str, points: str, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        given(criterion, points, Provenance.ENTERED, **more)
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"numerator": 3, "denominator": 2},
        {"numerator": 3, "denominator": None},
        {"numerator": None, "denominator": 2},
        {"points": Decimal(-1)},
        {"provenance": "guessed"},
        {"evidence": ""},
    ],
)
def test_the_database_holds_the_same_limits(wrong: dict[str, Any]) -> None:
    row = given("II.1", "15", Provenance.ENTERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.filter(pk=row.pk).update(**wrong)
