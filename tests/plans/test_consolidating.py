"""Tasks go down to the agencies a plan names; what they make of them is put together upward."""

import io
from datetime import date
from decimal import Decimal

import docx
import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, imported, report

from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.plans import access, actions, aiming, cascading, reporting
from motcua.plans.consolidated_paper import paper, unit_line
from motcua.plans.consolidating import consolidated
from motcua.plans.drafting import Frame
from motcua.plans.enums import PlanKind, TaskState
from motcua.plans.models import Plan, PlanTarget, PlanTask
from motcua.rendering.official import official_docx

AT = moment("2026-02-20 09:00")


@pytest.fixture
def province(db: None) -> Agency:
    province = factories.agency("H99", level=Level.PROVINCE, name="Ủy ban nhân dân tỉnh Thử")
    for number in (1, 2, 3):
        factories.agency(f"H99.0{number}", parent=province, name=f"Ủy ban nhân dân xã Số {number}")
    return province


def running(province: Agency, at: str = "2026-01-20 09:00") -> Plan:
    text = TEXT.replace("XÃ THỬ", "TỈNH THỬ").replace("Văn phòng UBND xã", "UBND các xã, phường")
    plan = imported(province, text=text)
    with frozen(moment(at)):
        return actions.confirm(plan.pk, actor=CLERK)


def test_a_plan_sends_its_tasks_to_those_it_names(province: Agency) -> None:
    plan = running(province)
    below = access.agencies_below(province)
    with frozen(AT):
        assert [(one.task.order, len(one.agencies)) for one in cascading.to_send(plan, below)] == [
            (1, 3),
            (2, 3),
        ]
        assert cascading.send_down(plan.pk, actor=CLERK, below=below) == 6
        with pytest.raises(Refused, match="Không còn nhiệm vụ"):
            cascading.send_down(plan.pk, actor=CLERK, below=below)
    children = list(PlanTask.objects.filter(parent__plan=plan, parent__order=1))
    assert {child.plan.agency_id for child in children} == {one.pk for one in below}
    assert {child.due_date for child in children} == {date(2026, 3, 30)}


def test_cooperating_units_get_theirs_when_asked(province: Agency) -> None:
    plan = running(province)
    below = access.agencies_below(province)
    task = PlanTask.objects.get(plan=plan, order=1)
    with frozen(AT):
        actions.correct_task(
            task.pk, actor=CLERK, title=task.title, lead=[below[0].name], deadline_text=task.deadline_text,
            deliverable=task.deliverable, cooperating=[below[1].name, below[2].name, below[0].name],
        )  # fmt: skip
        sending = cascading.to_send(plan, below)[0]
        assert (sending.agencies, sending.cooperating) == (below[:1], below[1:])
        cascading.send_down(plan.pk, actor=CLERK, below=below)
        assert PlanTask.objects.filter(parent=task).count() == 1
        assert cascading.send_down(plan.pk, actor=CLERK, below=below, cooperating=True) == 2
        with pytest.raises(Refused, match="Không còn nhiệm vụ"):
            cascading.send_down(plan.pk, actor=CLERK, below=below, cooperating=True)
    rows = cascading.gathered(task, date(2026, 2, 1)).rows
    assert [one.only_cooperates for one, _ in rows] == [False, True, True]
    assert (rows[1][0].lead, rows[1][0].cooperating) == ([below[0].name], [below[1].name])
    assert "chủ trì: Ủy ban nhân dân xã Số 1" in rows[1][0].note


def test_a_day_that_is_over_is_not_sent_down(province: Agency) -> None:
    plan = running(province)
    with frozen(moment("2026-06-01 09:00")):
        cascading.send_down(plan.pk, actor=CLERK, below=access.agencies_below(province))
    child = PlanTask.objects.filter(parent__order=1)[0]
    assert (child.due_date, child.deadline_text) == (None, "Trước ngày 31/3/2026")


def test_a_new_day_stands_in_for_one_that_is_over(province: Agency) -> None:
    """Units do not get a task with «05/02» and «không có hạn cụ thể» when whoever sends names another day."""
    plan = running(province)
    below = access.agencies_below(province)
    with frozen(moment("2026-06-01 09:00")):
        assert [(one.late, one.due) for one in cascading.to_send(plan, below)] == [
            (True, None),
            (False, date(2026, 6, 14)),
        ]
        with pytest.raises(Refused, match="Hạn đã qua"):
            cascading.send_down(plan.pk, actor=CLERK, below=below, late_due=date(2026, 5, 31))
        cascading.send_down(plan.pk, actor=CLERK, below=below, late_due=date(2026, 6, 30))
    assert {one.due_date for one in PlanTask.objects.filter(parent__order=1)} == {date(2026, 6, 30)}
    # Of a task with several days the next one.
    assert {one.due_date for one in PlanTask.objects.filter(parent__order=2)} == {date(2026, 6, 14)}


def test_a_vertical_body_owes_the_province_no_plan(province: Agency) -> None:
    factories.agency("CA.H99", parent=province, level=Level.VERTICAL, name="Công an xã Số 1")
    assert [one.code for one in access.units_of(province)] == ["H99.01", "H99.02", "H99.03"]


def test_units_are_put_together(province: Agency, django_assert_max_num_queries: object) -> None:
    plan = running(province)
    below = access.agencies_below(province)
    with frozen(AT):
        cascading.send_down(plan.pk, actor=CLERK, below=below)
        cascading.call_for_plans(
            province, actor=CLERK, kind=PlanKind.CONTROL, year=2026, due_on=date(2026, 2, 28), units=below
        )
        target = PlanTarget.objects.filter(plan=plan)[0]
        PlanTarget.objects.filter(pk=target.pk).update(measure="")
        aiming.hand_down(target.pk, actor=CLERK, agencies=below)
        mine = PlanTarget.objects.get(parent=target, plan__agency=below[0])
        reporting.enter_value(mine.pk, actor=CLERK, value=Decimal(96), basis="Báo cáo 1")
    own = imported(below[1], text=TEXT.replace("XÃ THỬ", "XÃ SỐ 2"))
    with frozen(AT):
        actions.confirm(own.pk, actor=CLERK)
        report(PlanTask.objects.get(parent__order=1, plan__agency=below[0]), 100, "2026-02-20 09:00")
        report(PlanTask.objects.get(parent__order=1, plan__agency=below[2]), 40, "2026-02-20 09:00")
    later = moment("2026-04-01 09:00")
    with frozen(later), django_assert_max_num_queries(14):  # type: ignore[operator]
        found = consolidated(plan, later)
    rows = [
        (unit.done, unit.late, unit.percent, unit.reports, unit.met, unit.state[0]) for unit in found.units
    ]
    assert rows == [
        (1, 1, 50, 1, 1, "Thiếu kế hoạch"), (0, 2, 0, 0, 0, "Có việc quá hạn"), (0, 2, 20, 1, 0, "Thiếu kế hoạch"),
    ]  # fmt: skip
    assert [unit.plan for unit in found.units] == [None, own, None]
    assert (found.missing, found.many, found.done, found.late) == (2, 6, 1, 5)
    assert [(task.order, len(units)) for task, units in found.by_task] == [(1, 3), (2, 3)]
    assert unit_line(found.units[0])[:5] == ("Ủy ban nhân dân xã Số 1", "", "Thiếu kế hoạch", 2, 1)
    with frozen(later):
        made = official_docx(paper(found, Frame(superior="Chính phủ", agency=province.name, place="Thử")))
    document = docx.Document(io.BytesIO(made))
    text = "\n".join(par.text for par in document.paragraphs)
    assert "2 đơn vị chưa có kế hoạch: Ủy ban nhân dân xã Số 1; Ủy ban nhân dân xã Số 3." in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "1/2" in cells
    PlanTask.objects.filter(parent__plan=plan).update(state=TaskState.DROPPED.value)
    assert [unit.percent for unit in consolidated(plan, later).units] == [None, None, None]
