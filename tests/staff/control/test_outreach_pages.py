"""Outreach on pages: everybody enters their own, who steers sees all, with proof to open."""

import io
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook
from tests.staff.conftest import Office
from tests.staff.control.test_inspection_pages import LEADS, STEERS, send

from motcua.organisation.enums import Role
from motcua.plans.control_models import Campaign, OutreachChannel, Post

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def article(office: Office, role: Role, number: int = 1, **more: Any) -> Any:
    return {
        "kind": "article", "title": f"Bài {number}", "staff": office.staff[role].pk, "day": "02/06/2026", "times": 1,
        "url": f"https://xa.example/{number}", **more,
    }  # fmt: skip


def test_an_officer_enters_their_own_and_sees_only_these(office: Office) -> None:
    send(office, "outreach-add", role=Role.SPECIALIST, **article(office, Role.SPECIALIST))
    send(office, "outreach-add", **article(office, LEADS, 2))
    page = office[Role.SPECIALIST].get(reverse("staff:outreach")).content.decode()
    assert "Bài 1" in page
    assert "mỗi người ít nhất 1 sản phẩm mỗi tuần, tính tin, bài" in page
    assert (
        "Tuần này ông/bà có 1 sản phẩm; định mức 1 mỗi tuần. Đã đủ."
        in office[Role.SPECIALIST].get(reverse("staff:outreach-add")).content.decode()
    )
    assert "Bài 2" not in page
    answer = office[Role.SPECIALIST].post(reverse("staff:outreach-add"), article(office, LEADS, 3))
    assert answer.status_code == 422
    leader = office[LEADS].get(reverse("staff:outreach") + "?nam=2026&thang=6").content.decode()
    assert "Bài 1" in leader
    assert "Chưa đạt định mức" not in leader  # the first week of June is not over
    saved = office[LEADS].get(reverse("staff:outreach") + "?nam=2026&thang=6&as=xlsx")
    assert load_workbook(io.BytesIO(saved.content)).active.max_row == 3


def test_a_picture_is_proof_and_is_opened_by_those_concerned(office: Office, elsewhere: Office) -> None:
    given = article(office, Role.SPECIALIST, url="")
    assert "ảnh chụp" in office[Role.SPECIALIST].post(reverse("staff:outreach-add"), given).content.decode()
    file = io.BytesIO(PNG)
    file.name = "pano.png"
    send(office, "outreach-add", role=Role.SPECIALIST, **given, picture=file)
    url = reverse("staff:outreach-picture", args=[Post.objects.get().pk])
    assert office[LEADS].get(url).content == PNG
    assert office[Role.RECEPTION].get(url).status_code == 404
    assert elsewhere[STEERS].get(url).status_code == 404
    gone = reverse("staff:outreach-withdraw", args=[Post.objects.get().pk])
    assert office[LEADS].post(gone, {"why": "x"}).status_code == 404
    send(office, "outreach-withdraw", Post.objects.get().pk, role=Role.SPECIALIST, why="Ghi nhầm")
    assert "Bài 1" not in office[LEADS].get(reverse("staff:outreach")).content.decode()


def test_campaigns_and_channels(
    office: Office, elsewhere: Office, django_assert_max_num_queries: Any
) -> None:
    send(office, "outreach-campaign", title="Cao điểm tháng 6", audience="Người dân", first_day="01/06/2026",
         last_day="30/06/2026", wanted=2)  # fmt: skip
    change = reverse("staff:outreach-campaign-change", args=[Campaign.objects.get().pk])
    assert 'value="30/06/2026"' in office[STEERS].get(change).content.decode()
    assert elsewhere[STEERS].get(change).status_code == 404
    send(office, "outreach-campaign-change", Campaign.objects.get().pk, title="Cao điểm", audience="Người dân",
         first_day="01/06/2026", last_day="30/06/2026", wanted=3)  # fmt: skip
    assert Campaign.objects.get().wanted == 3
    send(office, "outreach-channel", kind="facebook", name="Trang cũ", url="https://fb.example/xa")
    old = OutreachChannel.objects.get()
    assert elsewhere[STEERS].post(reverse("staff:outreach-channel-close", args=[old.pk])).status_code == 404
    send(office, "outreach-channel-close", old.pk)
    old.delete()
    send(office, "outreach-channel", kind="zalo", name="Zalo xã", url="https://zalo.me/xa")
    of = {"campaign": Campaign.objects.get().pk, "channel": OutreachChannel.objects.get().pk}
    for number in range(6):
        send(office, "outreach-add", **article(office, STEERS, number, **of))
    with django_assert_max_num_queries(20):
        page = office[STEERS].get(reverse("staff:outreach") + "?nam=2026&thang=6").content.decode()
    assert "6/2" in page
    assert "Zalo xã" in page
    assert office[LEADS].get(reverse("staff:outreach-campaign")).status_code == 404
