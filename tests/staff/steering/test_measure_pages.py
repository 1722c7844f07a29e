"""Pages of targets and measures: values that open, values followed with evidence."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from tests.factories import CLERK, moment
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff.steering.criterion import file_of
from motcua.dossiers import actions as dossier_acts
from motcua.dossiers.rules import commands
from motcua.indicators.models import IndicatorValue
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.measurement.behind import Behind
from motcua.measurement.measures import measures
from motcua.organisation.access import officer_from
from motcua.organisation.enums import Role
from motcua.regimes.actions import set_value


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


def test_every_measured_figure_opens_to_as_much_as_it_says(
    office: Office, elsewhere: Office, birth: ProcedureVersion
) -> None:
    """Registrations of this year and of the same days last year, services that come to people, mean time, shares."""
    for year, many in ((2025, 1), (2026, 2)):
        for _ in range(many):
            with frozen(moment(f"{year}-03-02 09:00")):
                made = received(office, birth)
                dossier_acts.perform(made.pk, commands.Finish(), actor=office.actor(Role.SPECIALIST))
    run_to_end()
    control = office[Role.CONTROL]
    registering = {"entering": [made.procedure.code], "reentering": []}
    set_value(
        key="registrations.procedures", value=registering, scope=office.agency.code, first_day=date(2025, 1, 1),
        reason="Thử", actor=CLERK,
    )  # fmt: skip
    with frozen(moment("2026-06-10 09:00")):
        page = control.get(reverse("staff:measures"))
        opened = {
            one.row.measure: (one, url)
            for _, rows in page.context["families"]
            for one, url in rows
            if one.found
        }
        entering, url = opened["registrations.entering"]
        assert (entering.found.value, entering.found.before) == (2, 1)
        now, before = control.get(url), control.get(f"{url}&show=before")
        assert [each.badge for each in now.context["tabs"]] == [2, 1]
        assert [len(each.context["rows"]) for each in (now, before)] == [2, 1]
        assert control.get(f"{url}&as=xlsx").content[:2] == b"PK"
        coming, url = opened["proactive"]
        sides = {each.label: each.badge for each in control.get(url).context["tabs"]}
        count = coming.found.count
        assert (sides["Đã có"], sum(sides.values())) == (count.numerator, count.denominator)
        assert {measure for measure, (_, url) in opened.items() if not url} <= {"proactive.taken"}
        for measure, (_, url) in opened.items():
            assert not url or control.get(url).status_code == 200, measure
        assert control.get(reverse("staff:measure-rows", args=["registrations.none"])).status_code == 404
        assert elsewhere[Role.CONTROL].get(opened["proactive"][1]).status_code == 404


@pytest.mark.parametrize("kind", [Behind.PAYMENTS, Behind.PETITIONS, Behind.TASKS])
def test_a_file_is_made_of_more_rows_than_a_statement_takes_values(office: Office, kind: Behind) -> None:
    most: list[int] = []

    def measured(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        most.append(len(values or ()))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(measured):
        answer = file_of(
            officer_from(office.staff[Role.CONTROL], clock.today()), kind, range(1, 40_001), "thu"
        )
    assert answer.content[:2] == b"PK"
    assert 0 < max(most) < 32_766, "what SQLite takes as it is built by itself"
