"""Emulation, initiatives and the budget on pages, with their files and rights."""

import io
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook
from tests.staff.conftest import Office
from tests.staff.control.test_inspection_pages import LEADS, STEERS, send

from motcua.organisation.enums import Role
from motcua.plans.control_models import Award, BudgetLine, Initiative

IDEA = {"title": "Hẹn giờ", "problem": "Chờ lâu", "solution": "Chia giờ", "effect": "Chờ ít hơn"}


def saved_rows(office: Office, name: str) -> int:
    answer = office[LEADS].get(reverse(f"staff:{name}") + "?as=xlsx")
    return int(load_workbook(io.BytesIO(answer.content)).active.max_row)


def test_an_initiative_on_pages(office: Office, elsewhere: Office) -> None:
    send(office, "initiative-add", **IDEA, authors=[office.staff[LEADS].pk])
    row = Initiative.objects.get()
    page = office[LEADS].get(reverse("staff:initiatives")).content.decode()
    assert "cần ít nhất 1 sáng kiến" in page
    assert office[LEADS].post(reverse("staff:initiative-appraise", args=[row.pk]), {}).status_code == 404
    assert elsewhere[STEERS].get(reverse("staff:initiative-appraise", args=[row.pk])).status_code == 404
    send(office, "initiative-appraise", row.pk, fit="yes", by="Hội đồng", words="Tốt")
    send(office, "initiative-recognise", row.pk, decision="7/QĐ", decided_on="03/06/2026")
    assert "Được công nhận" in office[LEADS].get(reverse("staff:initiatives")).content.decode()
    assert saved_rows(office, "initiatives") == 2


def test_emulation_on_pages(office: Office, elsewhere: Office, django_assert_max_num_queries: Any) -> None:
    someone = office.staff[Role.SPECIALIST]
    send(office, "emulation-mark", staff=someone.pk, criterion="ky-luat", points="14", basis="Biên bản họp")
    send(office, "emulation-propose", staff=someone.pk, kind="praise", words="Làm tốt")
    row = Award.objects.get()
    with django_assert_max_num_queries(24):
        page = office[LEADS].get(reverse("staff:emulation")).content.decode()
    assert "14,00" in page
    assert "Làm tốt" in page
    assert elsewhere[STEERS].get(reverse("staff:emulation-decide", args=[row.pk])).status_code == 404
    answer = office[STEERS].post(
        reverse("staff:emulation-decide", args=[row.pk]), {"agreed": "yes", "decided_on": "03/06/2026"}
    )
    assert answer.status_code == 422
    send(office, "emulation-decide", row.pk, agreed="yes", decision="8/QĐ", decided_on="03/06/2026")
    assert "8/QĐ" in office[LEADS].get(reverse("staff:emulation")).content.decode()
    assert saved_rows(office, "emulation") == 1 + len(Role)


def test_the_budget_on_pages(office: Office, elsewhere: Office) -> None:
    send(office, "budget-add", content="hop", words="Hội nghị", quantity=2, unit_amount="1.000.000")
    row = BudgetLine.objects.get()
    at = reverse("staff:budget-spend", args=[row.pk])
    given = {"day": "02/06/2026", "amount": "3.000.000", "document": "PC 1"}
    assert "chỉ còn 2.000.000 đồng" in office[STEERS].post(at, given).content.decode()
    assert elsewhere[STEERS].get(at).status_code == 404
    send(office, "budget-spend", row.pk, **{**given, "amount": "500.000"})
    assert "1.500.000 đồng" in office[LEADS].get(reverse("staff:budget")).content.decode()
    send(office, "budget-settle", document="BC 2", settled_on="03/06/2026")
    page = office[STEERS].get(reverse("staff:budget")).content.decode()
    assert "Đã quyết toán" in page
    assert "Lập dự toán" not in page
    assert saved_rows(office, "budget") == 2


def test_a_norm_is_set_on_the_settings_page(office: Office) -> None:
    at = reverse("staff:setting", args=["budget.norms"])
    page = office[Role.ADMINISTRATOR].get(at)
    assert "tap-huan" in page.content.decode()
