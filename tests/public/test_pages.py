"""Every public page answers, is light, carries the policy, sets no cookie, and asks little of the database."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.models import Procedure

pytestmark = pytest.mark.django_db

# Address -> statements it may take when nothing is kept; {dossier} is the code of the dossier.
PAGES = {
    "/": 28,
    "/thu-tuc": 7,
    "/thu-tuc?q=giay+khai+sinh&cap=commune": 10,  # two of them only after the catalogue changed
    "/thu-tuc/1.001193": 9,
    "/thu-tuc/1.000894": 9,
    "/nop-ho-so": 2,
    "/tra-cuu": 2,
    "/tra-cuu/{dossier}": 9,  # four of these three only once: the procedure, agencies and officers are kept afterwards
    "/tra-cuu/{dossier}/nop-tien": 8,
    "/tra-cuu/{dossier}/da-nop": 9,
    "/noi-tiep-nhan": 4,
    "/danh-ba": 6,
    "/chi-so": 28,
    "/qua-han": 10,  # two of them ask which body of an interlinked dossier is late, one who explained
    "/phan-anh-kien-nghi": 3,
    "/gioi-thieu": 2,
    "/kha-nang-tiep-can": 2,
}


@pytest.mark.usefixtures("today", "catalogue")
@pytest.mark.parametrize(("address", "most"), PAGES.items())
def test_a_page_is_light_and_asks_little(client: Client, dossier, address: str, most: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address.format(dossier=dossier.code))
    assert answer.status_code == 200
    assert len(asked) <= most
    text = answer.content.decode()
    assert text.count("<h1") == 1
    assert "Ủy ban nhân dân xã Mẫu" in text
    assert len(answer.content) + weight_of_parts(text) < 100_000
    assert "htmx" not in text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script>" not in text
    assert " style=" not in text


@pytest.mark.usefixtures("today", "catalogue", "dossier")
def test_the_second_visitor_gets_the_kept_figures(client: Client) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= 8


@pytest.mark.usefixtures("place", "today", "catalogue")
def test_queries_of_the_list_do_not_grow_with_its_rows(client: Client) -> None:
    client.get("/thu-tuc")
    with CaptureQueriesContext(connection) as whole:
        client.get("/thu-tuc")
    Procedure.objects.exclude(code__in=["1.001193", "1.000894"]).update(status="abolished")
    client.get("/thu-tuc")
    with CaptureQueriesContext(connection) as two:
        client.get("/thu-tuc")
    assert len(whole) == len(two)


@pytest.mark.usefixtures("today", "dossier")
def test_home_shows_what_is_asked_for_most_the_desks_and_the_index(client: Client, dossier) -> None:
    text = client.get("/").content.decode()
    assert dossier.procedure.name in text
    assert "Trung tâm Phục vụ hành chính công xã Mẫu" in text
    assert "0299 000 111" in text
    assert "điểm đo được" in text


@pytest.mark.parametrize("address", ["/", "/thu-tuc", "/tra-cuu", "/noi-tiep-nhan", "/qua-han", "/nop-ho-so"])
def test_an_empty_system_still_answers(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/danh-ba", "/chi-so", "/chi-so.json", "/danh-ba.json"])
def test_without_an_agency_there_is_nothing_to_publish(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_lost_visitor_finds_a_search_box(client: Client) -> None:
    answer = client.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert 'action="/tim"' in answer.content.decode()


def test_search_engines_leave_dossiers_alone(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /tra-cuu" in text
    assert "Disallow: /can-bo/" in text


def weight_of_parts(text: str) -> int:
    """Bytes of every style sheet, script and image that a page names, unpacked."""
    parts = set(re.findall(r'(?:href|src)="/static/([^"]+)"', text))
    assert len(parts) >= 3
    return sum(Path(str(finders.find(part))).stat().st_size for part in parts)
