"""Cycles without a day: one date a period from the one that runs, met one by one or together."""

from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, imported

from motcua.kernel.clock import frozen
from motcua.organisation.models import Agency
from motcua.plans import actions, reporting
from motcua.plans.enums import TaskState
from motcua.plans.models import Occurrence, PlanTask
from motcua.plans.periodic import period_ends, times_in
from motcua.plans.reading.deadlines import read_all


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("02 lần/năm", 2), ("Hàng tuần", 52), ("Định kỳ 06 tháng/01 lần", 2), ("Hằng quý", 4), ("Hằng tháng", 12),
        ("Thường xuyên", 0), ("Hằng ngày", 0), ("Hằng quý (trước ngày 15 tháng cuối quý)", 0), ("Trước ngày 30/6/2026", 0),
    ],
)  # fmt: skip
def test_how_often_the_words_ask(words: str, times: int) -> None:
    assert times_in([one.as_json() for one in read_all(words, year=2026)]) == times


@pytest.mark.parametrize(
    ("times", "since", "ends"),
    [
        (2, "2026-01-20", [("2026-06-30", "6 tháng đầu năm"), ("2026-12-31", "6 tháng cuối năm")]),
        (2, "2026-07-01", [("2026-12-31", "6 tháng cuối năm")]),
        (4, "2026-06-30", [("2026-06-30", "quý II"), ("2026-09-30", "quý III"), ("2026-12-31", "quý IV")]),
        (12, "2026-11-22", [("2026-11-30", "tháng 11"), ("2026-12-31", "tháng 12")]),
        (52, "2026-12-20", [("2026-12-25", "tuần 52")]),
        (3, "2026-08-01", [("2026-08-31", "lần 2 trong 3 lần của năm"), ("2026-12-31", "lần 3 trong 3 lần của năm")]),
        (5, "2026-10-01", [("2026-10-19", "lần 4 trong 5 lần của năm"), ("2026-12-31", "lần 5 trong 5 lần của năm")]),
    ],
)  # fmt: skip
def test_each_period_ends_on_its_last_day(times: int, since: str, ends: list[tuple[str, str]]) -> None:
    found = period_ends(times, 2026, date.fromisoformat(since))
    assert [(day.isoformat(), words) for day, words in found] == ends


def test_weeks_end_on_fridays_and_years_on_their_last_day() -> None:
    weeks = period_ends(52, 2026, date(2026, 1, 1))
    assert len(weeks) == 52
    assert {day.weekday() for day, _ in weeks} == {4}
    assert period_ends(2, 2028, date(2028, 1, 1))[0][0] == date(2028, 6, 30)
    assert period_ends(12, 2028, date(2028, 2, 1))[0][0] == date(2028, 2, 29)


@pytest.fixture
def task(db: None) -> PlanTask:
    """A quarterly task of a plan confirmed in February."""
    commune: Agency = factories.agency()
    plan = imported(commune, text=TEXT)
    row = PlanTask.objects.filter(plan=plan).order_by("order")[0]
    with frozen(moment("2026-02-10 09:00")):
        actions.correct_task(
            row.pk, actor=CLERK, title=row.title, lead=row.lead, cooperating=[], deliverable="", deadline_text="Hằng quý"
        )  # fmt: skip
        assert not Occurrence.objects.filter(task=row).exists()  # not owed before a person confirms
        actions.confirm(plan.pk, actor=CLERK)
    return PlanTask.objects.select_related("plan").get(pk=row.pk)


def test_a_cycle_runs_from_the_period_in_which_the_plan_is_confirmed(task: PlanTask) -> None:
    dates = list(Occurrence.objects.filter(task=task).order_by("due_date"))
    assert [one.cause_words for one in dates] == ["quý I", "quý II", "quý III", "quý IV"]
    assert task.due_date == date(2026, 3, 31)
    with frozen(moment("2026-10-02 09:00")):
        told = reporting.report_progress(
            task.pk, actor=CLERK, percent=100, text="Ba quý", occurrence=reporting.ALL_DUE
        )
        assert (told.due_date, told.status) == (date(2026, 12, 31), TaskState.DOING)
        # Worded anew: what was met stays, what is over is not asked again.
        actions.correct_task(
            task.pk, actor=CLERK, title=task.title, lead=task.lead, cooperating=[], deliverable="",
            deadline_text="Hằng tháng",
        )  # fmt: skip
    rows = Occurrence.objects.filter(task=task).order_by("due_date")
    assert [(one.due_date.month, one.done_on is not None) for one in rows] == [
        (3, True), (6, True), (9, True), (10, False), (11, False), (12, False),
    ]  # fmt: skip
    with frozen(moment("2026-12-30 09:00")):
        for _ in range(3):
            told = reporting.report_progress(task.pk, actor=CLERK, percent=100, text="Đã làm")
    assert told.status is TaskState.DONE
