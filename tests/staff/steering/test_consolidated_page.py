"""What units made of a plan, over HTTP: rights, few statements, files; tasks sent down from the page."""

import io

import docx
import pytest
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.factories import CLERK
from tests.plans.test_running import TEXT
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import words

from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency
from motcua.plans import actions
from motcua.plans.models import Plan, PlanTask


@pytest.fixture
def province(db: None) -> Agency:
    made = factories.agency("H97", level=Level.PROVINCE, name="Ủy ban nhân dân tỉnh Thử")
    for number in (1, 2):
        factories.agency(f"H97.0{number}", parent=made, name=f"Ủy ban nhân dân xã Số {number}")
    return made


@pytest.fixture
def above(province: Agency) -> Client:
    browser = Client()
    browser.force_login(factories.account(factories.officer(province), Role.CONTROL, below=True))
    return browser


def test_sent_down_and_put_together(
    province: Agency, above: Client, office: Office, django_assert_max_num_queries: object
) -> None:
    text = TEXT.replace("Văn phòng UBND xã", "UBND các xã").encode()
    plan: Plan = actions.import_document(province, data=text, name="ke-hoach.md", actor=CLERK)
    page = reverse("staff:plan-consolidated", args=[plan.pk])
    assert above.get(page).status_code == 404
    actions.confirm(plan.pk, actor=CLERK)
    assert office[Role.CONTROL].get(page).status_code == 404
    told = words(above.get(page))
    assert "4 nhiệm vụ cho đơn vị chủ trì" in told
    assert "Chưa có đơn vị nào" in told
    assert "phối hợp" not in told
    send = reverse("staff:plan-send", args=[plan.pk])
    assert office[Role.CONTROL].post(send).status_code == 404
    assert "Đã giao 4 nhiệm vụ" in words(above.post(send, follow=True))
    assert PlanTask.objects.filter(parent__plan=plan).count() == 4
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        shown = words(above.get(page))
    assert "2 đơn vị, 4 nhiệm vụ: 0 hoàn thành" in shown
    assert above.get(page, {"as": "xlsx"}).content[:2] == b"PK"
    document = docx.Document(io.BytesIO(above.get(page, {"as": "docx"}).content))
    assert any("Ủy ban nhân dân xã Số 1" in cell.text for table in document.tables for cell in table._cells)
    assert "Tổng hợp từ đơn vị" in words(above.get(reverse("staff:plan", args=[plan.pk])))
