"""A revised plan over HTTP: what changed is seen, applied, asked about, and hidden from others."""

from typing import Any

from django.urls import reverse
from tests.plans.test_revisions import REVISED
from tests.plans.test_running import TEXT
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import upload, words

from motcua.organisation.enums import Role
from motcua.plans.models import Plan, PlanTask


def test_a_revised_plan_is_compared_and_applied(
    office: Office, elsewhere: Office, django_assert_max_num_queries: Any
) -> None:
    control = office[Role.CONTROL]
    upload(office, TEXT)
    plan = Plan.objects.get()
    control.post(reverse("staff:plan-confirm", args=[plan.pk]), {"seen_version": 1})
    task = PlanTask.objects.filter(plan=plan)[0]
    control.post(reverse("staff:task-report", args=[task.pk]), {"percent": "40", "text": "Đang làm"})
    upload(office, REVISED, "sua-doi.md")
    revised = Plan.objects.get(revises=plan)
    url = reverse("staff:plan-review", args=[revised.pk])
    with django_assert_max_num_queries(22):
        shown = words(control.get(url))
    assert "1 dòng mới, 2 dòng thay đổi, 1 dòng không còn, 2 dòng giữ nguyên" in shown
    assert "thời hạn: Trước ngày 31/3/2026" in shown
    assert "thời hạn: Trước ngày 30/6/2026" in shown
    confirm = reverse("staff:plan-confirm", args=[revised.pk])
    for stranger in (elsewhere[Role.CONTROL], office[Role.LEADER]):
        assert stranger.post(confirm).status_code == 404
    answer = control.post(confirm, {"seen_version": revised.revision}, follow=True)
    assert "Đã áp dụng bản sửa đổi" in words(answer)
    assert "Các bản trước" in words(answer)
    task.refresh_from_db()
    assert (task.percent, task.deadline_text) == (40, "Trước ngày 30/6/2026")


def test_one_number_for_two_plans_is_asked(office: Office, elsewhere: Office) -> None:
    control = office[Role.CONTROL]
    upload(office, TEXT)
    first = Plan.objects.get()
    control.post(reverse("staff:plan-confirm", args=[first.pk]), {"seen_version": 1})
    upload(office, TEXT.replace("Kiểm soát thủ tục hành chính năm", "Phòng cháy rừng năm"), "khac.md")
    second = Plan.objects.get(revises=first)
    review = reverse("staff:plan-review", args=[second.pk])
    page = control.get(review)
    assert "Đây có phải bản sửa đổi không?" in words(page)
    assert "Xác nhận kế hoạch" not in words(page)
    settle = reverse("staff:plan-settle", args=[second.pk])
    assert elsewhere[Role.CONTROL].post(settle, {"same": "no"}).status_code == 404
    assert "Xác nhận kế hoạch" in words(control.post(settle, {"same": "no"}, follow=True))
