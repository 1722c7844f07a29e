"""Remedy plans from last year's reform index: shortfalls become tasks and targets, the rest is not to fall."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.indicators.actions import assess
from motcua.indicators.assessed import assessed_set
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.plans import actions, queries, remedying
from motcua.plans.enums import PlanKind
from motcua.plans.models import Plan, PlanTarget, PlanTask
from motcua.plans.remedying import Remedy


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency()


def score(commune: Agency, year: int, points: Mapping[str, str], *, appraised: bool = False) -> None:
    with frozen(moment(f"{year + 1}-01-10 09:00")):
        for code, value in points.items():
            assess(
                CLERK, used=assessed_set(), criterion=code, agency=commune.code, period=parse(str(year)),
                appraised=appraised, points=Decimal(value), evidence="Báo cáo",
            )  # fmt: skip


def remedy(criterion: str = "3.2", aim: str = "2.5", **more: Any) -> Remedy:
    given: dict[str, Any] = {
        "measures": "Rà soát, công khai đủ nội dung",
        "adviser": "Văn phòng",
        "period": "Trước ngày 30/6/2026",
    }
    return Remedy(criterion=criterion, aim=Decimal(aim), **(given | more))


def test_shortfalls_become_tasks_and_targets_and_the_rest_is_not_to_fall(commune: Agency) -> None:
    score(commune, 2025, {"3.2": "2.5", "1.1": "4", "1.2": "3"})
    score(commune, 2025, {"3.2": "1.5"}, appraised=True)
    score(commune, 2025, {"3.2": "2.25"})  # one's own score again, later: the appraisal still counts
    stood = {one.one.code: one.lost for one in remedying.standings(commune, 2025) if one.lost is not None}
    assert stood == {"1.1": Decimal(0), "1.2": Decimal(2), "3.2": Decimal("1.5")}
    with frozen(moment("2026-01-20 09:00")):
        plan = remedying.draw_up(
            commune, actor=CLERK, year=2026, remedies=[remedy(cooperating=("Công chức Tư pháp – Hộ tịch",))]
        )
        with pytest.raises(Refused, match="Đã có kế hoạch khắc phục"):
            remedying.draw_up(commune, actor=CLERK, year=2026, remedies=[remedy()])
        actions.confirm(plan.pk, actor=CLERK)
    plan.refresh_from_db()
    task = PlanTask.objects.get(plan=plan)
    assert (plan.of_kind, task.criterion, task.due_date, task.lead, task.cooperating, task.section) == (
        PlanKind.REMEDY, "3.2", date(2026, 6, 29), ["Văn phòng"], ["Công chức Tư pháp – Hộ tịch"], "3",
    )  # fmt: skip
    rows = PlanTarget.objects.filter(plan=plan).order_by("order")
    assert [(one.number, one.operator, one.value, one.baseline) for one in rows] == [
        ("1.1", "not_below_last_year", None, Decimal(4)), ("1.2", "not_below_last_year", None, Decimal(3)),
        ("3.2", ">=", Decimal("2.5"), Decimal("1.5")),
    ]  # fmt: skip
    score(commune, 2026, {"1.1": "3", "3.2": "2.75"})
    with frozen(moment("2027-01-20 09:00")):
        found = queries.with_values(list(rows.select_related("plan__agency")), now())
    assert [(one.value, one.met, one.last_year) for one in found] == [
        (Decimal(3), False, Decimal(4)), (None, None, Decimal(3)), (Decimal("2.75"), True, Decimal("1.5")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"criterion": "1.1"}, "không bị mất điểm"),
        ({"criterion": "9.9"}, "không bị mất điểm"),
        ({"aim": "1.5"}, "phải trên 1.50"),
        ({"aim": "3.5"}, "không quá 3"),
        ({"measures": " "}, "ghi giải pháp"),
        ({"adviser": ""}, "ghi giải pháp"),
    ],
)
def test_what_makes_no_sense_is_refused(commune: Agency, wrong: dict[str, Any], says: str) -> None:
    score(commune, 2025, {"3.2": "1.5", "1.1": "4"})
    with frozen(moment("2026-01-20 09:00")), pytest.raises(Refused, match=says):
        remedying.draw_up(commune, actor=CLERK, year=2026, remedies=[remedy(**wrong)])
    assert not Plan.objects.exists()


def test_nothing_chosen_makes_no_plan(commune: Agency) -> None:
    with pytest.raises(Refused, match="ít nhất một tiêu chí"):
        remedying.draw_up(commune, actor=CLERK, year=2026, remedies=[])
