"""What units made of a plan, over HTTP: rights, few statements, files; tasks sent down from the page."""

import io
import re
from decimal import Decimal

import docx
import pytest
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.factories import CLERK
from tests.plans.test_running import TEXT
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import words

from motcua.doors.staff.templatetags.steering import aim
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency
from motcua.plans import actions
from motcua.plans.models import Plan, PlanTarget, PlanTask


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
    assert "Chưa có đơn vị nào" not in told
    assert "phối hợp" not in told
    send = reverse("staff:plan-send", args=[plan.pk])
    assert office[Role.CONTROL].post(send).status_code == 404
    assert "Ghi ngày theo mẫu" in words(above.post(send, {"late_due": "hôm nào"}, follow=True))
    assert "Đã giao 4 nhiệm vụ" in words(above.post(send, follow=True))
    assert PlanTask.objects.filter(parent__plan=plan).count() == 4
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        shown = words(above.get(page))
    assert "2 đơn vị, 4 nhiệm vụ: 0 hoàn thành" in shown
    assert "Ghi là đã gửi" in shown
    assert above.get(page, {"as": "xlsx"}).content[:2] == b"PK"
    document = docx.Document(io.BytesIO(above.get(page, {"as": "docx"}).content))
    assert any("Ủy ban nhân dân xã Số 1" in cell.text for table in document.tables for cell in table._cells)
    assert "Tổng hợp từ đơn vị" in words(above.get(reverse("staff:plan", args=[plan.pk])))


def test_nothing_sent_yet_leads_somewhere(province: Agency, above: Client) -> None:
    """Names that nobody explained come first; each way down has a button, and the call is filled in."""
    text = TEXT.replace("Văn phòng UBND xã", "Khối văn thư lưu trữ").encode()
    plan: Plan = actions.import_document(province, data=text, name="ke-hoach.md", actor=CLERK)
    actions.confirm(plan.pk, actor=CLERK)
    page = above.get(reverse("staff:plan-consolidated", args=[plan.pk])).content.decode()
    assert "tên trong kế hoạch chưa rõ là ai" in page
    assert reverse("staff:plan-bodies", args=[plan.pk]) in page
    [call] = re.findall(r'href="([^"]+)">Yêu cầu lập kế hoạch', page)
    form = above.get(call.replace("&amp;", "&")).content.decode()
    assert f'<option value="{plan.kind}" selected>' in form
    assert 'type="date"' not in form


@pytest.mark.parametrize(
    ("operator", "unit", "said"),
    [
        (">=", "%", "≥\xa080\xa0%"),
        (">=", "cuộc", "≥\xa080 cuộc"),
        ("not_below_last_year", "%", "không thấp hơn năm trước"),
    ],
)
def test_a_demand_breaks_only_between_words(operator: str, unit: str, said: str) -> None:
    """In a narrow column «≥ 80 %» stays together, and a long demand does not push the other columns away."""
    assert aim(PlanTarget(operator=operator, value=Decimal(80), unit=unit)) == said
