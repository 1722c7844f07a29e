"""Periods: codes, ends, neighbours, names."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.periods import Period, PeriodKind, between, containing, parse
from motcua.kernel.refusals import Refused

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))
NAMED = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2024", "2024-01-01", "2024-12-31", "Năm 2024"),
        ("2024-H1", "2024-01-01", "2024-06-30", "6 tháng đầu năm 2024"),
        ("2024-H2", "2024-07-01", "2024-12-31", "6 tháng cuối năm 2024"),
        ("2024-Q3", "2024-07-01", "2024-09-30", "Quý III/2024"),
        ("2024-02", "2024-02-01", "2024-02-29", "Tháng 2/2024"),
        ("2024-W23", "2024-06-03", "2024-06-09", "Tuần 23/2024 (03/06/2024–09/06/2024)"),
        ("2020-W53", "2020-12-28", "2021-01-03", "Tuần 53/2020 (28/12/2020–03/01/2021)"),
        ("2025-W01", "2024-12-30", "2025-01-05", "Tuần 1/2025 (30/12/2024–05/01/2025)"),
        ("R2024", "2023-12-15", "2024-12-14", "Kỳ báo cáo năm 2024 (15/12/2023–14/12/2024)"),
        ("R2024-Q1", "2023-12-15", "2024-03-14", "Kỳ báo cáo quý I/2024 (15/12/2023–14/03/2024)"),
        ("R2024-Q2", "2024-03-15", "2024-06-14", "Kỳ báo cáo quý II/2024 (15/03/2024–14/06/2024)"),
        ("R2024-Q3", "2024-06-15", "2024-09-14", "Kỳ báo cáo quý III/2024 (15/06/2024–14/09/2024)"),
        ("R2024-Q4", "2024-09-15", "2024-12-14", "Kỳ báo cáo quý IV/2024 (15/09/2024–14/12/2024)"),
        ("R2024-H1", "2023-12-15", "2024-06-14", "Kỳ báo cáo 6 tháng đầu năm 2024 (15/12/2023–14/06/2024)"),
        ("R2024-H2", "2024-06-15", "2024-12-14", "Kỳ báo cáo 6 tháng cuối năm 2024 (15/06/2024–14/12/2024)"),
        ("R2024-07", "2024-06-15", "2024-07-14", "Kỳ báo cáo tháng 7/2024 (15/06/2024–14/07/2024)"),
        ("2024-03-01..2024-04-15", "2024-03-01", "2024-04-15", "Từ 01/03/2024 đến 15/04/2024"),
        ("2024-03-01..2024-03-01", "2024-03-01", "2024-03-01", "Ngày 01/03/2024"),
    ],
)
def test_a_code_names_its_days(code: str, first: str, last: str, label: str) -> None:
    period = parse(code)
    assert (period.first.isoformat(), period.last.isoformat(), period.label) == (first, last, label)
    assert (period.code, str(period), parse(f" {code.lower()} ")) == (code, code, period)


@pytest.mark.parametrize(
    ("code", "previous", "last_year"),
    [
        ("2024", "2023", "2023"),
        ("2024-H1", "2023-H2", "2023-H1"),
        ("2024-Q1", "2023-Q4", "2023-Q1"),
        ("2024-03", "2024-02", "2023-03"),
        ("2024-W01", "2023-W52", "2023-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("R2024", "R2023", "R2023"),
        ("R2024-Q1", "R2023-Q4", "R2023-Q1"),
        ("R2024-01", "R2023-12", "R2023-01"),
        ("2024-03-01..2024-03-10", "2024-02-20..2024-02-29", "2023-03-01..2023-03-10"),
        ("2024-02-29..2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
    ],
)
def test_neighbours(code: str, previous: str, last_year: str) -> None:
    assert (parse(code).previous().code, parse(code).same_last_year().code) == (previous, last_year)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Các cách ghi"),
        ("tháng 7", "Các cách ghi"),
        ("2024-Q5", "Các cách ghi"),
        ("2024-H3", "Các cách ghi"),
        ("2024-7", "Các cách ghi"),
        ("٢٠٢٤", "Các cách ghi"),
        ("R2024-W23", "Các cách ghi"),
        ("2024-00", "Tháng ghi từ 01 đến 12"),
        ("R2024-13", "Tháng ghi từ 01 đến 12"),
        ("2024-W53", "Năm 2024 có các tuần từ 01 đến 52"),
        ("2024-W00", "từ 01 đến 52"),
        ("0000", "Năm phải từ"),
        ("0000-W01", "Năm phải từ"),
        ("9999", "Năm phải từ"),
        ("R2016", "từ năm 2017"),
        ("2024-02-30..2024-03-01", "Không có ngày này"),
        ("0001-01-01..2024-03-01", "Năm phải từ"),
        ("2024-04-15..2024-03-01", "trước ngày đầu"),
    ],
)
def test_what_names_no_period_is_refused_with_the_way_out(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(text)


@given(DAYS, st.sampled_from(list(PeriodKind)))
def test_the_period_of_a_day_holds_it_and_reads_back(day: date, kind: PeriodKind) -> None:
    period = containing(day, kind)
    assert day in period
    assert period.kind is kind
    assert parse(period.code) == period
    assert len(list(period.days())) == period.length


@given(DAYS, st.sampled_from(NAMED))
def test_periods_follow_each_other_without_gap(day: date, kind: PeriodKind) -> None:
    period = containing(day, kind)
    before = period.previous()
    assert before.kind is kind
    assert before.last + timedelta(days=1) == period.first
    assert period.same_last_year().kind is kind


@given(DAYS, st.integers(0, 500))
def test_the_months_of_a_period_are_exactly_the_period(first: date, days: int) -> None:
    check_months(between(first, first + timedelta(days=days)))


@pytest.mark.parametrize("kind", NAMED)
def test_the_months_of_named_periods(kind: PeriodKind) -> None:
    period = containing(date(2024, 12, 30), kind)
    check_months(period)
    if kind.months:
        assert len(list(period.months())) == kind.months


def check_months(period: Period) -> None:
    months = list(period.months())
    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(months))
