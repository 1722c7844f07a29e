"""One target over HTTP: value, months, forecast, units, evidence; rights and statements."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import busy, words
from tests.staff.steering.test_steering import plan as plan

from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff.templatetags.steering import plain
from motcua.organisation.enums import Role
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import Initiative
from motcua.plans.models import Plan, PlanTarget


def test_a_measured_target_shows_its_months_and_its_future(
    office: Office, elsewhere: Office, plan: Plan, birth: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    busy(office, birth, 4)
    target = PlanTarget.objects.get(measure="II.1")
    url = reverse("staff:target", args=[target.pk])
    with django_assert_max_num_queries(60):
        page = office[Role.CONTROL].get(url)
    shown = words(page)
    assert "50 %" in shown
    assert "cần thêm 2 trường hợp" in shown
    assert "thiếu 45 điểm phần trăm" in shown
    assert "Từng tháng trong năm" in shown
    assert "Khó đạt" in shown
    assert office[Role.LEADER].get(url).status_code == 200
    assert "Giao xuống đơn vị" not in shown
    assert elsewhere[Role.CONTROL].get(url).status_code == 404
    assert office[Role.SPECIALIST].get(url).status_code == 404


def test_a_value_entered_names_its_author_and_its_file(office: Office, elsewhere: Office, plan: Plan) -> None:
    target = PlanTarget.objects.get(measure="")
    control = office[Role.CONTROL]
    file = SimpleUploadedFile("bc.txt", b"bao cao")
    given = {"value": "1", "basis": "Báo cáo 10/BC-UBND", "file": file}
    shown = words(control.post(reverse("staff:target-value", args=[target.pk]), given, follow=True))
    assert "Báo cáo 10/BC-UBND" in shown
    assert "Người Đầu mối kiểm soát TTHC" in shown
    assert "Chưa đủ số liệu để dự báo" in shown
    url = reverse("staff:target-evidence", args=[target.pk])
    assert control.get(url).content == b"bao cao"
    assert elsewhere[Role.CONTROL].get(url).status_code == 404
    assert control.get(reverse("staff:target-hand-down", args=[target.pk])).status_code == 404


def test_a_number_opens_what_it_is_made_of(
    office: Office, elsewhere: Office, plan: Plan, django_assert_max_num_queries: Any
) -> None:
    target = PlanTarget.objects.filter(plan=plan).order_by("order")[0]
    PlanTarget.objects.filter(pk=target.pk).update(
        measure="N.recognised", unit="sáng kiến", operator=">=", value=3, name="Sáng kiến được công nhận"
    )
    for day in (date(2026, 4, 2), date(2026, 5, 29)):
        Initiative.objects.create(
            agency=office.agency, year=2026, title=f"Hẹn giờ {day:%d/%m}", problem="Chờ", solution="Hẹn", effect="Nhanh",
            state=InitiativeState.RECOGNISED.value, registered_on=day, registered_by="Thử", decision="7/QĐ-UBND",
            decided_on=day,
        )  # fmt: skip
    control = office[Role.CONTROL]
    with django_assert_max_num_queries(40):
        page = control.get(reverse("staff:target", args=[target.pk]))
    shown = words(page)
    assert "2 sáng kiến" in shown
    assert "thiếu 1 sáng kiến" in shown
    assert "Xem danh sách phía sau" in shown
    # Two in 92 days; 211 days are left after 3 June: 2 + 2 × 211 ÷ 92.
    assert "6,58 sáng kiến" in shown
    assert "Sẽ đạt" in shown
    assert "2 sáng kiến" in words(control.get(reverse("staff:targets")))
    url = f"{reverse('staff:measure', args=['N.recognised'])}?agency={office.agency.code}&period=2026"
    assert url.replace("&", "&amp;") in page.content.decode()
    rows = words(control.get(url))
    assert "Hẹn giờ 02/04" in rows
    assert "7/QĐ-UBND" in rows
    assert elsewhere[Role.CONTROL].get(url).status_code == 404
    assert office[Role.SPECIALIST].get(url).status_code == 404


def test_each_person_stands_with_what_they_did(office: Office) -> None:
    page = words(office[Role.CONTROL].get(reverse("staff:measure", args=["N.posts_each"])))
    assert "0 tin, bài/người/tuần" in page
    assert "0 tin, bài trong" in page
    assert "Chưa đủ" in page


@pytest.mark.parametrize(
    ("value", "shown"),
    [("80.000", "80"), ("99.5", "99,5"), ("5280.000", "5.280"), ("1234567.25", "1.234.567,25"), ("0", "0"), ("100", "100")],
)  # fmt: skip
def test_numbers_as_people_write_them(value: str, shown: str) -> None:
    assert plain(Decimal(value)) == shown
