"""Comparison and ranking, over HTTP."""

import re
from typing import Any

from django.urls import reverse
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.kernel import clock
from motcua.organisation.enums import Role

URL = "staff:compare"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_agency_is_compared_and_never_named_to_others(
    office: Office, elsewhere: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    received(office, birth)
    run_to_end()
    with django_assert_max_num_queries(60):
        page = words(office[Role.CONTROL].get(reverse(URL)))
    assert "Tăng, giảm" in page
    assert "II.1. Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn" in page
    other = words(elsewhere[Role.CONTROL].get(reverse(URL)))
    assert "So sánh, xếp hạng" in other


def test_any_range_of_days_may_be_chosen(office: Office) -> None:
    control = office[Role.CONTROL]
    named = words(control.get(reverse(URL), {"first": "01/01/2024", "last": "31/03/2024"}))
    assert "quý I/2024" in named
    shown = words(control.get(reverse(URL), {"first": "01/03/2024", "last": "15/04/2024"}))
    assert "từ 01/03/2024 đến 15/04/2024" in shown
    for wrong in (
        {"first": "01/03/2024"},
        {"first": "15/04/2024", "last": "01/03/2024"},
        {"first": "x", "last": "y"},
    ):
        assert control.get(reverse(URL), wrong).status_code in (400, 422)


def test_of_a_year_the_year_before_stands_there_once_and_no_mean_of_nobody(
    office: Office, birth: ProcedureVersion
) -> None:
    received(office, birth)
    run_to_end()
    control, year = office[Role.CONTROL], clock.today().year
    page = control.get(reverse(URL)).content.decode()
    assert page.count(f'<th scope="col" class="num">Năm {year - 1}</th>') == 1
    assert "Trung bình 0" not in page
    quarter = words(control.get(reverse(URL), {"period": f"{year}-Q1"}))
    assert f"Quý IV/{year - 1}" in quarter
    assert f"Quý I/{year - 1}" in quarter


def test_it_is_for_whoever_sees_figures(office: Office, elsewhere: Office) -> None:
    assert office[Role.RECEPTION].get(reverse(URL)).status_code == 404
    assert elsewhere[Role.CONTROL].get(reverse(URL), {"agency": "H99.01"}).status_code == 404
