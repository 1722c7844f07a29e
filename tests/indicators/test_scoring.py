"""Set 766 against official scores: TV1, TV2, TV3, TV6 are published by the national portal."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators import sets
from motcua.indicators.enums import CriterionState
from motcua.indicators.scoring import Count, Score, rounded, score, what_would_raise
from motcua.kernel.refusals import Refused

SET = sets.load("766", on=date(2026, 8, 31))
CODES = [criterion.code for criterion in SET.scored]

# UBND tỉnh Phú Thọ, tháng 8/2026: code -> (numerator, denominator, official points)
TV1 = {
    "I.1": (0, 0, None),
    "I.2": (0, 0, None),
    "I.3": (87, 89, "1.96"),
    "I.4": (138744, 138744, "6"),
    "II.1": (144625, 184513, "15.68"),
    "III.1": (31 + 21, 56, "2.00"),
    "III.2": (406, 1968, "0.83"),
    "III.3": (150956, 152595, "6.00"),
    "III.4": (56, 310, "0.45"),
    "III.5": (93, 310, "0.75"),
    "III.6": (82913, 98459, "5.05"),
    "IV.1": (133274, 184513, "4.33"),
    "IV.2": (21233, 184513, "0.46"),
    "IV.3": (3160, 184513, "0.04"),
    "IV.4": (0, 184513, "0"),
    "IV.5a": (297, 1301, "0.46"),
    "IV.5b": (85644, 184513, "0.93"),
    "V.1": (182, 247, "4.42"),
    "V.2": (137, 247, "3.33"),
    "V.3": (144574, 184513, "5.22"),
}
# Phú Thọ, năm 2026 (26/9/2026), group III-a
TV2 = {"III.1": (31 + 21, 89, "1.46"), "III.2": (516, 1884, "1.10"), "III.3": (589496, 597894, "6.00")}
# UBND tỉnh Đắk Lắk, năm 2026 to 10/10; counts of III-a are not published
TV3 = {
    "I.1": (0, 82, "0"),
    "I.2": (79, 82, "3.85"),
    "I.3": (79, 79, "2"),
    "I.4": (370610, 370610, "6"),
    "II.1": (393087, 443565, "17.72"),
    "III.4": (56, 376, "0.37"),  # not "0.30": the threshold of 80 % counts
    "III.5": (160, 376, "1.06"),
    "III.6": (179460, 204757, "5.26"),
    "IV.1": (284995, 443565, "3.86"),
    "IV.2": (93664, 443565, "0.84"),
    "IV.3": (82645, 443565, "0.47"),
    "IV.4": (9499, 443565, "0.09"),
    "IV.5a": (380, 1346, "0.56"),
    "IV.5b": (279339, 443565, "1.26"),
    "V.1": (241, 485, "2.98"),
    "V.2": (186, 485, "2.30"),
    "V.3": (392869, 443565, "5.90"),
}
# Units of Phú Thọ, tháng 8/2026
TV6_OFFICE = {code: (0, 0, "0") for code in CODES if code.startswith(("II.", "III."))} | {
    **dict.fromkeys(("I.1", "I.2", "I.4", "IV.1", "IV.2", "IV.3", "IV.4", "IV.5a", "IV.5b"), (0, 0, None)),
    "I.3": (87, 89, "1.96"),
    "V.1": (0, 0, "6"),
    "V.2": (0, 0, "6"),
    "V.3": (0, 0, "0"),
}
TV6_TRADE = {"II.1": (332, 482, "13.78"), "III.4": (0, 8, "0"), "III.5": (7, 8, "2"), "III.6": (44, 44, "6")}
TV6_XUAN_LUNG = {"V.1": (0, 0, "6"), "V.2": (0, 0, "6"), "V.3": (939, 1038, "6")}
TV6_LAM_THAO = {"V.1": (2, 2, "6"), "V.2": (0, 2, "0"), "V.3": (1660, 2079, "5.32")}
# UBND phường Việt Trì, tháng 8/2026: a commune is scored on both criteria of population data
VIET_TRI = {"IV.5a": (46, 385, "0.24"), "IV.5b": (1137, 2971, "0.77")}
# No published data: below 50 % of III.3, above 80 % of III.4.
CONSTRUCTED = {"III.3": (120, 400, "3.60"), "III.4": (9, 10, "2.00")}

VECTORS = {
    "TV1": TV1,
    "TV2": TV2,
    "TV3": TV3,
    "TV6 Văn phòng UBND tỉnh": TV6_OFFICE,
    "TV6 Sở Công Thương": TV6_TRADE,
    "TV6 xã Xuân Lũng": TV6_XUAN_LUNG,
    "TV6 xã Lâm Thao": TV6_LAM_THAO,
    "Việt Trì": VIET_TRI,
    "constructed": CONSTRUCTED,
}
GROUPS = {
    "TV1": {
        "I": "7.96",
        "II": "15.68",
        "III-a": "8.83",
        "III-b": "6.25",
        "III": "15.08",
        "IV": "8.22",
        "V": "12.97",
    },
    "TV2": {"III-a": "8.56"},
    "TV3": {"I": "11.85", "II": "17.72", "III-b": "6.69", "IV": "9.08", "V": "11.18"},
    "TV6 Văn phòng UBND tỉnh": {
        "I": "1.96",
        "II": "0",
        "III-a": "0",
        "III-b": "0",
        "III": "0",
        "IV": "2",
        "V": "12",
    },
    "TV6 Sở Công Thương": {"III-b": "8.00"},
    "TV6 xã Xuân Lũng": {"V": "18"},
    "TV6 xã Lâm Thao": {"V": "11.32"},
}


def scored(vector: dict[str, tuple[int, int, str | None]]) -> Score:
    return score(
        SET, {code: Count(numerator, denominator) for code, (numerator, denominator, _) in vector.items()}
    )


@pytest.mark.parametrize(
    ("name", "code", "points"),
    [(name, code, points) for name, vector in VECTORS.items() for code, (_, _, points) in vector.items()],
)
def test_official_points(name: str, code: str, points: str | None) -> None:
    assert scored(VECTORS[name]).criteria[code].points == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("name", "code", "points"),
    [(name, code, points) for name, groups in GROUPS.items() for code, points in groups.items()],
)
def test_official_groups(name: str, code: str, points: str) -> None:
    assert scored(VECTORS[name]).groups[code].points == Decimal(points)


def test_tv1_is_complete_and_classed() -> None:
    result = scored(TV1)
    assert (result.total, result.measured_max) == (Decimal("59.91"), 100)
    assert (result.complete, result.band) == (True, "Trung bình")
    assert result.lost["I.1"] == 6
    assert result.lost["IV.6"] == 0
    assert sum(lost for lost in result.lost.values() if lost is not None) == 100 - result.total


def test_tv3_with_the_published_group_is_the_published_total() -> None:
    assert scored(TV3).total + Decimal("8.97") == Decimal("65.49")


def test_a_total_with_something_not_counted_is_open() -> None:
    result = scored(TV3)
    assert (result.complete, result.band, result.measured_max) == (False, None, 88)
    assert result.criteria["III.1"].state is CriterionState.NOT_COUNTED
    assert (result.criteria["III.1"].points, result.lost["III.1"]) == (None, None)
    assert (result.groups["III-a"].measured_max, result.groups["III-a"].complete) == (0, False)
    assert (result.groups["III"].measured_max, result.groups["III-b"].complete) == (10, True)


def test_nothing_counted_leaves_only_the_constant() -> None:
    result = score(SET, {})
    assert (result.total, result.measured_max, result.complete) == (2, 2, False)
    assert result.criteria["IV.6"].state is CriterionState.CONSTANT


def test_an_empty_0_over_0_is_counted_and_a_zero_is_not_empty() -> None:
    empty, zero = (score(SET, {"I.1": Count(0, d)}).criteria["I.1"] for d in (0, 82))
    assert (empty.points, empty.counted, empty.state) == (None, True, CriterionState.ZERO_DENOMINATOR)
    assert (zero.points, zero.state) == (Decimal(0), CriterionState.SCORED)


@pytest.mark.parametrize(
    ("code", "count", "points"),
    [
        ("III.2", Count(1, 800), "0.01"),  # 0.005 exactly: half up
        ("III.2", Count(3, 800), "0.02"),  # 0.015: half even would also give 0.02
        ("III.2", Count(5, 800), "0.03"),  # 0.025: half even would give 0.02
        ("II.1", Count(201, 4000), "1.01"),  # 1.005: the binary float lies below
        ("III.2", Count(1, 801), "0.00"),
        ("III.1", Count(8, 10), "2.00"),
        ("III.1", Count(79999, 100000), "2.00"),
        ("III.1", Count(79, 100), "1.98"),
        ("III.3", Count(1, 2), "6.00"),
        ("III.3", Count(1, 3), "4.00"),
        ("V.3", Count(9, 10), "6.00"),
        ("IV.3", Count(81, 100), "2.00"),
        ("IV.2", Count(81, 100), "3.24"),  # no threshold, whatever the working paper says
        ("IV.6", Count(1, 100), "2.00"),
    ],
)
def test_rounding_thresholds_and_caps(code: str, count: Count, points: str) -> None:
    assert score(SET, {code: count}).criteria[code].points == Decimal(points)


@given(
    code=st.sampled_from([c.code for c in SET.scored if c.constant is None]),
    denominator=st.integers(1, 10**7),
    share=st.integers(0, 10**7),
)
def test_whole_numbers_round_as_the_exact_fraction_does(code: str, denominator: int, share: int) -> None:
    count = Count(denominator * share // 10**7, denominator)
    criterion = SET.criterion(code)
    points = Fraction(criterion.maximum) * Fraction(count.numerator, count.denominator)
    if criterion.threshold is not None:
        points = min(Fraction(criterion.maximum), points / Fraction(criterion.threshold))
    assert score(SET, {code: count}).criteria[code].points == rounded(points)


def test_criteria_are_rounded_before_they_are_summed() -> None:
    # Đắk Lắk V: unrounded the sum would be 11.19.
    exact = Fraction(6 * 241, 485) + Fraction(6 * 186, 485) + Fraction(6 * 392869, 443565) / Fraction(9, 10)
    assert rounded(exact) == Decimal("11.19")
    assert scored(TV3).groups["V"].points == Decimal("11.18")


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("100", "Xuất sắc"),
        ("90", "Xuất sắc"),
        ("89.99", "Tốt"),
        ("80", "Tốt"),
        ("79.99", "Khá"),
        ("69.99", "Trung bình"),
        ("50", "Trung bình"),
        ("49.99", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_bands(total: str, band: str) -> None:
    assert SET.band(Decimal(total)).name == band


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [(3, 2, "lớn hơn mẫu số"), (1, 0, "lớn hơn mẫu số"), (-1, 2, "không được âm"), (0, -2, "không được âm")],
)
def test_impossible_counts_are_refused(numerator: int, denominator: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        Count(numerator, denominator)


@pytest.mark.parametrize("number", [True, 1.5, float("nan"), "3", None])
def test_only_whole_numbers_count(number: object) -> None:
    with pytest.raises(Refused, match="số nguyên"):
        Count(number, 10)  # type: ignore[arg-type]


def test_an_unknown_criterion_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match=r"«VI\.1».*I\.1, I\.2"):
        score(SET, {"VI.1": Count(1, 2)})


def test_what_would_raise() -> None:
    raises = {one.code: one for one in what_would_raise(scored(TV1))}
    assert raises["III.4"].per_unit == Fraction(2) / Fraction(8, 10) / 310
    assert (raises["III.4"].to_full, raises["III.4"].gap) == (248 - 56, Decimal("1.55"))
    assert (raises["III.1"].per_unit, raises["III.1"].to_full, raises["III.1"].gap) == (0, 0, 0)
    assert (raises["I.1"].per_unit, raises["I.1"].to_full) == (None, None)
    assert raises["IV.6"].gap is None


counts = st.integers(0, 3000).flatmap(lambda d: st.builds(Count, st.integers(0, d), st.just(d)))


@given(st.dictionaries(st.sampled_from(CODES), counts))
def test_sums_and_limits_hold_for_any_counts(given_counts: dict[str, Count]) -> None:
    result = score(SET, given_counts)
    assert all(0 <= (one.points or 0) <= one.criterion.maximum for one in result.criteria.values())
    assert result.groups["III"].points == result.groups["III-a"].points + result.groups["III-b"].points
    assert result.total == sum(
        result.groups[code].points for code in ("I", "II", "III-a", "III-b", "IV", "V")
    )
    assert result.complete == (result.measured_max == 100) == ({*given_counts, "IV.6"} == set(CODES))


@given(st.sampled_from(CODES), counts)
def test_to_full_is_the_smallest_number_that_makes_full(code: str, count: Count) -> None:
    (one,) = (one for one in what_would_raise(score(SET, {code: count})) if one.code == code)
    if one.to_full is None:
        return
    full = Count(count.numerator + one.to_full, count.denominator)
    assert score(SET, {code: full}).lost[code] == 0
    if one.to_full:
        assert score(SET, {code: Count(full.numerator - 1, full.denominator)}).lost[code] != 0
