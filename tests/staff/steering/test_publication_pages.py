"""Publishing over HTTP: by whoever steers; the public sees page, files and feed."""

import re
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client
from django.urls import reverse
from tests.staff.conftest import Office

from motcua.kernel.periods import parse
from motcua.measurement.models import Snapshot
from motcua.measurement.publishing import publish
from motcua.organisation.enums import Role

WEEK = "2026-W22"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_from_the_button_to_the_public_page(office: Office) -> None:
    given = {"agency": office.agency.code, "period": WEEK, "note": "Tuần đầu"}
    answer = office[Role.CONTROL].post(reverse("staff:publications"), given, follow=True)
    assert "Đã công bố" in words(answer)
    assert "Ghi là đã gửi" in words(answer)
    sent = re.search(r'href="([^"]+)">Ghi là đã gửi', answer.content.decode())
    assert sent is not None
    assert "loai=other&amp;" in sent[1], "a week's index is no report on the control of procedures"
    assert "Ghi là đã gửi" not in words(office[Role.LEADER].get(reverse("staff:publications")))
    snapshot = Snapshot.objects.get()
    visitor = Client()
    shown = words(visitor.get(reverse("public:publication", args=[snapshot.pk])))
    assert "Tuần đầu" in shown
    assert "giữ nguyên như ngày công bố" in shown
    assert WEEK.removeprefix("2026-W") in words(visitor.get(reverse("public:publications")))
    for kind in ("docx", "csv", "json"):
        assert visitor.get(reverse("public:publication-file", args=[snapshot.pk, kind])).status_code == 200
    assert visitor.get(reverse("public:publication-file", args=[snapshot.pk, "exe"])).status_code == 404
    assert visitor.get(reverse("public:publication", args=[987654])).status_code == 404
    feed = ET.fromstring(visitor.get(reverse("public:publications-feed")).content)
    assert feed.findtext("channel/item/title", "").startswith(office.agency.name)


def test_a_period_that_was_running_says_so_to_the_public(office: Office) -> None:
    publish(office.agency, parse(WEEK), actor=office.actor(Role.CONTROL))
    publish(office.agency, parse("2026"), actor=office.actor(Role.CONTROL))
    week, year = (
        words(Client().get(reverse("public:publication", args=[each.pk])))
        for each in Snapshot.objects.order_by("pk")
    )
    assert "chưa kết thúc" in year
    assert "chưa kết thúc" not in week


def test_only_who_steers_publishes_and_only_there(office: Office, elsewhere: Office) -> None:
    given = {"agency": office.agency.code, "period": WEEK}
    url = reverse("staff:publications")
    assert office[Role.LEADER].post(url, given).status_code == 404
    assert elsewhere[Role.CONTROL].post(url, given).status_code == 422
    assert office[Role.CONTROL].post(url, given | {"period": "2030"}).status_code == 422
    assert not Snapshot.objects.exists()
