"""Sets made by administrators: points must sum, the narrowest and newest holds, old periods keep theirs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.indicators import local, sets
from motcua.indicators.local import CriterionChange, NewSet
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.measurement.queries import figures
from motcua.measurement.rules.tallies import KINDS
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db


def new(criteria: dict[str, CriterionChange] | None = None, **more: Any) -> NewSet:
    given: dict[str, Any] = {
        "code": "766-H99", "title": "Bộ của tỉnh", "base": "766", "scope": "H99", "first": date(2026, 7, 1),
        "last": None, "basis": "QĐ 01/QĐ-UBND", "criteria": criteria or {},
    } | more  # fmt: skip
    return NewSet(**given)


@pytest.fixture(autouse=True)
def _before_it_holds() -> Iterator[None]:
    with frozen(moment("2026-06-15 08:00")):
        yield


@pytest.fixture
def commune() -> Agency:
    province = factories.agency("H99", level=factories.Level.PROVINCE)
    return factories.agency("H99.01", parent=province)


def test_points_that_do_not_sum_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="Tổng điểm các tiêu chí là 101, phải bằng 100: bớt 1 điểm"):
        local.make_set(new({"II.1": CriterionChange(Decimal(21), None)}), actor=CLERK)
    with pytest.raises(Refused, match="thêm 20 điểm"):
        local.make_set(new({"II.1": CriterionChange(Decimal(0), None)}), actor=CLERK)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "766"}, "code"),
        ({"basis": " "}, "basis"),
        ({"title": ""}, "title"),
        ({"last": date(2026, 6, 30)}, "last"),
        ({"base": "khong-co"}, "base"),
        ({"criteria": {"II.1": CriterionChange(Decimal(-1), None)}}, "II.1"),
        ({"criteria": {"II.1": CriterionChange(Decimal(20), Decimal(120))}}, "II.1"),
        ({"criteria": {"II.1": CriterionChange(Decimal("NaN"), None)}}, "II.1"),
    ],
)
def test_a_bad_draft_is_refused_at_its_field(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        local.make_set(new(**more), actor=CLERK)
    assert refused.value.field == field


def test_old_periods_keep_the_set_they_were_scored_with(commune: Agency) -> None:
    moved = {"II.1": CriterionChange(Decimal(18), Decimal(90)), "IV.1": CriterionChange(Decimal(8), None)}
    local.make_set(new(moved), actor=CLERK)
    with frozen(moment("2026-09-30 08:00")):
        before, after = figures(commune, parse("2026-06"), now()), figures(commune, parse("2026-08"), now())
    assert (before.set_code, after.set_code) == ("766", "766-H99")
    assert before.score.indicator_set.criterion("II.1").maximum == 20
    changed_rule = after.score.indicator_set.criterion("II.1")
    assert (changed_rule.maximum, changed_rule.threshold) == (18, Decimal("0.9"))
    assert {group.code: group.maximum for group in after.score.indicator_set.groups}["IV"] == 24
    assert sets.load("766", on=date(2026, 8, 1)).criterion("II.1").maximum == 20


def test_a_set_that_scores_ended_periods_anew_waits_for_exactly_their_confirmation() -> None:
    with frozen(moment("2026-09-10 08:00")):
        again = local.rescored_by(new())
        with pytest.raises(Refused, match="14 kỳ đã kết thúc") as refused:
            local.make_set(new(), actor=CLERK)
        assert (refused.value.field, refused.value.code) == ("rescored", "rescores")
        assert again.lines() == [
            "Tháng 7/2026; Tháng 8/2026",
            "Kỳ báo cáo tháng 7/2026 (15/06/2026–14/07/2026); Kỳ báo cáo tháng 8/2026 (15/07/2026–14/08/2026)",
            "10 tuần, từ tuần 27/2026 (29/06/2026–05/07/2026) đến tuần 36/2026 (31/08/2026–06/09/2026)",
        ]
    with (
        frozen(moment("2026-09-15 08:00")),
        pytest.raises(Refused),
    ):  # a week more has ended since it was asked
        local.make_set(new(), actor=CLERK, confirmed=again.code)
    with frozen(moment("2026-09-10 20:00")):
        local.make_set(new(), actor=CLERK, confirmed=again.code)
    entry = AuditRow.objects.get(action="indicators.make_set")
    assert "Tháng 7/2026" in entry.detail["rescored"]


@pytest.mark.parametrize(
    ("days", "ended"),
    [
        ((date(2026, 6, 15), None), 0),
        # Sunday: a week, and the reporting month, quarter and half year that close on the 14th
        ((date(2026, 6, 14), None), 4),
        ((date(2026, 6, 10), date(2026, 6, 13)), 0),
        ((date(2026, 5, 31), date(2026, 5, 31)), 2),  # a month, a week
        ((date(2025, 12, 31), date(2026, 1, 1)), 4),  # a year, half, quarter, month
        ((date(2019, 1, 1), date(2022, 6, 22)), 0),  # before the common set was in force nothing is scored
    ],
)
def test_periods_are_scored_anew_that_ended_on_a_day_of_the_set(
    days: tuple[date, date | None], ended: int
) -> None:
    assert len(local.rescored_by(new(first=days[0], last=days[1])).periods) == ended


def test_every_kind_of_period_that_figures_are_kept_for_is_scored_anew() -> None:
    with frozen(moment("2026-09-10 08:00")):
        again = local.rescored_by(new(first=date(2024, 12, 1)))
    assert {each.kind for each in again.periods} == set(KINDS)


def test_the_narrowest_scope_and_the_newest_row_hold(commune: Agency) -> None:
    local.make_set(new(), actor=CLERK)
    local.make_set(new(code="766-xa", scope="H99.01", last=date(2026, 12, 31)), actor=CLERK)
    local.make_set(new(code="766-xa2", scope="H99.01", last=date(2026, 8, 31)), actor=CLERK)
    found = local.local_sets()

    def code(day: date, chain: tuple[str, ...] = commune.chain) -> str:
        return local.set_for(chain, day, local=found).code

    assert code(date(2026, 8, 1)) == "766-xa2"
    assert code(date(2026, 9, 1)) == "766-xa"
    assert code(date(2027, 1, 1)) == "766-H99"
    assert code(date(2026, 8, 1), ("H98",)) == "766"
    assert code(date(2026, 6, 30)) == "766"


def test_a_copy_of_a_copy_scores_like_its_base() -> None:
    local.make_set(new(), actor=CLERK)
    copy = local.make_set(new(code="766-H98", base="766-H99", scope="H98"), actor=CLERK)
    assert local.problems(local.content_of(copy.code, on=date(2026, 8, 1)), date(2026, 8, 1)) == []
    one, other = (
        sets.build(local.content_of("766-H98", on=date(2026, 8, 1)), on=date(2026, 8, 1)),
        sets.load("766", on=date(2026, 8, 1)),
    )
    rule = [(each.code, each.maximum, each.threshold, each.zero, each.constant) for each in one.scored]
    assert rule == [
        (each.code, each.maximum, each.threshold, each.zero, each.constant) for each in other.scored
    ]
