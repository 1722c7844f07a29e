"""What a leader reads first on the control room, and that it says what the other pages say."""

import re
from typing import Any

import pytest
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.measurement.what_if import MENDABLE
from motcua.organisation.enums import Role

pytestmark = pytest.mark.django_db
YEAR = {"period": "2026"}


@pytest.fixture
def lived(office: Office, birth: ProcedureVersion) -> list[Dossier]:
    """Two dossiers in April ended late, three in May on time, one of May still open and overdue in June."""
    made = []
    for received_on, ended_on in (
        ("2026-04-06", "2026-04-29"), ("2026-04-06", "2026-04-29"), ("2026-05-04", "2026-05-05"),
        ("2026-05-04", "2026-05-05"), ("2026-05-04", "2026-05-05"), ("2026-05-18", ""),
    ):  # fmt: skip
        with frozen(moment(f"{received_on} 09:00")):
            made.append(received(office, birth))
        if ended_on:
            with frozen(moment(f"{ended_on} 09:00")):
                actions.perform(made[-1].pk, commands.Finish(), actor=office.actor(Role.SPECIALIST))
    with frozen(moment("2026-06-10 09:00")):
        run_to_end()
    return made


def page(office: Office, name: str, **asked: str) -> Any:
    with frozen(moment("2026-06-10 09:00")):
        return office[Role.LEADER].get(reverse(f"staff:{name}"), YEAR | asked)


def test_where_it_stands_what_raises_it_and_what_is_late(office: Office, lived: list[Dossier]) -> None:
    seen = page(office, "control")
    share, growth, best, late = seen.context["cards"]
    compared = page(office, "compare").context["found"].lines[0]
    assert share.value == f"{compared.now} %".replace(".", ",")
    assert "ngưỡng Tốt (80 %)" in share.label
    shares = [mark.point.value for mark in seen.context["trend"].marks][-2:]
    assert growth.value == f"{shares[1] - shares[0]:+}".replace(".", ",")
    assert growth.label == "Tháng 6/2026 so với tháng 5"
    lever = seen.context["levers"][0]
    assert best.value == f"+{lever.points}".replace(".", ",")
    assert (best.label, best.url) == (f"Nếu {lever.more} {lever.deed}", lever.url)
    assert (late.value, late.tone) == (1, "late")
    assert "due=late" in late.url


def test_only_what_can_be_done_is_advised_and_it_brings_what_is_said(
    office: Office, lived: list[Dossier]
) -> None:
    """What was late stays late: it is named as lost. Each lever pulled as far as it says brings its points."""
    seen = page(office, "control")
    of = {code: one.criterion.measure for code, one in seen.context["shown"].score.criteria.items()}
    assert {of[one.code] for one in seen.context["levers"]} <= set(MENDABLE)
    assert "II.1" in [one.code for one in seen.context["lost"]]
    whole = page(office, "what-if").context["levers"]
    assert [each.lever.points for each in whole] == sorted(
        (each.lever.points for each in whole), reverse=True
    )
    assert [each.lever for each in whole][:6] == seen.context["levers"]
    assert len(whole) > 3
    for each in whole:
        then = page(office, "what-if", **{each.field: str(each.lever.more)}).context["after"]
        assert then.criteria[each.lever.code].points == then.criteria[each.lever.code].criterion.maximum


def test_nothing_measured_says_so(office: Office) -> None:
    seen = page(office, "control")
    text = re.sub(r"<[^>]+>", " ", seen.content.decode())
    assert [card.label for card in seen.context["cards"]][-1] == "Hồ sơ đã qua ngày hẹn trả"
    assert "so với tháng" not in text
