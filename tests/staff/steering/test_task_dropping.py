"""A task dropped and taken up again over HTTP: rights, refusals with what was typed, what those who worked on it see."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests import factories
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import plan as plan
from tests.staff.steering.test_steering import words
from tests.staff.steering.test_task_pages import give

from motcua.organisation.enums import Level, Role
from motcua.organisation.models import RoleGrant
from motcua.plans.models import Plan, PlanTask
from motcua.plans.task_models import TaskDrop

GIVEN = {
    "decided_by": "Chủ tịch UBND xã", "decided_on": "02/06/2026", "document": "QĐ 31/QĐ-UBND",
    "reason": "Việc đã chuyển lên cấp tỉnh",
}  # fmt: skip


@pytest.fixture
def task(office: Office) -> PlanTask:
    give(office)
    return PlanTask.objects.get()


def at(name: str, task: PlanTask) -> str:
    return reverse(f"staff:{name}", args=[task.pk])


def test_dropped_told_and_taken_up_again(
    office: Office, elsewhere: Office, task: PlanTask, django_assert_max_num_queries: Any
) -> None:
    control, holder = office[Role.CONTROL], office[Role.SPECIALIST]
    drop, resume = at("task-drop", task), at("task-resume", task)
    for stranger in (holder, office[Role.LEADER], elsewhere[Role.CONTROL]):
        assert stranger.post(drop, GIVEN).status_code == 404
    assert control.get(resume).status_code == 404
    page = words(control.get(drop))
    assert "Ai quyết định" in page
    assert "Đơn vị đang làm" not in page
    refused = control.post(drop, GIVEN | {"reason": ""})
    assert (refused.status_code, "QĐ 31/QĐ-UBND" in refused.content.decode()) == (422, True)
    shown = words(control.post(drop, GIVEN | {"seen_version": str(task.revision)}, follow=True))
    for told in (
        "Đã cho thôi nhiệm vụ này.",
        "Việc đã chuyển lên cấp tỉnh",
        "02/06/2026",
        "Làm lại nhiệm vụ này",
    ):
        assert told in shown
    assert "Giao xuống" not in shown
    assert control.get(drop).status_code == 404
    with django_assert_max_num_queries(18):
        assert "Mới cho thôi, không còn phải làm" in words(holder.get(reverse("staff:own-tasks")))
    assert holder.post(at("task-report", task), {"percent": "100", "text": "Xong"}).status_code == 404
    again = words(control.post(resume, {"why": "Công văn 9/UBND"}, follow=True))
    assert "Nhiệm vụ được làm lại" in again
    assert "Mới cho thôi" not in words(holder.get(reverse("staff:own-tasks")))


def test_an_old_page_does_not_overwrite(office: Office, task: PlanTask) -> None:
    answer = office[Role.CONTROL].post(at("task-drop", task), GIVEN | {"seen_version": "99"})
    assert answer.status_code == 422
    assert "vừa được người khác cập nhật" in words(answer)
    assert not TaskDrop.objects.exists()


def test_lists_and_files_leave_it_out_and_keep_the_reason(office: Office, plan: Plan) -> None:
    control, first = office[Role.CONTROL], PlanTask.objects.filter(plan=plan).order_by("order")[0]
    control.post(at("task-drop", first), GIVEN)
    overdue = words(control.get(reverse("staff:tasks"), {"standing": "overdue"}))
    assert first.title[:30] not in overdue
    book = load_workbook(io.BytesIO(control.get(reverse("staff:tasks"), {"as": "xlsx"}).content)).active
    assert book is not None
    kept = [row[-1] for row in book.iter_rows(min_row=2, values_only=True) if row[-1]]
    assert [str(one)[:40] for one in kept] == ["Không còn phải làm từ ngày 02/06/2026: C"]
    whole = words(control.get(reverse("staff:plan", args=[plan.pk])))
    assert "QĐ 31/QĐ-UBND: Việc đã chuyển lên cấp tỉnh" in whole
    assert "1 không còn phải làm" in whole
    assert "0 / 1 xong" in words(control.get(reverse("staff:plans")))
    month = reverse("staff:plan-month", args=[plan.pk])
    assert "1 không còn phải làm" in words(control.get(month, {"thang": 6}))
    assert "không còn phải làm" not in words(control.get(month, {"thang": 5}))


def test_units_are_asked_about_and_told(office: Office) -> None:
    province = factories.agency("H99", name="UBND tỉnh Thử", level=Level.PROVINCE)
    office.agency.parent = province
    office.agency.save()
    steering = factories.officer(province, "Người của tỉnh")
    above = Client()
    above.force_login(factories.account(steering, Role.CONTROL))
    RoleGrant.objects.filter(staff=steering).update(with_below=True)
    values = {"agency": province.pk, "title": "Rà soát quy trình", "source": "TTg", "due_date": "2026-07-30"}
    above.post(reverse("staff:task-give"), values)
    task = PlanTask.objects.get()
    above.post(at("task-pass-down", task), {"due_date": "2026-07-20", "agencies": [office.agency.pk]})
    child = PlanTask.objects.get(parent=task)
    assert "nơi giao mới cho thôi được" in words(office[Role.CONTROL].post(at("task-drop", child), GIVEN))
    assert "Cũng thôi làm (1 đơn vị" in words(above.get(at("task-drop", task)))
    assert above.post(at("task-drop", task), GIVEN).status_code == 422
    above.post(at("task-drop", task), GIVEN | {"units": "stop"})
    seen = words(office[Role.CONTROL].get(at("task", child)))
    assert "nơi đó mới khôi phục được" in seen
    assert "Làm lại nhiệm vụ này" not in seen
    assert "Cấp trên mới cho thôi" in words(office[Role.CONTROL].get(reverse("staff:task-reminders")))
