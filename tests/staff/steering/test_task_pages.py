"""Tasks between people over HTTP: rights at every step, few statements, a calendar without sign-in."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests import factories
from tests.factories import CLERK
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import plan as plan
from tests.staff.steering.test_steering import words

from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency, RoleGrant
from motcua.plans import reporting, tasking
from motcua.plans.models import Occurrence, Plan, PlanTask


def give(office: Office, **more: Any) -> Any:
    values = {
        "agency": office.agency.pk, "title": "Báo cáo nhanh", "source": "Công văn 15/UBND", "due_date": "2026-06-30",
        "holder": office.staff[Role.SPECIALIST].pk,
    } | more  # fmt: skip
    return office[Role.CONTROL].post(reverse("staff:task-give"), values)


@pytest.fixture
def task(office: Office) -> PlanTask:
    give(office)
    return PlanTask.objects.get()


def test_a_task_from_its_giver_to_acceptance(office: Office, elsewhere: Office, task: PlanTask) -> None:
    control, holder = office[Role.CONTROL], office[Role.SPECIALIST]
    assert "Mới giao" in words(holder.get(reverse("staff:own-tasks")))
    take_up = reverse("staff:task-take-up", args=[task.pk])
    assert control.post(take_up).status_code == 404
    holder.post(take_up)
    assert "Mới giao" not in words(holder.get(reverse("staff:own-tasks")))
    judge = reverse("staff:task-judge", args=[task.pk])
    holder.post(reverse("staff:task-report", args=[task.pk]), {"percent": "100", "text": "Báo cáo 7"})
    for stranger in (holder, office[Role.LEADER], elsewhere[Role.CONTROL]):
        assert stranger.post(judge, {"answer": "accept"}).status_code == 404
    assert "Chờ tôi nghiệm thu" in words(control.get(reverse("staff:own-tasks")))
    assert control.post(judge, {"answer": "back", "words": ""}).status_code == 422
    assert "Thiếu phụ lục" in words(
        control.post(judge, {"answer": "back", "words": "Thiếu phụ lục"}, follow=True)
    )
    holder.post(reverse("staff:task-report", args=[task.pk]), {"percent": "100", "text": "Báo cáo 7"})
    assert "Đã nghiệm thu" in words(control.post(judge, {"answer": "accept"}, follow=True))


def test_a_report_says_which_of_several_dates_it_answers(office: Office, task: PlanTask) -> None:
    holder, at = office[Role.SPECIALIST], reverse("staff:task", args=[task.pk])
    assert "Báo cáo cho lần" not in words(holder.get(at))
    later = Occurrence.objects.create(
        task=task, due_date=date(2026, 7, 3), cause="petition:9", cause_words="Phản ánh PA-9"
    )
    assert "Phản ánh PA-9 (hạn 03/07/2026)" in words(holder.get(at))
    given = {"percent": "100", "text": "Trả lời PA-9", "occurrence": later.pk}
    holder.post(reverse("staff:task-report", args=[task.pk]), given)
    later.refresh_from_db()
    assert later.done_on is not None
    task.refresh_from_db()
    assert task.due_date == date(2026, 6, 30)


def test_a_given_task_is_refused_with_what_was_typed(office: Office, elsewhere: Office) -> None:
    answer = give(office, source="", due_date="2026-06-30")
    assert answer.status_code == 422
    assert "Báo cáo nhanh" in answer.content.decode()
    assert give(office, agency=elsewhere.agency.pk).status_code == 422
    assert give(office, holder=elsewhere.staff[Role.SPECIALIST].pk).status_code == 422
    assert not PlanTask.objects.exists()
    assert office[Role.LEADER].get(reverse("staff:task-give")).status_code == 404


def test_obstacles_and_comments(office: Office, elsewhere: Office, task: PlanTask) -> None:
    control, holder = office[Role.CONTROL], office[Role.SPECIALIST]
    url = reverse("staff:task-comment", args=[task.pk])
    assert elsewhere[Role.CONTROL].post(url, {"words": "A"}).status_code == 404
    assert office[Role.LEADER].post(url, {"words": "A", "kind": "obstacle"}).status_code == 404
    shown = words(holder.post(url, {"words": "Chưa có máy quét", "kind": "obstacle"}, follow=True))
    assert "trả lời chậm nhất 10/06/2026" in shown
    assert "Chưa có máy quét" in words(control.get(reverse("staff:task-reminders")))
    shown = control.get(reverse("staff:task", args=[task.pk])).content.decode()
    held = task.pk, re.findall(r"vuong-mac/(\d+)", shown)[0]
    answer = reverse("staff:task-answer", args=held)
    assert holder.post(answer, {"words": "Tự trả lời"}).status_code == 404
    assert "Mượn tạm" in words(control.post(answer, {"words": "Mượn tạm của tổ số hoá"}, follow=True))
    assert "Ghi chung" in words(holder.post(url, {"words": "Ghi chung"}, follow=True))


def test_who_left_is_seen_and_replaced_in_one_step(office: Office, elsewhere: Office, task: PlanTask) -> None:
    control, leaver = office[Role.CONTROL], office.staff[Role.SPECIALIST]
    url = reverse("staff:task-hand-over", args=[leaver.pk])
    assert control.get(url).status_code == 404
    leaver.last_day = date(2026, 6, 1)
    leaver.save()
    assert "Người làm đã thôi việc" in words(control.get(reverse("staff:task", args=[task.pk])))
    assert "---------" not in words(control.get(url))
    assert url in control.get(reverse("staff:task-reminders")).content.decode()
    assert elsewhere[Role.CONTROL].get(url).status_code == 404
    assert control.post(url, {}).status_code == 422
    taker = office.staff[Role.LEADER]
    assert "Đã giao lại 1 nhiệm vụ" in words(control.post(url, {"taker": taker.pk}, follow=True))
    task.refresh_from_db()
    assert task.holder_id == taker.pk


def test_the_level_above_hands_down_and_asks_for_plans(office: Office, elsewhere: Office) -> None:
    province = factories.agency("H99", name="UBND tỉnh Thử", level=Level.PROVINCE)
    for one in (office, elsewhere):
        one.agency.parent = province
        one.agency.save()
    steering = factories.officer(province, "Người của tỉnh")
    above = Client()
    above.force_login(factories.account(steering, Role.CONTROL))
    RoleGrant.objects.filter(staff=steering).update(with_below=True)
    task = tasking.give_task(
        province,
        actor=office.actor(Role.CONTROL),
        title="Rà soát quy trình",
        source="TTg",
        due_date=date(2026, 7, 30),
    )
    url = reverse("staff:task-pass-down", args=[task.pk])
    assert office[Role.CONTROL].get(url).status_code == 404
    units = Agency.objects.filter(parent=province)
    assert above.post(url, {"due_date": "2026-07-20"}).status_code == 422
    above.post(url, {"due_date": "2026-07-20", "agencies": [each.pk for each in units]})
    child = PlanTask.objects.get(parent=task, plan__agency=office.agency)
    reporting.report_progress(child.pk, actor=office.actor(Role.CONTROL), percent=50, text="Đang làm")
    assert "bình quân 25 %" in words(above.get(reverse("staff:task", args=[task.pk])))
    shown = words(office[Role.CONTROL].get(reverse("staff:task", args=[child.pk])))
    assert "UBND tỉnh Thử" in shown
    calls = reverse("staff:plan-calls")
    answer = above.post(
        calls, {"agency": province.pk, "kind": "control", "year": "2026", "due_on": "2026-06-01"}, follow=True
    )
    assert "Còn thiếu 2 đơn vị" in words(answer)
    assert "2 đơn vị trễ" in words(answer)
    own = words(office[Role.CONTROL].get(calls))
    assert (office.agency.name in own, elsewhere.agency.name in own) == (True, False), (
        "đơn vị thấy việc của mình"
    )
    assert "Kế hoạch phải gửi cấp trên (1)" in words(
        office[Role.CONTROL].get(reverse("staff:task-reminders"))
    )
    assert "Kế hoạch phải gửi cấp trên" not in words(above.get(reverse("staff:task-reminders")))
    commune = child.plan
    for stranger, status in ((above, 302), (office[Role.LEADER], 404)):
        assert (
            stranger.post(reverse("staff:plan-link", args=[commune.pk]), {"parent": ""}).status_code == status
        )


def test_a_calendar_programme_reads_without_signing_in(office: Office, task: PlanTask) -> None:
    holder = office[Role.SPECIALIST]
    page = holder.post(reverse("staff:own-tasks")).content.decode()
    address = re.search(r"/can-bo/nhiem-vu/lich/[\w-]+\.ics", page)
    assert address is not None
    answer = Client().get(address[0])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "DTSTART;VALUE=DATE:20260630" in answer.content.decode()
    holder.post(reverse("staff:own-tasks"), {"feed": "revoke"})
    assert Client().get(address[0]).status_code == 404
    assert Client().get("/can-bo/nhiem-vu/lich/khong-co.ics").status_code == 404


def test_pages_take_few_statements(office: Office, plan: Plan, django_assert_max_num_queries: Any) -> None:
    row = PlanTask.objects.all()[0]
    row.holder = office.staff[Role.CONTROL]
    for number in range(25):
        row.pk, row.order = None, 100 + number
        row.save()
    control = office[Role.CONTROL]
    for name, most in (
        ("own-tasks", 15),
        ("task-year", 15),
        ("task-reminders", 15),
        ("plan-calls", 15),
        ("tasks", 16),
    ):
        with django_assert_max_num_queries(most):
            assert control.get(reverse(f"staff:{name}")).status_code == 200, name
    for by in ("person", "section", "agency"):
        assert control.get(reverse("staff:task-year"), {"by": by}).status_code == 200
    with django_assert_max_num_queries(22):
        control.get(reverse("staff:task", args=[row.pk]))


def test_every_number_of_the_year_opens_the_tasks_it_counts(office: Office, plan: Plan) -> None:
    """The list behind a cell is of that year, that plan and that row, those of nobody and under no heading too."""
    control = office[Role.CONTROL]
    loose = tasking.give_task(
        office.agency, actor=CLERK, title="Việc ngoài mục", source="Công văn 1", due_date=date(2026, 11, 30)
    )
    PlanTask.objects.filter(plan=plan).update(section="II")
    Occurrence.objects.create(task=PlanTask.objects.filter(plan=plan)[0], due_date=date(2025, 11, 3))
    for by, label in (("person", "Chưa giao"), ("section", "Không theo mục"), ("agency", office.agency.name)):
        page = control.get(reverse("staff:task-year"), {"by": by})
        rows = page.context["rows"]
        assert label in [row.label for row, _ in rows], by
        for row, query in rows:
            for cell in row.cells:
                if cell.many:
                    listed = control.get(f"{reverse('staff:tasks')}?{query}&month={cell.month}").context[
                        "page"
                    ]
                    assert 0 < listed.paginator.count <= cell.many, (by, row.label, cell.month)
                    assert f"{escape(query)}&amp;month={cell.month}" in page.content.decode()
    part = control.get(reverse("staff:tasks"), {"section": "-", "month": "11"}).content.decode()
    part = part[part.index('<div id="list">') :]
    assert "1 nhiệm vụ theo điều kiện" in part, "số đếm và tệp Excel đổi cùng danh sách"
    assert "section=-&amp;month=11&amp;as=xlsx" in part
    found = control.get(reverse("staff:tasks"), {"section": "-", "month": "11"}).context["page"]
    assert [task.pk for task in found] == [loose.pk]
    found = control.get(reverse("staff:tasks"), {"holder": "-", "month": "11"}).context["page"]
    assert [task.pk for task in found] == [loose.pk], "một hạn của tháng 11 năm trước không phải của năm nay"
    Plan.objects.filter(pk=plan.pk).update(year=2025)
    assert "2025" in words(control.get(reverse("staff:task-year"), {"plan": plan.pk}))


def test_what_a_unit_reports_is_sent_back_from_above(office: Office, task: PlanTask) -> None:
    """Also what the unit accepted; whoever holds it sees why at once, and links in reports can be followed."""
    control, holder = office[Role.CONTROL], office[Role.SPECIALIST]
    page, judge = (reverse(f"staff:{name}", args=[task.pk]) for name in ("task", "task-judge"))
    holder.post(
        reverse("staff:task-report", args=[task.pk]),
        {"percent": "100", "text": "Xem https://xa.example/bai-1"},
    )
    assert '<a href="https://xa.example/bai-1"' in holder.get(page).content.decode()
    control.post(judge, {"answer": "accept"})
    assert control.post(judge, {"answer": "back", "words": "Thiếu"}).status_code == 422
    above = Agency.objects.create(
        code="H99", name="UBND tỉnh Thử", level=Level.PROVINCE.value, valid_from=date(2020, 1, 1)
    )
    RoleGrant.objects.create(
        staff=office.staff[Role.CONTROL], role=Role.CONTROL.value, agency=above, first_day=date(2020, 1, 1)
    )
    PlanTask.objects.filter(pk=task.pk).update(
        parent=tasking.give_task(above, actor=CLERK, title="Việc tỉnh", source="CV 2", due_date=None)
    )
    assert "đã nghiệm thu ở đơn vị" in words(control.get(page))
    assert holder.post(judge, {"answer": "back", "words": "Thiếu"}).status_code == 404
    control.post(judge, {"answer": "back", "words": "Thiếu số liệu quý III"})
    task.refresh_from_db()
    assert (task.state, task.accepted_at, task.accepted_by) == ("doing", None, "")
    for at in (page, reverse("staff:own-tasks")):
        assert "Thiếu số liệu quý III" in words(holder.get(at))
    assert "Mới giao" not in words(holder.get(reverse("staff:own-tasks")))
