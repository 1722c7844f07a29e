"""The forecast to the year's end and the sum of units, by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests import factories
from tests.factories import CLERK
from tests.plans.test_running import confirmed

from motcua.indicators.scoring import Count
from motcua.kernel.periods import PeriodKind, containing
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Level
from motcua.plans import aiming, queries, reporting
from motcua.plans.forecast import Month, forecast, forecast_number
from motcua.plans.models import PlanTarget
from motcua.plans.queries import TargetStanding

END = date(2026, 12, 31)
DAYS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31}


def months(*counts: tuple[int, int] | None) -> list[Month]:
    return [
        Month(date(2026, n, 1), date(2026, n, DAYS[n]), Count(*one) if one else None)
        for n, one in enumerate(counts, start=1)
    ]


@pytest.mark.parametrize(
    ("so_far", "by_month", "today", "value", "flow"),
    [
        # The example of docs/algorithms/target-forecast.md: April to June 45 of 60 in 91 days, 182 left... on 2 July.
        ((80, 100), [(35, 40), None, None, (15, 20), (15, 20), (15, 20)], date(2026, 7, 2), "77.27", True),
        # Fewer than three whole months; the running month counts only in what is there.
        ((19, 20), [(9, 10), (10, 10)], date(2026, 2, 15), "90.81", True),
        # The last day: nothing is left to come.
        ((1, 3), [(1, 3)], END, "33.33", True),
        # A state: it stays.
        ((8, 10), [(8, 10), (8, 10)], date(2026, 3, 1), "80", False),
    ],
)
def test_forecast(
    so_far: tuple[int, int], by_month: list[tuple[int, int] | None], today: date, value: str, flow: bool
) -> None:
    found = forecast(Count(*so_far), months(*by_month), today, END, flow=flow)
    assert found is not None
    assert (found.value, found.flow) == (Decimal(value), flow)


def test_without_ground_there_is_no_forecast() -> None:
    assert forecast(None, [], date(2026, 5, 1), END) is None
    assert forecast(Count(0, 0), months((0, 0)), date(2026, 5, 1), END) is None
    assert forecast(Count(1, 2), months((1, 2)), date(2026, 1, 20), END) is None


@pytest.mark.django_db
def test_a_target_goes_down_and_is_added_up() -> None:
    province = factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh Thử")
    below = [factories.agency(f"H99.0{n}", parent=province) for n in (1, 2)]
    plan = confirmed(province)
    target = PlanTarget.objects.filter(plan=plan, measure="II.1").get()
    for wrong in ([], [province], [factories.agency("H98.01")]):
        with pytest.raises(Refused):
            aiming.hand_down(target.pk, actor=CLERK, agencies=wrong)
    made = aiming.hand_down(target.pk, actor=CLERK, agencies=below)
    assert aiming.hand_down(target.pk, actor=CLERK, agencies=below) == []
    assert [(one.operator, one.value, one.measure) for one in made] == [(">=", Decimal(95), "II.1")] * 2
    year = containing(date(2026, 1, 1), PeriodKind.YEAR)

    def stands(one: PlanTarget, count: Count | None, met: bool | None) -> TargetStanding:
        return TargetStanding(one, year, queries.percent(count), count, None, met, None, None)

    found = aiming.roll_up(
        target, [stands(made[0], Count(9, 10), False), stands(made[1], Count(90, 90), True)]
    )
    assert (found.met, found.missed, found.value, found.reached) == (1, 1, Decimal(99), True)
    partly = aiming.roll_up(target, [stands(made[0], None, None), stands(made[1], Count(1, 1), True)])
    assert (partly.value, partly.unknown) == (None, 1)


def spans(*numbers: int | None) -> list[tuple[date, date, Fraction | None]]:
    return [
        (date(2026, n, 1), date(2026, n, DAYS[n]), None if one is None else Fraction(one))
        for n, one in enumerate(numbers, start=1)
    ]


@pytest.mark.parametrize(
    ("so_far", "by_month", "today", "value"),
    [
        # April to June 91 in 91 days: one a day for the 182 days left.
        (100, [3, 3, 3, 30, 31, 30], date(2026, 7, 2), "282"),
        # The running month is in what there is, and no whole month yet.
        (5, [2, 3], date(2026, 2, 15), "25.58"),
        (5, [5], date(2026, 1, 20), None),
        (None, [5, 5], date(2026, 3, 1), None),
        (7, [None, 3, 4], date(2026, 12, 31), "7"),
    ],
)
def test_a_number_goes_on_as_it_did(
    so_far: int | None, by_month: list[int | None], today: date, value: str | None
) -> None:
    found = forecast_number(None if so_far is None else Fraction(so_far), spans(*by_month), today, END)
    assert (None if found is None else found.value) == (None if value is None else Decimal(value))


@pytest.mark.django_db
def test_who_entered_a_value_and_on_what_ground() -> None:
    plan = confirmed(factories.agency())
    target = PlanTarget.objects.filter(plan=plan)[0]
    PlanTarget.objects.filter(pk=target.pk).update(measure="")
    target = reporting.enter_value(
        target.pk, actor=CLERK, value=Decimal(85), basis="Báo cáo 12", file=b"bao cao", file_name="bc.txt"
    )
    target.refresh_from_db()
    assert (target.entered_by, target.entered_file_name) == (CLERK.label, "bc.txt")
    assert target.entered_at is not None
