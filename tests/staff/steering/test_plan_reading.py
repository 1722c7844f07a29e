"""A scanned plan is read in the background with progress; what cannot be read says so; odd plans are named."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import CLERK
from tests.forge import paper
from tests.forge.truth import forge
from tests.plans.test_running import TEXT
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import words

from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.organisation.enums import Role
from motcua.organisation.models import RoleGrant
from motcua.plans import actions
from motcua.plans.models import Plan
from motcua.plans.reading import scans
from motcua.rendering.pdf import render

_SHORT = """
#set page(width: 18cm, height: 9cm, margin: 1.5cm)
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
Số: 12/KH-UBND

KẾ HOẠCH

Kiểm soát thủ tục hành chính năm 2026

II. NHIỆM VỤ

1. Kiểm tra việc giải quyết thủ tục hành chính trước ngày 30/6/2026.

2. Niêm yết công khai thủ tục hành chính trước ngày 31/3/2026.
"""
needs_tesseract = pytest.mark.skipif(not scans.can_recognise(), reason="Tesseract is not installed")


@pytest.fixture(scope="module")
def scan() -> bytes:
    """Half a page: recognising takes seconds."""
    return paper.scanned(render(_SHORT, {}))


def upload(office: Office, data: bytes, name: str = "quet.pdf") -> dict[str, object]:
    return {"agency": office.agency.pk, "file": SimpleUploadedFile(name, data, "application/pdf")}


@needs_tesseract
def test_a_scan_is_read_in_the_background(office: Office, elsewhere: Office, scan: bytes) -> None:
    control = office[Role.CONTROL]
    answer = control.post(reverse("staff:plans"), upload(office, scan))
    job = Job.objects.get(kind="staff.read_plan")
    page = reverse("staff:plan-reading", args=[job.pk])
    assert (answer.status_code, answer["Location"], Plan.objects.count()) == (302, page, 0)
    assert control.post(reverse("staff:plans"), upload(office, scan))["Location"] == page
    assert "Đang đọc văn bản" in words(control.get(page))
    assert elsewhere[Role.CONTROL].get(page).status_code == 404
    run_to_end()
    job.refresh_from_db()
    plan = Plan.objects.get()
    assert (job.state, job.progress_total) == ("done", 1)
    assert control.get(page)["Location"] == reverse("staff:plan-review", args=[plan.pk])
    again = control.post(reverse("staff:plans"), upload(office, scan))
    assert (again.status_code, "đã được nhập ngày" in words(again)) == (422, True)


def test_a_right_lost_meanwhile_is_lost(office: Office, scan: bytes) -> None:
    control = office[Role.CONTROL]
    page = control.post(reverse("staff:plans"), upload(office, scan))["Location"]
    RoleGrant.objects.filter(staff=office.staff[Role.CONTROL]).delete()
    run_to_end()
    job = Job.objects.get(kind="staff.read_plan")
    assert "không còn quyền" in job.error
    assert control.get(page).status_code == 404
    assert not Plan.objects.exists()


def test_why_a_scan_could_not_be_read_is_on_its_page(
    office: Office, scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    control = office[Role.CONTROL]
    page = control.post(reverse("staff:plans"), upload(office, scan))["Location"]
    run_to_end()
    assert "Tesseract" in words(control.get(page))


def test_a_file_with_words_is_read_at_once(office: Office) -> None:
    data = paper.pdf(forge(1, groups=False, parts=False))
    answer = office[Role.CONTROL].post(reverse("staff:plans"), upload(office, data, "a.pdf"))
    assert answer["Location"] == reverse("staff:plan-review", args=[Plan.objects.get().pk])
    assert not Job.objects.exists()


def test_an_excel_annex_is_read_at_once(office: Office) -> None:
    annex = (Path(__file__).parents[2] / "plans/examples/offices/annex_alone.xlsx").read_bytes()
    control = office[Role.CONTROL]
    answer = control.post(reverse("staff:plans"), upload(office, annex, "phu-luc.xlsx"))
    assert "Kiện toàn cán bộ đầu mối" in words(control.get(answer["Location"]))


def test_two_readings_with_one_number_name_each_other(office: Office) -> None:
    for name, text in (("a.md", TEXT), ("b.md", TEXT.replace("Niêm yết", "Công khai"))):
        plan = actions.import_document(office.agency, data=text.encode(), name=name, actor=CLERK)
    told = words(office[Role.CONTROL].get(reverse("staff:plan-review", args=[plan.pk])))
    assert "mang cùng số 12/KH-UBND" in told
    assert "từ tệp «a.md»" in told


def long_page(rows: int) -> bytes:
    """What a word processor saves: a table under much that is not shown. Every fortieth row names nobody."""
    cells = (
        (
            str(number), f"Rà soát thủ tục số {number}", "" if number % 40 == 0 else "UBND xã",
            f"Trước ngày {number % 28 + 1}/6/2026",
        )
        for number in range(1, rows + 1)
    )  # fmt: skip
    head = ("STT", "Nội dung", "Cơ quan chủ trì", "Thời gian")
    table = "".join(f"<tr>{''.join(f'<td>{word}</td>' for word in row)}</tr>" for row in (head, *cells))
    text = f"<p>Số: 9/KH-UBND</p><p>KẾ HOẠCH</p><p>Kiểm soát thủ tục hành chính năm 2026</p><table>{table}</table>"
    return f"<html><head><style>{'p.Mso {} ' * 140_000}</style></head><body>{text}</body></html>".encode()


def test_a_long_page_is_read_in_the_background_and_reviewed_page_by_page(office: Office) -> None:
    control = office[Role.CONTROL]
    answer = control.post(reverse("staff:plans"), upload(office, long_page(300), "dai.html"))
    assert "/dang-doc/" in answer["Location"]
    run_to_end()
    review = control.get(answer["Location"])["Location"]
    first, last = (control.get(review, {"page": page}).content.decode() for page in ("1", "3"))
    assert "Đọc được 300 nhiệm vụ" in first
    assert (first.count("<article"), last.count("<article")) == (120, 60)
    # Beside a page stands its own part of the source, under the names of the columns; each row leads to its cell.
    assert "Rà soát thủ tục số 300</td>" in last
    assert "Cơ quan chủ trì</td>" in last
    assert "Rà soát thủ tục số 240</td>" not in last
    assert len(re.findall(r'href="#(doan-\d+)"', last)) == 60
    assert all(f'id="{link}"' in last for link in re.findall(r'href="#(doan-\d+)"', last))
    unsure = control.get(review, {"xem": "chua-chac"})
    assert unsure.content.decode().count("<article") == 7
    assert "Độ chắc: vừa chưa rõ ai chủ trì." in words(unsure)
