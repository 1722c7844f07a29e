"""The portal's scores beside ours: entered, explained, never overwriting."""

import re
from typing import Any

import pytest
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.indicators.models import IndicatorValue
from motcua.indicators.scoring import Count
from motcua.kernel.clock import frozen
from motcua.measurement.comparing import explain
from motcua.organisation.enums import Role

MAY = {"period": "2026-05"}


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (Count(3, 5), Count(3, 5), []),
        (Count(3, 5), Count(2, 4), ["Mẫu số: Cổng đếm ít hơn 1 hồ sơ.", "Tử số: Cổng đếm ít hơn 1 hồ sơ."]),
        (Count(3, 5), Count(3, 9), ["Mẫu số: Cổng đếm nhiều hơn 4 hồ sơ."]),
        (Count(3, 5), None, ["Cổng chỉ công bố điểm, không nêu tử số và mẫu số nên chưa so được số đếm."]),
        (None, Count(1, 1), ["Hệ thống chưa có nguồn cho tiêu chí này; chỉ có số của Cổng."]),
    ],
)
def test_a_difference_in_words(ours: Count | None, theirs: Count | None, said: list[str]) -> None:
    assert explain(ours, theirs, "hồ sơ") == said


def test_the_portal_counts_fewer_and_the_carried_over_ones_explain_it(
    office: Office, birth: ProcedureVersion
) -> None:
    with frozen(moment("2026-04-29 09:00")):
        carried = received(office, birth)
    with frozen(moment("2026-05-05 09:00")):
        for _ in range(3):
            received(office, birth)
    run_to_end()
    control, url = office[Role.CONTROL], reverse("staff:portal-enter")
    given = {
        "evidence": "dichvucong.gov.vn, 02/6",
        "diem-II.1": "0",
        "tu-II.1": "0",
        "mau-II.1": "3",
        "diem-total": "40",
    }
    assert control.post(f"{url}?period=2026-05", given).status_code == 302
    before = words(control.get(reverse("staff:portal-scores"), MAY))
    assert "0 / 4" in before
    assert "0 / 3" in before
    assert "Mẫu số: Cổng đếm ít hơn 1 hồ sơ" in before
    assert re.search(r"1 hồ sơ kỳ trước chuyển sang \(đúng bằng phần chênh\)", before)
    listed = words(control.get(reverse("staff:portal-dossiers", args=["carried"]), MAY))
    assert str(carried.code) in listed
    assert IndicatorValue.objects.count() == 2  # ours are measured, not stored, and stay


def test_bad_numbers_are_said_at_their_field_and_nothing_is_kept(office: Office) -> None:
    control, url = office[Role.CONTROL], f"{reverse('staff:portal-enter')}?period=2026-05"
    for wrong, said in (
        ({"diem-II.1": "hai"}, "Ghi một số"),
        ({"diem-II.1": "20,5"}, "phải từ 0 đến 20"),
        ({"tu-II.1": "5", "mau-II.1": "3"}, "lớn hơn mẫu số"),
        ({"tu-II.1": "5"}, "cả tử số và mẫu số"),
        ({"mau-II.1": "-1", "tu-II.1": "-1"}, "Cần sửa"),
        ({}, "ít nhất một tiêu chí"),
        ({"diem-I.1": "6", "diem-II.1": "99"}, "phải từ 0 đến 20"),
    ):
        answer = control.post(url, {"evidence": "x"} | wrong)
        assert answer.status_code == 422
        assert said in words(answer), wrong
    assert not IndicatorValue.objects.exists()


def test_rights(office: Office, elsewhere: Office) -> None:
    assert office[Role.LEADER].get(reverse("staff:portal-enter")).status_code == 404
    assert (
        elsewhere[Role.CONTROL].get(reverse("staff:portal-scores"), {"agency": "H99.01"}).status_code == 404
    )
    assert office[Role.CONTROL].get(reverse("staff:portal-dossiers", args=["khong-co"])).status_code == 404
