"""Emulation, initiatives and the budget on pages, with their files and rights."""

import io
from datetime import date
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook
from tests.staff.conftest import Office
from tests.staff.control.test_inspection_pages import LEADS, STEERS, send

from motcua.organisation.enums import Role
from motcua.plans.control_models import Award, BudgetLine, BudgetSpending, Initiative
from motcua.regimes.actions import set_value

IDEA = {"title": "Hẹn giờ", "problem": "Chờ lâu", "solution": "Chia giờ", "effect": "Chờ ít hơn"}


def saved_rows(office: Office, name: str) -> int:
    answer = office[LEADS].get(reverse(f"staff:{name}") + "?as=xlsx")
    return int(load_workbook(io.BytesIO(answer.content)).active.max_row)


def test_an_initiative_on_pages(office: Office, elsewhere: Office) -> None:
    own = office.staff[Role.SPECIALIST].pk
    alone = office[Role.SPECIALIST].post(
        reverse("staff:initiative-add"), {**IDEA, "authors": [office.staff[LEADS].pk]}
    )
    assert "mình là tác giả" in alone.content.decode()
    send(office, "initiative-add", role=Role.SPECIALIST, **IDEA, authors=[own, office.staff[LEADS].pk])
    row = Initiative.objects.get()
    at, change = (reverse(f"staff:{name}", args=[row.pk]) for name in ("initiative", "initiative-change"))
    for role in (Role.SPECIALIST, LEADS):
        assert "Chia giờ" in office[role].get(at).content.decode()
    assert "Hẹn giờ" in office[Role.SPECIALIST].get(reverse("staff:initiatives")).content.decode()
    assert "Hẹn giờ" not in office[Role.RECEPTION].get(reverse("staff:initiatives")).content.decode()
    for browser in (office[Role.RECEPTION], elsewhere[STEERS]):
        assert browser.get(at).status_code == browser.get(change).status_code == 404
    send(
        office,
        "initiative-change",
        row.pk,
        role=Role.SPECIALIST,
        **{**IDEA, "effect": "Không phải chờ"},
        authors=[own],
    )
    assert "Không phải chờ" in office[LEADS].get(at).content.decode()
    page = office[LEADS].get(reverse("staff:initiatives")).content.decode()
    assert "cần ít nhất 1 sáng kiến" in page
    assert office[LEADS].post(reverse("staff:initiative-appraise", args=[row.pk]), {}).status_code == 404
    assert elsewhere[STEERS].get(reverse("staff:initiative-appraise", args=[row.pk])).status_code == 404
    send(office, "initiative-appraise", row.pk, fit="yes", by="Hội đồng", words="Tốt")
    send(office, "initiative-recognise", row.pk, decision="7/QĐ", decided_on="03/06/2026")
    assert office[STEERS].post(change, {**IDEA, "authors": [own]}).status_code == 404
    assert "Được công nhận" in office[LEADS].get(reverse("staff:initiatives")).content.decode()
    assert saved_rows(office, "initiatives") == 2


def test_emulation_on_pages(office: Office, elsewhere: Office, django_assert_max_num_queries: Any) -> None:
    someone = office.staff[Role.SPECIALIST]
    send(office, "emulation-mark", staff=someone.pk, criterion="ky-luat", points="14,0", basis="Biên bản họp")
    send(office, "emulation-propose", staff=someone.pk, kind="praise", words="Làm tốt")
    row = Award.objects.get()
    with django_assert_max_num_queries(30):
        page = office[LEADS].get(reverse("staff:emulation")).content.decode()
    assert "14,00" in page
    assert f"người đứng đầu: {office.staff[LEADS].name}" in page
    own = reverse("staff:emulation-officer", args=[someone.pk])
    for role in (LEADS, Role.SPECIALIST):
        assert "14 điểm: Biên bản họp" in office[role].get(own).content.decode()
    assert own in office[Role.SPECIALIST].get(reverse("staff:mine")).content.decode()
    assert office[Role.RECEPTION].get(own).status_code == elsewhere[STEERS].get(own).status_code == 404
    assert "Làm tốt" in page
    assert elsewhere[STEERS].get(reverse("staff:emulation-decide", args=[row.pk])).status_code == 404
    answer = office[STEERS].post(
        reverse("staff:emulation-decide", args=[row.pk]), {"agreed": "yes", "decided_on": "03/06/2026"}
    )
    assert answer.status_code == 422
    ahead = {"agreed": "yes", "decision": "8/QĐ", "decided_on": "04/06/2026"}
    at = reverse("staff:emulation-decide", args=[row.pk])
    assert "chưa đến" in office[STEERS].post(at, ahead).content.decode()
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
    paid = {**given, "amount": "500.000", "act_key": "phieu-1"}
    office[STEERS].post(at, {**paid, "document": ""})  # refused: the same form is sent again, mended
    for _ in range(2):
        send(office, "budget-spend", row.pk, **paid)
    paid_once = BudgetSpending.objects.get()
    assert "lần này không ghi thêm" in office[STEERS].get(reverse("staff:budget")).content.decode()
    send(office, "budget-spend", row.pk, **{**given, "amount": "7", "act_key": "phieu-2"})
    mistake = BudgetSpending.objects.get(amount=7)
    assert elsewhere[STEERS].post(reverse("staff:budget-take-back", args=[mistake.pk])).status_code == 404
    assert elsewhere[LEADS].get(reverse("staff:budget-line", args=[row.pk])).status_code == 404
    send(office, "budget-take-back", mistake.pk, why="Ghi hai lần")
    assert (
        office[STEERS].post(reverse("staff:budget-drop", args=[row.pk]), {"why": "Nhầm"}).status_code == 422
    )
    assert (
        paid_once.document in office[LEADS].get(reverse("staff:budget-line", args=[row.pk])).content.decode()
    )
    assert "1.500.000 đồng" in office[LEADS].get(reverse("staff:budget")).content.decode()
    send(office, "budget-settle", document="BC 2", settled_on="03/06/2026")
    page = office[STEERS].get(reverse("staff:budget")).content.decode()
    assert "Đã quyết toán" in page
    assert "Thêm khoản" not in page
    assert saved_rows(office, "budget") == 2
    next_year = "?nam=2027"
    assert (
        "Lấy từ dự toán năm 2026" in office[STEERS].get(reverse("staff:budget") + next_year).content.decode()
    )
    assert office[STEERS].post(reverse("staff:budget-begin") + next_year).status_code == 302
    assert BudgetLine.objects.get(year=2027).estimate == row.estimate
    assert office[STEERS].post(reverse("staff:budget-begin") + next_year).status_code == 422
    huge = {"content": "hop", "words": "Nhầm", "quantity": 100_000}
    for amount in ("9" * 16, "9" * 15):
        refused = office[STEERS].post(
            reverse("staff:budget-add") + next_year, {**huge, "unit_amount": amount}
        )
        assert "quá lớn" in refused.content.decode()


def test_a_norm_is_set_on_the_settings_page(office: Office) -> None:
    at = reverse("staff:setting", args=["budget.norms"])
    page = office[Role.ADMINISTRATOR].get(at)
    assert "tap-huan" in page.content.decode()
    before = office[LEADS].get(reverse("staff:budget")).content.decode()
    assert "hệ thống chưa có các con số đó" in before
    set_value(actor=office.actor(Role.ADMINISTRATOR), key="budget.norms", value={"hop": 1_500_000}, reason="Nghị quyết",
              scope=office.agency.code, first_day=date(2026, 1, 1), source="NQ 05/2026/NQ-HĐND")  # fmt: skip
    after = office[LEADS].get(reverse("staff:budget")).content.decode()
    assert "1.500.000 đồng" in after
    assert "NQ 05/2026/NQ-HĐND" in after


def test_an_agency_words_its_criteria_on_pages(office: Office, elsewhere: Office) -> None:
    at = reverse("staff:emulation-criteria")
    assert "Bước xử lý hồ sơ xong đúng hạn" in office[STEERS].get(at).content.decode()
    given = {"rows": "2", "code-0": "ho-so", "name-0": "Hồ sơ đúng hạn", "fact-0": "steps", "most-0": "62,5",
             "full-0": "98", "name-1": "Nền nếp", "fact-1": "", "most-1": "10", "full-1": "", "source": "KH số 9",
             "reason": "Năm mới", "first_day": "03/06/2026"}  # fmt: skip
    refused = office[STEERS].post(at, {**given, "most-0": "nhiều"})
    assert refused.status_code == 422
    assert "Ghi một con số" in refused.content.decode()
    assert office[LEADS].post(at, given).status_code in (403, 404)
    assert elsewhere[STEERS].post(f"{at}?co-quan={office.agency.code}", given).status_code == 404
    answer = office[STEERS].post(at, given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = office[LEADS].get(reverse("staff:emulation")).content.decode()
    assert "62,5" in page
    assert "KH số 9" in page
    assert "Nền nếp" in office[STEERS].get(reverse("staff:emulation-mark")).content.decode()
    send(office, "emulation-criteria-back", first_day="03/06/2026", reason="Thôi")
    assert "KH số 9" not in office[LEADS].get(reverse("staff:emulation")).content.decode()
