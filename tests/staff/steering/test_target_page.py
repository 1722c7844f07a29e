"""One target over HTTP: value, months, forecast, units, evidence; rights and statements."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import busy, words
from tests.staff.steering.test_steering import plan as plan

from motcua.catalogue.models import ProcedureVersion
from motcua.organisation.enums import Role
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
