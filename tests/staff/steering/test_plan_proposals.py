"""Proposals for next year over HTTP: sent by anybody, gathered, answered with words, in the letter."""

import io
import re
from datetime import date
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from tests import factories
from tests.staff.conftest import Office
from tests.staff.steering.test_plan_drafts import GIVEN as LETTER
from tests.staff.steering.test_steering import plan as plan
from tests.staff.steering.test_steering import words

from motcua.organisation.enums import Level, Role
from motcua.organisation.models import RoleGrant
from motcua.plans.models import Plan
from motcua.plans.task_models import ProposalCall, ProposalFile, TaskProposal

PAGE = reverse("staff:proposals")
GIVEN = {
    "year": "2027", "unit_name": "Bộ phận Một cửa", "kind": "control", "title": "Trang bị máy quét",
    "reason": "Điểm tiếp nhận xa trụ sở", "deliverable": "02 máy quét", "deadline_text": "Quý II", "lead": "Văn phòng",
}  # fmt: skip


def propose(office: Office, role: Role = Role.RECEPTION, **more: Any) -> Any:
    given = GIVEN | {"agency": str(office.agency.pk)} | more
    return office[role].post(reverse("staff:proposal-add"), given, follow=True)


def test_from_the_counter_into_the_letter(office: Office, elsewhere: Office, plan: Plan) -> None:
    control, desk = office[Role.CONTROL], office[Role.RECEPTION]
    assert PAGE in desk.get(reverse("staff:own-tasks")).content.decode()
    assert "Đã gửi đề xuất" in words(propose(office))
    row = TaskProposal.objects.get()
    one = reverse("staff:proposal", args=[row.pk])
    assert "Trang bị máy quét" in words(desk.get(PAGE))
    assert "Trang bị máy quét" not in words(office[Role.SPECIALIST].get(PAGE))
    for stranger in (office[Role.SPECIALIST], elsewhere[Role.CONTROL]):
        assert stranger.get(one).status_code == 404
    assert office[Role.LEADER].post(one, {"answer": "accept"}).status_code == 404
    assert "Xem, trả lời" in words(control.get(PAGE))
    edited = GIVEN | {
        "deadline_text": "Trước ngày 30/6/2027",
        "answer": "accept",
        "words_back": "Gộp với mua sắm chung",
    }
    assert control.post(one, GIVEN | {"answer": "decline"}).status_code == 422
    assert "Đã nhận" in words(control.post(one, edited | {"seen_version": str(row.revision)}, follow=True))
    told = words(desk.get(one))
    for each in ("Gộp với mua sắm chung", "Đơn vị viết lúc đầu", "Quý II"):
        assert each in told
    assert desk.post(one, GIVEN).status_code == 404
    url = reverse("staff:plan-draft", args=[plan.pk])
    assert "1 nhiệm vụ đơn vị đề xuất đã được nhận" in words(control.get(url))
    letter = docx.Document(io.BytesIO(control.post(url, LETTER | {"paper": "letter"}).content))
    assert [cell.text for cell in letter.tables[-1].rows[-1].cells][1:] == [
        "Trang bị máy quét", "Văn phòng", "", "Trước ngày 30/6/2027", "02 máy quét",
        "Đề xuất của Bộ phận Một cửa: Điểm tiếp nhận xa trụ sở",
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(control.get(PAGE, {"as": "xlsx"}).content)).active
    assert book is not None
    assert book.max_row == 2


def test_what_was_typed_stays_when_refused(office: Office) -> None:
    answer = propose(office, reason="")
    assert answer.status_code == 422
    assert "Trang bị máy quét" in answer.content.decode()
    assert propose(office, agency="999999").status_code == 422
    assert not TaskProposal.objects.exists()


def test_changed_and_taken_back_while_it_waits(office: Office, elsewhere: Office) -> None:
    desk = office[Role.RECEPTION]
    propose(office)
    row = TaskProposal.objects.get()
    one, back = (reverse(f"staff:{name}", args=[row.pk]) for name in ("proposal", "proposal-withdraw"))
    assert "Đã sửa đề xuất" in words(desk.post(one, GIVEN | {"title": "Trang bị máy in"}, follow=True))
    assert elsewhere[Role.RECEPTION].post(back).status_code == 404
    assert "Đã rút đề xuất" in words(desk.post(back, follow=True))
    assert "Chưa có đề xuất nào cho năm 2027" in words(office[Role.CONTROL].get(PAGE))


def test_files_go_with_it_until_it_is_answered(office: Office, elsewhere: Office) -> None:
    desk, control = office[Role.RECEPTION], office[Role.CONTROL]
    estimate, photo = (
        SimpleUploadedFile(name, text.encode()) for name, text in (("du-toan.txt", "1"), ("anh.txt", "2"))
    )
    propose(office, file=[estimate, photo])
    row = TaskProposal.objects.get()
    one = reverse("staff:proposal", args=[row.pk])
    first, second = ProposalFile.objects.filter(proposal=row)
    address = reverse("staff:proposal-file", args=[row.pk, first.pk])
    for each in (desk, control):
        assert "du-toan.txt" in words(each.get(one))
        assert each.get(address).content == b"1"
    assert office[Role.SPECIALIST].get(address).status_code == 404
    more, off = (
        reverse("staff:proposal-attach", args=[row.pk]),
        reverse("staff:proposal-detach", args=[row.pk, second.pk]),
    )
    assert "Chọn tệp" in words(desk.post(more, follow=True))
    again = SimpleUploadedFile("du-toan-lan-hai.txt", b"1")
    assert "đã kèm theo" in words(desk.post(more, {"file": [again]}, follow=True))
    assert "Đã thêm 1 tệp" in words(
        desk.post(more, {"file": [SimpleUploadedFile("to-trinh.txt", b"3")]}, follow=True)
    )
    assert elsewhere[Role.RECEPTION].post(off).status_code == 404
    assert "Đã bỏ tệp" in words(desk.post(off, follow=True))
    assert [each.name for each in ProposalFile.objects.all()] == ["du-toan.txt", "to-trinh.txt"]
    control.post(one, GIVEN | {"answer": "accept", "words_back": "", "seen_version": ""})
    told = words(desk.get(one))
    assert "to-trinh.txt" in told
    assert "Thêm tệp" not in told
    assert "không sửa được nữa" in words(
        desk.post(reverse("staff:proposal-detach", args=[row.pk, first.pk]), follow=True)
    )


def test_not_more_than_ten_files_and_none_in_disguise(office: Office) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", str(number).encode()) for number in range(11)]
    answer = propose(office, file=many)
    assert answer.status_code == 422
    assert "nhiều nhất 10 tệp" in words(answer)
    assert "Trang bị máy quét" in answer.content.decode()
    assert propose(office, file=[SimpleUploadedFile("x.pdf", b"MZ\x90\x00")]).status_code == 422
    assert not TaskProposal.objects.exists()


def test_where_the_officer_looks_in_one_form(office: Office) -> None:
    """In the navigation of whoever signs in; whose and which year is asked once, and one is kept with the other."""
    assert f'href="{PAGE}"' in office[Role.SPECIALIST].get(reverse("staff:home")).content.decode()
    RoleGrant.objects.update(with_below=True)
    hamlet = factories.agency("H99.01.1", name="Thôn Thử", parent=office.agency, level=Level.BRANCH)
    page = office[Role.CONTROL].get(PAGE, {"co-quan": hamlet.code, "nam": "2026"}).content.decode()
    assert page.count('name="co-quan"') == 1
    [form] = re.findall(r'<form method="get" class="filters">.*?</form>', page, re.DOTALL)
    assert 'name="co-quan"' in form
    assert 'name="nam"' in form
    # A page of the navigation has no crumb that only repeats its heading.
    assert 'class="crumbs"' not in office[Role.CONTROL].get(reverse("staff:budget")).content.decode()


def test_asked_for_by_a_day(office: Office, elsewhere: Office, django_assert_max_num_queries: Any) -> None:
    province = factories.agency("H99", name="UBND tỉnh Thử", level=Level.PROVINCE)
    for one in (office, elsewhere):
        one.agency.parent = province
        one.agency.save()
    ProposalCall.objects.create(
        agency=province, year=2027, due_on=date(2026, 6, 30), words="Mỗi xã một nhiệm vụ",
        asked_at=factories.moment("2026-06-01 09:00"), asked_by="Tỉnh",
    )  # fmt: skip
    seen = words(office[Role.RECEPTION].get(PAGE))
    assert "UBND tỉnh Thử đề nghị gửi đề xuất trước hết ngày 30/06/2026. Mỗi xã một nhiệm vụ" in seen
    assert office[Role.LEADER].get(reverse("staff:proposal-call")).status_code == 404
    control = office[Role.CONTROL]
    assert control.post(reverse("staff:proposal-call"), {"due_on": "01/06/2026"}).status_code == 422
    control.post(reverse("staff:proposal-call"), {"due_on": "20/06/2026", "words": "Gửi sớm"})
    assert "Gửi sớm" in words(office[Role.RECEPTION].get(PAGE))
    # To the agency above only by whoever steers the unit.
    assert propose(office, agency=str(province.pk)).status_code == 422
    assert "UBND tỉnh Thử" in words(propose(office, Role.CONTROL, agency=str(province.pk)))
    for number in range(20):
        propose(office, title=f"Nhiệm vụ số {number}")
    with django_assert_max_num_queries(16):
        assert control.get(PAGE).status_code == 200
