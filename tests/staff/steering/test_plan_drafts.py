"""Next year's papers over HTTP: chosen, saved, refused with words, hidden from others; the file goes in again."""

import re

import pytest
from django.urls import reverse
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import plan as plan
from tests.staff.steering.test_steering import upload, words

from motcua.doors.staff.steering.drafts import place_of
from motcua.organisation.enums import Role
from motcua.plans.models import Plan, PlanTask

GIVEN = {
    "paper": "plan", "kind": "control", "superior": "UBND tỉnh Mẫu", "agency": "UBND xã Thử", "place": "Thử",
    "office": "Chủ tịch", "signer": "Lê Văn Ký",
}  # fmt: skip


def test_next_years_plan_is_saved_and_imported_again(office: Office, elsewhere: Office, plan: Plan) -> None:
    control = office[Role.CONTROL]
    url = reverse("staff:plan-draft", args=[plan.pk])
    assert url in control.get(reverse("staff:plan", args=[plan.pk])).content.decode()
    assert control.get(url).status_code == 200
    for stranger in (elsewhere[Role.CONTROL], office[Role.SPECIALIST]):
        assert stranger.post(url, GIVEN).status_code == 404
    file = control.post(url, GIVEN)
    assert "ke-hoach-2027.docx" in file.headers["Content-Disposition"]
    upload(office, file.content, "ke-hoach-2027.docx")
    again = Plan.objects.get(year=2027)
    assert PlanTask.objects.filter(plan=again).count() == PlanTask.objects.filter(plan=plan).count()
    for paper in ("decision", "letter"):
        assert control.post(url, GIVEN | {"paper": paper}).content.startswith(b"PK")
    refused = control.post(url, GIVEN | {"kind": "inspection"})
    assert refused.status_code == 422
    assert "không có nhiệm vụ nào thuộc loại này" in words(refused)
    assert "Lê Văn Ký" in refused.content.decode()


def test_a_pdf_is_offered_for_import(office: Office) -> None:
    page = office[Role.CONTROL].get(reverse("staff:plans")).content.decode()
    assert re.search(r'accept="[^"]*\.pdf', page)


@pytest.mark.parametrize(
    ("agency", "place"),
    [
        ("Ủy ban nhân dân xã Lam Bình", "Lam Bình"),
        ("UBND phường Thành Công", "Thành Công"),
        ("Ủy ban nhân dân phường 3", "Phường 3"),
        ("Ủy ban nhân dân tỉnh Lam Sơn Hạ", "Lam Sơn Hạ"),
    ],
)
def test_where_a_paper_is_dated(agency: str, place: str) -> None:
    assert place_of(agency) == place
