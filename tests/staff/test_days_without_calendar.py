"""A reception on a day that no calendar knows: said in words, and nothing is stored. Days at the edge of years count on."""

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office
from tests.staff.test_reception import address_of, form_of

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier, DossierCounter, Event
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role


@pytest.mark.parametrize("day", ["2023-06-05", "2031-06-02"])
def test_a_day_without_calendar_is_refused_in_words(day: str, office: Office, birth: ProcedureVersion):
    with frozen(moment(f"{day} 09:00")):
        browser = office[Role.RECEPTION]
        assert browser.get(address_of(birth)).status_code == 200
        answer = browser.post(address_of(birth), form_of(birth, desk=office.agency.pk))
        assert browser.get(reverse("staff:home")).status_code == 200
    assert answer.status_code == 422
    assert f"lịch năm {day[:4]}" in answer.content.decode()
    assert "Quản trị viên đã được báo" in answer.content.decode()
    assert not Dossier.objects.exists()
    assert not Event.objects.exists()
    assert not DossierCounter.objects.exists()


@pytest.mark.parametrize(
    ("received", "due", "provisional"),
    [
        ("2025-12-31 16:59", date(2026, 1, 9), False),  # 1 and 2 January are off
        (
            "2026-02-17 09:00",
            date(2026, 2, 27),
            False,
        ),  # the first day of Tết: counted from the first working day
        ("2026-12-31 16:59", date(2027, 1, 8), True),  # 2027 is not decreed yet
    ],
)
def test_the_ends_of_years_and_tet(
    received: str, due: date, *, provisional: bool, office: Office, birth: ProcedureVersion
):
    with frozen(moment(received)):
        browser = office[Role.RECEPTION]
        browser.post(address_of(birth), form_of(birth, desk=office.agency.pk))
        dossier = Dossier.objects.get()
        told = browser.get(reverse("staff:due-explained", args=[dossier.code])).content.decode()
    assert dossier.due_date == due
    assert ("tạm tính" in told) is provisional
