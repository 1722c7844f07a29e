"""Every published set as a page, a feed and data: valid, findable, asked again for nothing, without applicants."""

import json
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories import CLERK, moment

from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.doors.public.datasets import DATASETS
from motcua.feedback.enums import PetitionState
from motcua.feedback.models import Petition
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.measurement.publishing import publish
from motcua.organisation.models import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "catalogue")]


@pytest.fixture(autouse=True)
def _something_of_each(place: SimpleNamespace, catalogue: None) -> None:
    publish(place.commune, parse("2026-W23"), actor=CLERK)
    ProcedureVersion.objects.filter(procedure__code="1.001193").update(
        online_level="full", must_file_online=True
    )
    now = clock.now()
    Petition.objects.create(
        code="PA-1", agency=place.commune, agency_code="H99.01", channel="phone", kind="staff", text="Kín",
        sender="Lý Thường Mẫu, 0987654321", received_at=now - timedelta(days=9), refuse_due_on=date(2026, 6, 10),
        supplement_due_on=date(2026, 6, 10), handle_due_on=date(2026, 6, 20), statute_due_on=date(2026, 6, 20),
        state=PetitionState.PUBLISHED.value, answer="Trả lời ông Lý Thường Mẫu (0987654321): đã nhắc cán bộ.",
        answered_at=now - timedelta(days=2), published_at=now - timedelta(days=1),
    )  # fmt: skip


def rows(client: Client, slug: str) -> list[dict[str, object]]:
    answer = client.get(f"/du-lieu-mo/{slug}.json")
    assert answer.status_code == 200
    data = json.loads(answer.content)
    assert {
        "dataset",
        "title",
        "publisher",
        "licence",
        "updated_at",
        "fields",
        "count",
        "rows",
    } <= data.keys()
    assert data["licence"]
    assert data["count"] == len(data["rows"])
    assert all(row.keys() == data["fields"].keys() for row in data["rows"])
    return list(data["rows"])


def test_each_set_says_what_the_law_has_published(client: Client) -> None:
    staff = {row["name"]: row for row in rows(client, "can-bo")}
    assert staff.keys() == {"Đỗ Thị Tiếp", "Âu Văn Trưởng"}
    assert staff["Âu Văn Trưởng"] | {"since": ""} == {
        "agency": "H99.01", "agency_name": "Ủy ban nhân dân xã Mẫu", "name": "Âu Văn Trưởng", "title": "Công chức",
        "field": "", "phone": "0299 000 333", "leader": True, "since": "",
    }  # fmt: skip
    [answer] = rows(client, "phan-anh-kien-nghi")
    assert answer["answer"] == "Trả lời ông … (…): đã nhắc cán bộ."
    [snapshot] = rows(client, "chi-so")
    assert (snapshot["period"], snapshot["agency"]) == ("2026-W23", "H99.01")
    assert client.get(snapshot["data"]).status_code == 200
    acts = {(row["procedure"], row["version"], row["act"]) for row in rows(client, "quyet-dinh-thu-tuc")}
    assert {("1.001193", 1, "announce"), ("1.001612", 2, "amend"), ("2.000986", 1, "replace")} <= acts
    online = {row["procedure"]: row for row in rows(client, "dich-vu-truc-tuyen")}
    assert online["1.001193"]["mandatory"] is True
    assert {row["online"] for row in online.values()} <= {"full", "partial"}
    assert isinstance(rows(client, "qua-han"), list)


def test_an_abolished_procedure_is_a_decision_too(client: Client) -> None:
    Procedure.objects.filter(code="1.002211").update(status="abolished")
    ProcedureVersion.objects.filter(procedure__code="1.002211").update(valid_to=date(2026, 5, 31))
    acts = {(row["procedure"], row["act"], row["effective_on"]) for row in rows(client, "quyet-dinh-thu-tuc")}
    assert ("1.002211", "abolish", "2026-06-01") in acts


@pytest.mark.parametrize("slug", DATASETS)
def test_a_feed_is_rss_with_stable_items_that_lead_to_pages(client: Client, slug: str) -> None:
    answer = client.get(f"/du-lieu-mo/{slug}.rss")
    root = ET.fromstring(answer.content)
    channel = root.find("channel")
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    assert channel is not None
    for name in ("title", "link", "description", "language", "copyright", "lastBuildDate"):
        assert channel.findtext(name), name
    self_link = channel.find("{http://www.w3.org/2005/Atom}link")
    assert self_link is not None
    assert self_link.attrib["rel"] == "self"
    items = channel.findall("item")
    assert items or slug == "qua-han"
    assert len({item.findtext("guid") for item in items}) == len(items)
    for item in items[:3]:
        parsedate_to_datetime(item.findtext("pubDate") or "")
        link = (item.findtext("link") or "").removeprefix("http://testserver")
        assert client.get(link).status_code == 200


@pytest.mark.parametrize("kind", ["rss", "json"])
def test_who_has_it_already_gets_304_until_it_changes(client: Client, kind: str) -> None:
    address = f"/du-lieu-mo/can-bo.{kind}"
    first = client.get(address)
    by_tag = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    by_time = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}
    with clock.frozen(moment("2026-06-17 11:00")):
        assert client.get(address, **by_tag).status_code == 304
        assert client.get(address, **by_time).status_code == 304
        assert client.get(address).content == first.content
        Staff.objects.filter(name="Đỗ Thị Tiếp").update(phone="0299 000 999")
        for asked in (by_tag, by_time):
            again = client.get(address, **asked)
            assert again.status_code == 200
            assert "0299 000 999" in again.content.decode()
        assert again["Last-Modified"] != first["Last-Modified"]


def test_pages_lead_to_their_feeds_and_one_page_lists_them_all(client: Client) -> None:
    listed = client.get("/du-lieu-mo").content.decode()
    for slug in DATASETS:
        for kind in ("rss", "json"):
            assert f'href="/du-lieu-mo/{slug}.{kind}"' in listed
        cache.clear()
        page = client.get(f"/du-lieu-mo/{slug}").content.decode()
        assert f'type="application/rss+xml" href="/du-lieu-mo/{slug}.rss"' in page
    for path, slug in (
        ("/danh-ba", "can-bo"),
        ("/qua-han", "qua-han"),
        ("/chi-so", "chi-so"),
        ("/cong-bo", "chi-so"),
    ):
        assert (
            f'rel="alternate" type="application/rss+xml" href="/du-lieu-mo/{slug}.rss"'
            in client.get(path).content.decode()
        )
    assert client.get("/du-lieu-mo/khong-co").status_code == 404
    assert client.get("/du-lieu-mo/can-bo.xml").status_code == 404


def test_a_set_asks_few_statements(client: Client, django_assert_max_num_queries) -> None:
    for slug in DATASETS:
        cache.clear()
        with django_assert_max_num_queries(14):
            client.get(f"/du-lieu-mo/{slug}")
