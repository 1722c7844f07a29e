"""The nine indices as a table: points, averages of one decimal, classes at their limits."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest

from motcua.indicators import nine
from motcua.indicators.nine import IndexScore, Rules, Services, Traits
from motcua.regimes import law


def rules(day: date = date(2026, 6, 1)) -> Rules:
    return Rules(partial(law.rule, on=day))


@pytest.mark.parametrize(
    ("traits", "points"),
    [
        (Traits("early", "early", 0, 0, complained=False), (2, 2, 2, 2, 2)),
        (Traits("on_time", "on_time", 1, 1, complained=False), (1, 1, 1, 1, 1)),
        (Traits("late", "late", 2, 2, complained=False), (0, 0, 0, 0, 0)),
        (Traits("early", "late", 9, 9, complained=True), (2, 0, 0, 0, 0)),
        (Traits("early", "", None, None, complained=False), (2, None, None, None, 2)),
        (Traits("", "", None, None, complained=True), (None, None, None, None, 0)),
    ],
)
def test_points_of_a_dossier(traits: Traits, points: tuple[int | None, ...]) -> None:
    assert tuple(nine.points_of(traits, rules()).values()) == points


@pytest.mark.parametrize(
    ("total", "dossiers", "rounded"),
    [(33, 20, "1.7"), (165, 100, "1.7"), (164, 100, "1.6"), (5, 3, "1.7"), (1, 3, "0.3"), (0, 7, "0.0")],
)
def test_an_index_is_rounded_half_up_to_one_decimal(total: int, dossiers: int, rounded: str) -> None:
    assert nine.average("1", total, dossiers, 1).points == Decimal(rounded)


def test_no_dossier_or_a_negative_number_of_them_is_no_index() -> None:
    assert nine.average("1", 0, 0, 1).points is None
    assert nine.average("1", 4, -2, 1).points is None


def test_halves_go_up_exactly() -> None:
    assert nine.half_up(Fraction(145, 100), 1) == Decimal("1.5")
    assert nine.half_up(Fraction(144999, 100000), 1) == Decimal("1.4")


@pytest.mark.parametrize(
    ("whose", "total", "label"),
    [
        ("officer", "5.0", "hoàn thành 100% nhiệm vụ"),
        ("officer", "4.9", "hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
        ("officer", "3.5", "hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
        ("officer", "3.4", "hoàn thành dưới 70% nhiệm vụ"),
        ("agency", "15", "xuất sắc"),
        ("agency", "14.9", "tốt"),
        ("agency", "12", "tốt"),
        ("agency", "9", "khá"),
        ("agency", "6", "trung bình"),
        ("agency", "5.9", "yếu"),
    ],
)
def test_classes_begin_at_their_limit(whose: str, total: str, label: str) -> None:
    assert nine.class_of(Decimal(total), whose, rules()) == label


def test_the_sum_is_of_rounded_indices_and_leaves_out_what_has_no_data() -> None:
    found = nine.summed(
        [nine.average("1", 33, 20, 1), nine.average("2", 5, 3, 1), IndexScore("3", None)], "officer", rules()
    )
    assert (found.total, found.most, found.complete) == (Decimal("3.4"), 4, False)
    nothing = nine.summed([IndexScore("1", None)], "officer", rules())
    assert (nothing.total, nothing.most, nothing.label) == (Decimal(0), 0, "")


@pytest.mark.parametrize(
    ("level", "day", "whole", "desk", "points"),
    [
        ("commune", date(2024, 6, 1), 10, 10, "2"),
        ("commune", date(2024, 6, 1), 9, 10, "1"),
        ("commune", date(2024, 6, 1), 9, 9, "0"),
        ("district", date(2024, 6, 1), 5, 10, "2"),
        ("district", date(2025, 7, 1), 5, 10, None),  # no such level any more
        ("province", date(2026, 6, 1), 2, 0, "2"),
    ],
)
def test_work_on_site_by_level_and_day(
    level: str, day: date, whole: int, desk: int, points: str | None
) -> None:
    found = nine.on_site(level, 10, whole, desk, rules(day)).points
    assert found == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("on_time", "petitions", "points"), [(0, 0, 2), (10, 10, 2), (9, 10, 1), (89, 100, 0), (0, 1, 0)]
)
def test_petitions(on_time: int, petitions: int, points: int) -> None:
    assert nine.answered(on_time, petitions, rules()).points == points


@pytest.mark.parametrize(
    ("found", "points"),
    [
        (Services(10, 2, 100, 30, 0), 2),
        (Services(10, 1, 100, 30, 0), 1),
        (Services(10, 2, 100, 15, 0), 1),
        (Services(10, 2, 100, 14, 0), 0),
        (Services(10, 2, 100, 90, 1), 0),
        (Services(10, 0, 100, 0, 0), 0),
        (Services(0, 0, 0, 0, 0), None),
    ],
)
def test_online_services(found: Services, points: int | None) -> None:
    assert nine.services(found, rules()).points == points


@pytest.mark.parametrize(
    ("complete", "posted", "points"),
    [(5, True, 2), (5, False, 1), (4, True, 1), (4, False, 0), (5, None, None)],
)
def test_publication(complete: int, posted: bool | None, points: int | None) -> None:
    assert nine.published(complete, 5, posted=posted, rules=rules()).points == points
