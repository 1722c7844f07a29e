"""What the law has an agency publish: people, index, overdue dossiers."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from tests import factories
from tests.factories import moment

from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.inspections import actions as register
from motcua.inspections.enums import Measure, ViolationKind
from motcua.inspections.queries import Proposal
from motcua.kernel.clock import frozen
from motcua.measurement.actions import rebuild
from motcua.regimes.actions import set_value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.usefixtures("place")
def test_staff_are_listed_leaders_first_and_only_those_made_public(client: Client) -> None:
    text = client.get("/danh-ba").content.decode()
    assert text.index("Âu Văn Trưởng") < text.index("Đỗ Thị Tiếp")
    assert "0299 000 222" in text
    assert "Kín Văn Danh" not in text
    data = client.get("/danh-ba.json").json()
    assert [one["name"] for one in data["staff"]] == ["Âu Văn Trưởng", "Đỗ Thị Tiếp"]
    assert set(data["staff"][0]) == {"name", "title", "field", "phone", "leader"}


@pytest.mark.usefixtures("place")
def test_another_agency_can_be_chosen_and_an_unknown_one_is_not_there(client: Client) -> None:
    assert "chưa công khai danh sách" in client.get("/danh-ba?co-quan=H99.02").content.decode()
    assert client.get("/danh-ba?co-quan=H00").status_code == 404


def test_the_index_shows_numerators_and_denominators(client: Client, dossier) -> None:
    text = client.get("/chi-so").content.decode()
    assert "II.1." in text
    assert "0 / 1" in text
    assert "chưa đo được" in text
    data = client.get("/chi-so.json").json()
    assert data["criteria"]["II.1"] | {"name": ""} == {
        "name": "", "numerator": 0, "denominator": 1, "points": 0.0, "max": 20.0, "measured": True,
    }  # fmt: skip
    assert data["criteria"]["I.1"]["points"] is None
    assert data["complete"] is False
    assert data["measured_max"] < 100


def test_the_index_of_a_province_counts_those_below_it(client: Client, dossier) -> None:
    assert client.get("/chi-so.json?co-quan=H99").json()["criteria"]["II.1"]["denominator"] == 1
    assert client.get("/chi-so.json?co-quan=H99.02").json()["criteria"]["II.1"]["denominator"] == 0


@pytest.mark.usefixtures("place")
def test_periods_before_the_set_and_codes_that_are_none_do_not_break(client: Client) -> None:
    assert client.get("/chi-so?ky=2015").status_code == 200
    assert client.get("/chi-so.json?ky=2015").status_code == 404
    assert client.get("/chi-so?ky=khong").status_code == 404
    assert "chưa đến" in client.get("/chi-so?ky=2190").content.decode()
    assert "chưa đến" in client.get("/chi-so.json?ky=2190").json()["error"]


def test_overdue_dossiers_are_counted_by_agency_without_officers(client: Client, dossier) -> None:
    text = client.get("/qua-han").content.decode()
    assert "1 hồ sơ quá ngày hẹn trả" in text
    assert "08/06/2026" in text
    assert "Đỗ Thị Tiếp" not in text


def test_before_its_due_date_nothing_is_overdue(client: Client, dossier) -> None:
    with frozen(moment("2026-06-08 16:00")):
        rebuild()
        assert "0 hồ sơ quá ngày hẹn trả" in client.get("/qua-han").content.decode()


def test_the_monthly_list_names_agencies_and_an_officer_only_after_a_measure(client: Client, place) -> None:
    agency = place.commune
    clerk = factories.officer(agency, "Lý Thị Chậm")
    with frozen(moment("2026-05-04 08:00")):
        made = actions.receive_at_counter(
            factories.filing(factories.version(), agency, name="Vương Văn Dân"), actor=factories.CLERK,
            receiver_id=clerk.pk,
        )  # fmt: skip
    with frozen(moment("2026-05-20 08:00")):
        actions.perform(made.pk, commands.Finish(), actor=factories.CLERK)
        rebuild()
    month = Proposal(
        "late:x", ViolationKind.LATENESS, date(2026, 5, 31), "Nhiều lần", clerk, period="2026-05"
    )
    with frozen(moment("2026-06-04 08:00")):
        cache.clear()
        assert "04/2026" in client.get("/qua-han").content.decode()  # May is published from the fifth
    with frozen(moment("2026-06-08 08:00")):
        cache.clear()
        text = client.get("/qua-han").content.decode()
        assert "05/2026" in text
        assert "chỉ được nêu tên sau khi" in text
        assert "Lý Thị Chậm" not in text
        entered = register.take_up(month, agency, actor=factories.CLERK)
        conclusion = {"measure": Measure.REMINDED, "measure_on": date(2026, 6, 8), "outcome": "TB 12"}
        register.conclude(entered.pk, **conclusion, actor=factories.CLERK)
        cache.clear()
        text = client.get("/qua-han").content.decode()
        assert "Lý Thị Chậm" in text
        set_value(
            actor=factories.CLERK, key="publish.late_officers", value="never", scope=agency.code,
            first_day=date(2026, 6, 1), reason="Thử", source="",
        )  # fmt: skip
        cache.clear()
        text = client.get("/qua-han").content.decode()
        assert "Lý Thị Chậm" not in text
        assert "không nêu tên cán bộ" in text
        assert "Vương Văn Dân" not in text
