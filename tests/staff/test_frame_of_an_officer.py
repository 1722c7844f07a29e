"""What every officer finds around a page: the navigation, the head, and both also where a page is absent."""

import re

import pytest
from django.test import Client
from tests.staff.conftest import Office, filed_online

from motcua.catalogue.models import ProcedureVersion
from motcua.organisation.enums import Role

pytestmark = pytest.mark.django_db

_ENTRY = re.compile(r'<a href="(/can-bo/[^"]*)"( aria-current="page")?><span>([^<]+)</span>')


def entries(page: str) -> dict[str, bool]:
    """Labels of the navigation, and whether each is marked."""
    return {label: bool(current) for _, current, label in _ENTRY.findall(page)}


def test_an_address_that_leads_nowhere_keeps_the_officers_frame(office: Office) -> None:
    answer = office[Role.RECEPTION].get("/can-bo/khong-co")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert entries(page)["Tiếp nhận"] is False
    assert not any(entries(page).values())
    assert office.staff[Role.RECEPTION].name in page
    assert "/can-bo/tim" in page


def test_without_signing_in_the_page_is_plain() -> None:
    page = Client().get("/can-bo/khong-co").content.decode()
    assert not entries(page)
    assert "Không tìm thấy trang này" in page


def test_leaders_find_plans_and_tasks_and_reception_does_not(office: Office) -> None:
    leader = entries(office[Role.LEADER].get("/can-bo/").content.decode())
    reception = entries(office[Role.RECEPTION].get("/can-bo/").content.decode())
    assert {"Kế hoạch", "Nhiệm vụ", "Chỉ tiêu"} <= leader.keys()
    assert not {"Kế hoạch", "Nhiệm vụ", "Chỉ tiêu"} & reception.keys()
    assert leader["Hôm nay"]


def test_what_waits_online_is_counted_beside_its_entry(office: Office, birth: ProcedureVersion) -> None:
    badge = re.compile(r'Hồ sơ trực tuyến</span><span class="badge">(\d+)')
    assert not badge.search(office[Role.RECEPTION].get("/can-bo/").content.decode())
    filed_online(office, birth)
    found = badge.search(office[Role.RECEPTION].get("/can-bo/").content.decode())
    assert found
    assert found[1] == "1"
