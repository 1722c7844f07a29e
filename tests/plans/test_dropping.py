"""A task that is not to be done any more: decided, counted nowhere from that day, told wherever it was, taken up again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_revisions import REVISED
from tests.plans.test_running import confirmed, imported, report, tasks
from tests.plans.test_tasking import acting

from motcua.kernel.clock import frozen, now
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.plans import dropping, queries, reminders, reporting, revising, tasking
from motcua.plans.cascading import gathered
from motcua.plans.consolidated_paper import paper as consolidated_paper
from motcua.plans.consolidating import consolidated
from motcua.plans.drafting import Frame, Paper, Year, draft
from motcua.plans.dropping import Decision
from motcua.plans.enums import PlanKind, RemarkKind, Standing, TaskState
from motcua.plans.models import Occurrence, Plan, PlanTask, Remark
from motcua.plans.monthly import plan_month
from motcua.plans.monthly_paper import paper as monthly_paper
from motcua.plans.task_models import TaskDrop

DECISION = Decision("Chủ tịch UBND xã", date(2026, 4, 10), "QĐ 31/QĐ-UBND", "Việc đã chuyển lên cấp tỉnh.")
FRAME = Frame(superior="UBND tỉnh Thử", agency="UBND xã Thử", place="Thử")
BY_US = Actor("staff", "0", "Đầu mối", "H99.01")


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency("H99.01", name="UBND xã Thử")


def dropped(task: PlanTask, at: str = "2026-04-12 09:00", units_too: bool = True, **more: Any) -> TaskDrop:
    values = {name: getattr(DECISION, name) for name in DECISION.__slots__} | more
    with frozen(moment(at)):
        return dropping.drop_task(task.pk, actor=BY_US, decision=Decision(**values), units_too=units_too)


def fresh(task: PlanTask) -> PlanTask:
    return PlanTask.objects.select_related("plan__agency").get(pk=task.pk)


def texts(paragraphs: Iterable[Any]) -> str:
    return "\n".join(par.text for par in paragraphs)


def test_a_dropped_task_is_owed_no_more_and_stays_told(commune: Agency) -> None:
    plan = confirmed(commune)
    first, second, _ = tasks(plan)
    report(second, 100, "2026-03-10 09:00")
    made = dropped(second)
    second = fresh(second)
    today = date(2026, 7, 1)
    assert queries.standing_of(second, today) is Standing.DROPPED
    assert (second.percent, Occurrence.objects.filter(task=second, done_on=None).count()) == (0, 3)
    mine = PlanTask.objects.filter(plan=plan)
    assert queries.chosen(mine, today, standing=Standing.OVERDUE).get() == first
    assert [one.done_on for one in queries.occurrences_in(mine, 2026) if one.task_id == second.pk] == [
        date(2026, 3, 10)
    ]
    [tally] = queries.by_section(mine.select_related("plan", "holder"), today)
    assert (tally.many, tally.dropped) == (2, 1)
    assert Remark.objects.get(task=second).text == (
        "Không còn phải làm từ ngày 10/04/2026: Chủ tịch UBND xã, QĐ 31/QĐ-UBND. Lý do: Việc đã chuyển lên cấp tỉnh."
    )
    assert dropping.drops_of(mine) == {second.pk: made}
    with pytest.raises(Refused, match="cho thôi"):
        report(second, 50, "2026-05-01 09:00")
    with pytest.raises(Refused, match="Chỉ cho thôi"):
        dropped(second)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"decided_by": " "}, "decided_by"), ({"document": ""}, "document"), ({"reason": "\n"}, "reason"),
        ({"decided_on": date(2026, 4, 13)}, "decided_on"), ({"decided_on": date(2026, 1, 14)}, "decided_on"),
    ],
)  # fmt: skip
def test_a_decision_has_all_its_parts(commune: Agency, more: dict[str, Any], field: str) -> None:
    task = tasks(confirmed(commune))[0]
    with pytest.raises(Refused) as refused:
        dropped(task, **more)
    assert refused.value.field == field
    assert fresh(task).status is TaskState.TO_DO


def test_months_before_are_told_as_they_were(commune: Agency) -> None:
    plan = confirmed(commune)
    first = tasks(plan)[0]  # due on 30/03
    dropped(first, at="2026-05-12 09:00")
    with frozen(moment("2026-06-10 09:00")):
        dropping.resume_task(first.pk, actor=CLERK, why="Công văn 9/UBND")
    with frozen(moment("2026-07-05 09:00")):
        months = {month: plan_month(plan, month) for month in (3, 4, 5, 6)}
    assert [found.tasks[0].standing for found in months.values()] == [
        Standing.OVERDUE, Standing.DROPPED, Standing.DROPPED, Standing.OVERDUE,
    ]  # fmt: skip
    assert "QĐ 31/QĐ-UBND" in months[4].tasks[0].why
    assert [(len(found.owed), found.late) for found in months.values()] == [(3, 2), (2, 1), (2, 1), (3, 2)]
    told = texts(monthly_paper(months[4], FRAME).body)
    assert "Kế hoạch có 2 nhiệm vụ" in told
    assert "III. NHIỆM VỤ KHÔNG CÒN PHẢI LÀM" in told


def test_taken_up_again_where_it_was_left(commune: Agency) -> None:
    task = tasks(confirmed(commune))[0]
    report(task, 60, "2026-03-01 09:00")
    with frozen(moment("2026-04-12 09:00")):
        with pytest.raises(Refused, match="không ở tình trạng"):
            dropping.resume_task(task.pk, actor=CLERK, why="Nhầm")
        dropped(task)
        with pytest.raises(Refused, match="vì sao làm lại"):
            dropping.resume_task(task.pk, actor=CLERK, why=" ")
        with pytest.raises(Overtaken):
            dropping.resume_task(task.pk, actor=CLERK, why="Nhầm", seen=1)
        again = dropping.resume_task(task.pk, actor=CLERK, why="Công văn 9/UBND giao lại")
        assert (again.status, again.percent, again.due_date) == (TaskState.DOING, 60, date(2026, 3, 30))
        undone = TaskDrop.objects.get(task=task)
        assert (undone.undone_at, undone.undone_why) == (now(), "Công văn 9/UBND giao lại")
    assert [one.of_kind for one in Remark.objects.filter(task=task).order_by("pk")] == [
        RemarkKind.DROPPED, RemarkKind.RESUMED,
    ]  # fmt: skip
    assert dropped(task).pk != undone.pk


@pytest.fixture
def handed_down(db: None) -> tuple[PlanTask, list[PlanTask]]:
    """A province's task with three communes, of which the first is done, and a village below the second."""
    province = factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh Thử")
    below = [factories.agency(f"H99.0{n}", parent=province) for n in (1, 2, 3)]
    village = factories.agency("H99.02.1", parent=below[1], level=Level.BRANCH)
    with frozen(moment("2026-03-02 09:00")):
        task = tasking.give_task(
            province, actor=acting(factories.officer(province)), title="Rà soát", source="TTg", due_date=date(2026, 6, 30)
        )  # fmt: skip
        children = tasking.pass_down(task.pk, actor=CLERK, agencies=below, due_date=date(2026, 6, 20))
        children += tasking.pass_down(
            children[1].pk, actor=CLERK, agencies=[village], due_date=date(2026, 6, 10)
        )
        report(children[0], 100, "2026-03-02 10:00")
        tasking.raise_obstacle(children[2].pk, actor=CLERK, words="Thiếu máy")
    return task, children


def test_units_below_stop_too_at_every_level(
    handed_down: tuple[PlanTask, list[PlanTask]], django_assert_max_num_queries: Any
) -> None:
    task, children = handed_down
    with django_assert_max_num_queries(32):
        dropped(task)
    assert [fresh(child).status for child in children] == [TaskState.DONE, *[TaskState.DROPPED] * 3]
    found = gathered(task, date(2026, 7, 1))
    assert (len(found.owed), found.percent, found.done, found.late) == (1, 100, 1, 0)
    assert (
        "UBND tỉnh Thử cho thôi"
        in Remark.objects.filter(task=children[3], kind=RemarkKind.DROPPED.value)[0].text
    )
    all_tasks = PlanTask.objects.all()
    with frozen(moment("2026-04-20 09:00")):
        assert not reminders.reminders(all_tasks, date(2026, 4, 20), ("H99",)).obstacles
        assert {
            one.task_id for one in dropping.lately_dropped(all_tasks, date(2026, 4, 20), 14) if one.because
        } == {child.pk for child in children[1:]}
        with pytest.raises(Refused, match="chỉ nơi đó khôi phục"):
            dropping.resume_task(children[1].pk, actor=CLERK, why="Tự làm")
        dropping.resume_task(task.pk, actor=CLERK, why="Làm lại")
    assert [fresh(child).status for child in children[1:]] == [TaskState.TO_DO] * 3
    assert fresh(children[3]).due_date == date(2026, 6, 10)


def test_units_that_go_on_are_told_why(handed_down: tuple[PlanTask, list[PlanTask]]) -> None:
    task, children = handed_down
    dropped(task, units_too=False)
    assert [fresh(child).status for child in children[1:]] == [TaskState.TO_DO] * 3
    [told] = Remark.objects.filter(task=children[1])
    assert "vẫn làm tiếp" in told.text
    assert "QĐ 31/QĐ-UBND" in told.text


def test_a_unit_does_not_drop_what_was_given_from_above(handed_down: tuple[PlanTask, list[PlanTask]]) -> None:
    _, children = handed_down
    own = Actor("staff", "0", "Người của xã", "H99.02")
    with frozen(moment("2026-04-12 09:00")), pytest.raises(Refused, match="do UBND tỉnh Thử giao"):
        dropping.drop_task(children[1].pk, actor=own, decision=DECISION, units_too=True)
    assert dropped(children[2]).task == children[2]  # by somebody of another level


def test_the_consolidated_report_keeps_the_reason(handed_down: tuple[PlanTask, list[PlanTask]]) -> None:
    task, children = handed_down
    dropped(children[1])
    found = consolidated(Plan.objects.get(pk=task.plan_id), moment("2026-07-01 09:00"))
    assert [(unit.done, len(unit.owed), unit.late) for unit in found.units] == [
        (1, 1, 0),
        (0, 0, 0),
        (0, 1, 1),
    ]
    assert found.units[1].state[0] == "Chưa có việc"
    assert found.many == 2
    rows = consolidated_paper(found, FRAME).annexes[1].rows
    assert [row[4] for row in rows if row[2:3] == ("Không còn phải làm",)] == [DECISION_WORDS]


DECISION_WORDS = "Không còn phải làm từ ngày 10/04/2026: Chủ tịch UBND xã, QĐ 31/QĐ-UBND. Lý do: Việc đã chuyển lên cấp tỉnh."


def test_next_years_letter_leaves_it_out_and_says_why(commune: Agency) -> None:
    plan = confirmed(commune)
    first = tasks(plan)[0]
    made = dropped(first)
    letter = draft(
        Paper.LETTER, plan, Year(tasks=tasks(plan), dropped=[made]), kind=PlanKind.CONTROL, frame=FRAME
    )
    assert DECISION_WORDS in texts(letter.body)
    assert first.title not in str(letter.annexes)


def test_a_revision_drops_with_its_number_and_takes_up_again(commune: Agency) -> None:
    plan = confirmed(commune)
    third = tasks(plan)[2]
    revised = imported(commune, "2026-03-20 09:00", REVISED.replace("12/KH", "40/KH"))
    with frozen(moment("2026-03-20 10:00")):
        revising.settle(revised.pk, actor=CLERK, same=True)
        revising.apply_revision(revised.pk, actor=CLERK)
    assert "số 40/KH-UBND. Lý do: Bản sửa đổi" in dropping.drops_of([fresh(third)])[third.pk].words


@pytest.mark.parametrize(
    ("day", "status"), [("15 tháng 04", TaskState.TO_DO), ("05 tháng 04", TaskState.DROPPED)]
)
def test_a_revision_issued_after_the_decision_has_the_last_word(
    commune: Agency, day: str, status: TaskState
) -> None:
    plan = confirmed(commune)
    first = tasks(plan)[0]
    dropped(first)
    text = REVISED.replace("ngày 15 tháng 01", f"ngày {day}")
    revised = imported(commune, "2026-04-20 09:00", text)
    with frozen(moment("2026-04-20 10:00")):
        revising.apply_revision(revised.pk, actor=CLERK)
    assert fresh(first).status is status
    assert reporting.open_occurrences(first)
