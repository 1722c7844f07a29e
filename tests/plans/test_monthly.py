"""The state of every task and target at the end of a month: as it was then, with what it rests on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, imported

from motcua.kernel.clock import frozen
from motcua.plans import actions, reporting
from motcua.plans.drafting import Frame
from motcua.plans.enums import Standing
from motcua.plans.models import Occurrence, Plan, PlanTarget, PlanTask
from motcua.plans.monthly import PlanMonth, TaskMonth, plan_month
from motcua.plans.monthly_paper import paper


@pytest.fixture
def plan(db: None) -> Plan:
    """Confirmed in January; the first task (due 30/03) half done in March, done in April; the second never reported."""
    made = imported(factories.agency(), text=TEXT)
    with frozen(moment("2026-01-20 09:00")):
        actions.confirm(made.pk, actor=CLERK)
    first = PlanTask.objects.filter(plan=made).order_by("order")[0]
    for at, percent in (("2026-03-12 09:00", 40), ("2026-04-09 09:00", 100)):
        with frozen(moment(at)):
            reporting.report_progress(first.pk, actor=CLERK, percent=percent, text="Báo cáo")
    made.refresh_from_db()
    return made


def at(plan: Plan, month: int, today: str = "2026-06-10 09:00") -> PlanMonth:
    with frozen(moment(today)):
        return plan_month(plan, month)


def first(plan: Plan, month: int, today: str = "2026-06-10 09:00") -> TaskMonth:
    return at(plan, month, today).tasks[0]


def test_a_task_is_told_as_it_was_then(plan: Plan) -> None:
    told = {month: first(plan, month) for month in (2, 3, 4, 5)}
    assert [(one.standing, one.percent) for one in told.values()] == [
        (Standing.RUNNING, 0), (Standing.OVERDUE, 40), (Standing.DONE_LATE, 100), (Standing.DONE_LATE, 100),
    ]  # fmt: skip
    assert told[2].why == "Còn 30 ngày đến hạn 30/03/2026. Chưa giao cho ai, chưa có báo cáo."
    assert (
        told[3].why
        == "Hạn 30/03/2026 đã qua 1 ngày mà chưa báo xong. Trong tháng có 1 báo cáo, gần nhất ngày 12/03."
    )
    assert [each.percent for each in told[4].reports] == [100]
    assert told[5].why == "Xong ngày 09/04/2026, muộn 10 ngày so với hạn 30/03/2026."
    # While the month runs the day is today: on 15/03 nothing was overdue yet.
    running = first(plan, 3, "2026-03-15 09:00")
    assert (running.standing, running.why.split(".")[0]) == (
        Standing.RUNNING,
        "Còn 15 ngày đến hạn 30/03/2026",
    )
    soon = first(plan, 3, "2026-03-20 09:00")
    assert "Còn 10 ngày đến hạn 30/03/2026 (từ 10 ngày trở xuống là sắp đến hạn)." in soon.why
    assert "Hạn là hôm nay, 30/03/2026" in first(plan, 3, "2026-03-30 09:00").why


def test_each_state_of_several_dates_is_told_by_its_rule(plan: Plan) -> None:
    """Several dates, no date, an event that has not happened: the sentence names the rule, not only the dates."""
    task = PlanTask.objects.filter(plan=plan).order_by("order")[2]
    task.deadline_text, task.deadlines, task.due_date, task.event = "Thường xuyên", [], None, ""
    task.save()
    Occurrence.objects.filter(task=task).delete()

    def why() -> str:
        return next(one for one in at(plan, 5, "2026-05-20 09:00").tasks if one.task.pk == task.pk).why

    assert why().startswith("Văn bản không định ngày («Thường xuyên») nên không xét quá hạn.")
    PlanTask.objects.filter(pk=task.pk).update(deadlines=[{"kind": "relative", "days": 30}])
    assert why().startswith("Hạn tính từ một sự việc hệ thống không theo dõi («Thường xuyên»)")
    PlanTask.objects.filter(pk=task.pk).update(event="petition")
    assert why().startswith("Chờ sự việc: tiếp nhận một phản ánh, kiến nghị («Thường xuyên»).")
    for month, done in ((3, None), (4, None), (5, date(2026, 5, 2))):
        Occurrence.objects.create(task=task, due_date=date(2026, month, 5), done_on=done, cause=str(month))
    assert why().startswith("2 lần đã qua hạn mà chưa báo xong, lâu nhất là hạn 05/03/2026, qua 76 ngày.")
    assert "Lần đến hạn 05/05 của tháng: xong đúng hạn." in why()
    Occurrence.objects.filter(task=task, done_on=None).update(done_on=date(2026, 5, 3))
    assert why().startswith("Mọi lần trước đã xong; chờ sự việc: ")


def test_what_waits_from_before_and_is_nobodys_is_said(plan: Plan) -> None:
    second = at(plan, 5).tasks[1]
    assert second.standing is Standing.OVERDUE
    assert "đã qua 78 ngày mà chưa báo xong" in second.why
    assert "Chưa giao cho ai" in second.why


def test_a_target_counts_what_was_entered_by_then(plan: Plan) -> None:
    target = PlanTarget.objects.filter(plan=plan).order_by("order")[0]
    PlanTarget.objects.filter(pk=target.pk).update(measure="")
    with frozen(moment("2026-05-20 09:00")):
        reporting.enter_value(target.pk, actor=CLERK, value=Decimal(2), basis="Báo cáo 7")
    before, after = (
        next(one for one in at(plan, month).targets if one.standing.target.pk == target.pk)
        for month in (4, 5)
    )
    assert (before.standing.value, "chưa ai ghi giá trị" in before.why) == (None, True)
    assert (after.standing.value, "căn cứ: Báo cáo 7" in after.why) == (Decimal(2), True)
    assert after.why.startswith("Thiếu "), "chưa đạt thì nói thiếu bao nhiêu"


def test_the_report_tells_every_row(plan: Plan, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        found = at(plan, 3)
    report = paper(found, Frame(superior="UBND tỉnh Thử", agency="UBND xã Thử", place="Thử"))
    assert [len(annex.rows) for annex in report.annexes] == [len(found.tasks), len(found.targets)]
    assert report.subject == (
        "Tình hình thực hiện Kế hoạch kiểm soát thủ tục hành chính năm 2026, tháng 3/2026"
    )
    assert "3 nhiệm vụ: 0 đã hoàn thành, 2 quá hạn, 1 có báo cáo" in report.body[1].text
    assert date(2026, 3, 31) == found.day


def test_a_date_known_before_its_event_is_told_as_on_the_page_of_the_task(plan: Plan) -> None:
    """«Trước 01 ngày của hồ sơ đến hạn»: the appointment lies ahead, the date is there already."""
    task = PlanTask.objects.filter(plan=plan).order_by("order")[2]
    PlanTask.objects.filter(pk=task.pk).update(
        event="dossier_due", deadlines=[{"kind": "relative", "days": 1, "direction": "before"}]
    )
    Occurrence.objects.filter(task=task).delete()
    Occurrence.objects.create(
        task=task, due_date=date(2026, 6, 11), cause="dossier:1", cause_on=date(2026, 6, 12)
    )

    def stood(month: int, today: str) -> Standing:
        found = at(plan, month, today).tasks
        return next(one.standing for one in found if one.task.pk == task.pk)

    assert stood(6, "2026-06-10 09:00") is Standing.SOON
    assert stood(6, "2026-06-12 09:00") is Standing.OVERDUE
    # Three days before its date it was not there yet.
    assert stood(5, "2026-06-10 09:00") is Standing.WITHOUT_DATE
