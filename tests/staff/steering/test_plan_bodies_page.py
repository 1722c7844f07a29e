"""Who is meant by the names in a plan: asked on a page beside the review, few statements, wrong answers shown."""

from datetime import date

import pytest
from django.urls import reverse
from tests import factories
from tests.factories import CLERK
from tests.plans.test_running import TEXT
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import words

from motcua.organisation.enums import Role
from motcua.organisation.models import Staff
from motcua.plans import actions
from motcua.plans.models import BodyAlias, Plan, PlanTask


@pytest.fixture
def read(office: Office) -> Plan:
    return actions.import_document(office.agency, data=TEXT.encode(), name="ke-hoach.md", actor=CLERK)


def test_names_are_confirmed_and_the_task_is_on_the_list(
    office: Office, elsewhere: Office, read: Plan, django_assert_max_num_queries: object
) -> None:
    control, page = office[Role.CONTROL], reverse("staff:plan-bodies", args=[read.pk])
    assert elsewhere[Role.CONTROL].get(page).status_code == 404
    assert office[Role.SPECIALIST].get(page).status_code == 404
    review = words(control.get(reverse("staff:plan-review", args=[read.pk])))
    assert "tên chờ ông/bà nói là ai" in review
    officer = office.staff[Role.SPECIALIST]
    label = f"{officer.name}, {officer.title} (số {officer.pk})"
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert "Văn phòng UBND xã" in words(control.get(page))
    wrong = control.post(page, {"words": "Văn phòng UBND xã", "means": "Ai đó"})
    assert (wrong.status_code, "Chọn một dòng" in words(wrong)) == (422, True)
    assert not BodyAlias.objects.exists()
    told = words(control.post(page, {"words": "Văn phòng UBND xã", "means": label}, follow=True))
    assert "Đã ghi nhớ 1 tên gọi" in told
    control.post(reverse("staff:plan-confirm", args=[read.pk]))
    assert "Niêm yết công khai" in words(office[Role.SPECIALIST].get(reverse("staff:own-tasks")))


def test_who_cooperates_sees_the_task(office: Office, read: Plan) -> None:
    officer = office.staff[Role.RECEPTION]
    control, page = office[Role.CONTROL], reverse("staff:plan-bodies", args=[read.pk])
    control.post(
        page, {"words": "Đoàn Thanh niên", "means": f"{officer.name}, {officer.title} (số {officer.pk})"}
    )
    control.post(reverse("staff:plan-confirm", args=[read.pk]))
    helper = office[Role.RECEPTION]
    assert "Tôi phối hợp" in words(helper.get(reverse("staff:own-tasks")))
    task = PlanTask.objects.get(plan=read, order=3)
    assert helper.get(reverse("staff:task", args=[task.pk])).status_code == 200


def test_of_two_alike_none_is_filled_in(office: Office, read: Plan) -> None:
    """Two officers of one post are equally likely; what is filled in by mistake would be confirmed with a click."""
    for name in ("Lê Thị Một", "Lê Thị Hai"):
        factories.officer(office.agency, name, field="Tư pháp – Hộ tịch")
    PlanTask.objects.filter(plan=read).update(lead=["Công chức phụ trách tư pháp, hộ tịch"])
    page = office[Role.CONTROL].get(reverse("staff:plan-bodies", args=[read.pk])).content.decode()
    assert "Lê Thị Một" in page
    assert 'list="known" value=""' in page
    Staff.objects.filter(name="Lê Thị Hai").update(last_day=date(2020, 1, 1))
    page = office[Role.CONTROL].get(reverse("staff:plan-bodies", args=[read.pk])).content.decode()
    assert 'list="known" value="Lê Thị Một' in page
