"""The first run: one page until an agency exists, for whoever holds the key, and never again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import factories

from motcua.accounts.models import User
from motcua.audit.models import AuditRow
from motcua.catalogue.models import Procedure
from motcua.doors.frame import setup_key
from motcua.doors.staff.administration import first_run
from motcua.kernel import clock
from motcua.organisation.access import officer_of
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.regimes.queries import rule
from motcua.worktime.models import OfficeHours

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/bat-dau"


@pytest.fixture(autouse=True)
def empty(settings: Any, tmp_path: Path) -> Iterator[str]:
    settings.HOME = tmp_path
    first_run.remember(False)
    yield setup_key.ensure()
    first_run.remember(False)


@pytest.fixture
def given(empty: str) -> dict[str, Any]:
    codes = [factories.version().procedure.code for _ in range(3)]
    return {
        "key": empty.lower(), "name": "Ủy ban nhân dân xã An Bình", "code": "h99.101", "level": "commune",
        "above": "Ủy ban nhân dân tỉnh Thử", "above_code": "", "address": "Thôn Một", "phone": "0200 000 000",
        "administrator": "Đặng Hữu Tâm", "username": "quantri", "password": "mot-cua-an-binh",
        "again": "mot-cua-an-binh", "morning": "7h30-11h30", "afternoon": "13:30 - 17:00",
        "saturday": "07:30-11:30", "procedures": codes[:2],
    }  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/bat-dau", "/can-bo/", "/can-bo/dang-nhap", "/tra-cuu?q=1"])
def test_every_address_leads_to_the_first_run(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == PAGE


def test_health_and_files_answer(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").status_code == 200
    style = client.get("/static/frame/frame.css")
    assert style.status_code == 200
    style.close()


def test_the_page_makes_agency_administrator_hours_and_choice(client: Client, given: dict[str, Any]) -> None:
    assert "3 thủ tục" in client.get(PAGE).content.decode()
    assert client.post(PAGE, given).headers["Location"] == "/can-bo/bat-dau/xong"
    own = Agency.objects.get(code="H99.101")
    assert own.path == "H99/H99.101/"
    officer = officer_of(User.objects.get(username="quantri"))
    assert officer.may(Right.ADMINISTER)
    hours = OfficeHours.objects.get(scope="H99.101")
    assert hours.office == [["07:30", "11:30"], ["13:30", "17:00"]]
    assert hours.saturday == [["07:30", "11:30"]]
    left_out = rule("desk.procedures_left_out", on=clock.today(), scopes=own.chain)
    assert left_out == [Procedure.objects.order_by("code").values_list("code", flat=True)[2]]
    assert "mot-cua-an-binh" not in str(list(AuditRow.objects.values()))
    assert not setup_key.exists()


def test_afterwards_the_page_is_closed_and_the_administrator_signs_in(
    client: Client, given: dict[str, Any]
) -> None:
    client.post(PAGE, given)
    assert client.get(PAGE).headers["Location"] == "/can-bo/dang-nhap"
    assert client.post(PAGE, given | {"code": "H99.102"}).status_code == 302
    assert Agency.objects.count() == 2
    assert "Việc cần làm tiếp" in client.get("/can-bo/bat-dau/xong").content.decode()
    signed_in = client.post("/can-bo/dang-nhap", {"username": "quantri", "password": "mot-cua-an-binh"})
    assert signed_in.headers["Location"] == "/can-bo/"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "SAI-RO-RANG"}, "Mã cài đặt không đúng"),
        ({"again": "khac"}, "không giống nhau"),
        ({"password": "12345678", "again": "12345678"}, "dễ đoán"),
        ({"morning": "11:30-07:30"}, "giờ kết thúc phải sau"),
        ({"afternoon": "cả chiều"}, "07:30-11:30"),
        ({"code": "Xã An Bình", "above": ""}, "chữ cái không dấu"),
        ({"code": "H99"}, "mã định danh của cơ quan cấp trên"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    client: Client, given: dict[str, Any], change: dict[str, str], words: str
) -> None:
    answer = client.post(PAGE, given | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Agency.objects.exists()
    assert not User.objects.exists()
    assert setup_key.exists()


def test_without_a_key_nobody_gets_in(client: Client, given: dict[str, Any]) -> None:
    setup_key.forget()
    assert client.post(PAGE, given | {"key": ""}).status_code == 422
    assert "motcua prepare --empty" in client.get(PAGE).content.decode()
    assert not Agency.objects.exists()


def test_the_key_is_readable_by_the_owner_only(empty: str, tmp_path: Path) -> None:
    assert (tmp_path / setup_key.FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert setup_key.ensure() == empty


def test_once_there_is_an_agency_asking_costs_nothing(client: Client, django_assert_num_queries: Any) -> None:
    factories.agency()
    assert first_run.founded()
    with django_assert_num_queries(0):
        assert client.get("/health/live").status_code == 200
