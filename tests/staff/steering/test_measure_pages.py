"""Pages of targets and measures: values that open, values followed with evidence."""

import re
from typing import Any

from django.urls import reverse
from tests.staff.conftest import Office

from motcua.indicators.models import IndicatorValue
from motcua.measurement.measures import measures
from motcua.organisation.enums import Role


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_measure_has_a_page_that_says_what_it_counts(office: Office) -> None:
    for code, one in measures().items():
        answer = office[Role.CONTROL].get(reverse("staff:measure", args=[code]))
        assert answer.status_code == 200, code
        assert one.numerator in words(answer), code
    assert office[Role.CONTROL].get(reverse("staff:measure", args=["khong-co"])).status_code == 404


def test_a_followed_target_shows_its_evidence_and_keeps_what_was_typed(office: Office) -> None:
    control = office[Role.CONTROL]
    url = reverse("staff:measure-follow", args=["NQ-2024", "01.5"])
    wrong = control.post(url, {"value": "nhiều", "evidence": "Cổng, ngày 01/6"})
    assert wrong.status_code == 422
    assert 'value="nhiều"' in wrong.content.decode()
    over = control.post(url, {"value": "120", "evidence": "Cổng"})
    assert "từ 0 đến 100" in words(over)
    assert control.post(url, {"value": "97,5", "evidence": "Cổng, xem ngày 01/6"}).status_code == 302
    assert str(IndicatorValue.objects.get().points) == "97.50"
    shown = words(control.get(reverse("staff:measures")))
    assert "97,5 %" in shown
    assert "Cổng, xem ngày 01/6" in shown


def test_only_who_steers_there_enters(office: Office, elsewhere: Office) -> None:
    url = reverse("staff:measure-follow", args=["NQ-2024", "01.5"])
    assert office[Role.LEADER].get(url).status_code == 404
    assert elsewhere[Role.CONTROL].get(url, {"agency": "H99.01"}).status_code == 404
    assert (
        office[Role.CONTROL].get(reverse("staff:measure-follow", args=["NQ-2024", "9.9"])).status_code == 404
    )


def test_statements_do_not_grow_with_rows(office: Office, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(40):
        assert office[Role.CONTROL].get(reverse("staff:measures")).status_code == 200
