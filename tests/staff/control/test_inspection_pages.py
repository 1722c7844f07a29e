"""Inspections on pages: from the plan to the last remedy, what those inspected see and when, and nothing for others."""

import io
from typing import Any

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, open_office, received

from motcua.catalogue.models import ProcedureVersion
from motcua.inspections.checklists import checklist_of
from motcua.inspections.inspection_models import Draw, Inspection, InspectionPlan, Remedy, TeamMember
from motcua.inspections.models import Violation
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role

STEERS, LEADS, READS = Role.CONTROL, Role.LEADER, Role.INSPECTOR


def send(office: Office, name: str, /, *arguments: Any, role: Role = STEERS, **given: Any) -> Any:
    answer = office[role].post(reverse(f"staff:{name}", args=arguments), given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


@pytest.fixture
def row(office: Office, birth: ProcedureVersion) -> Inspection:
    """An inspection by a special team, decided today."""
    for _ in range(5):
        received(office, birth)
    send(
        office, "inspection-add", title="Kiểm tra ngẫu nhiên", form="sudden", special="on", way="on_site",
        target=office.agency.code, unit="Bộ phận Một cửa", checklist="desk", first_day="03/06/2026",
        last_day="03/06/2026", head=office.staff[LEADS].pk, members=[office.staff[STEERS].pk],
    )  # fmt: skip
    made = Inspection.objects.get()
    send(office, "inspection-decide", made.pk, decision="15/QĐ-UBND", decided_on="03/06/2026")
    made.refresh_from_db()
    return made


def test_a_plan_is_made_decided_sent_and_saved(office: Office) -> None:
    send(office, "inspection-plan-add", year=2026, mode="merged", title="Kiểm tra năm 2026", purpose="Chấn chỉnh",
         contents="Theo bảng kiểm")  # fmt: skip
    plan = InspectionPlan.objects.get()
    page = office[STEERS].get(reverse("staff:inspections")).content.decode()
    assert "chưa có quyết định, hạn 15/02/2026" in page
    given = {"year": 2026, "mode": "own", "title": "Kiểm tra năm 2026", "purpose": "Chấn chỉnh, phòng ngừa",
             "contents": "Theo bảng kiểm"}  # fmt: skip
    send(office, "inspection-plan-change", plan.pk, **given)
    begun = office[STEERS].get(reverse("staff:inspection-plan-add") + "?nam=2027").content.decode()
    assert "Kiểm tra năm 2027" in begun
    assert "Chấn chỉnh, phòng ngừa" in begun
    prepares = office[STEERS].get(reverse("staff:inspection-add")).content.decode()
    assert f'value="{plan.pk}" selected' in prepares
    send(office, "inspection-plan-decide", plan.pk, decision="9/QĐ-UBND", decided_on="03/06/2026")
    late = office[STEERS].post(reverse("staff:inspection-plan-change", args=[plan.pk]), given)
    assert late.status_code == 422
    send(office, "inspection-plan-sent", plan.pk, sent_on="03/06/2026")
    file = office[READS].get(reverse("staff:inspection-plan-file", args=[plan.pk]))
    assert any("MỤC ĐÍCH" in par.text for par in Document(io.BytesIO(file.content)).paragraphs)


def test_an_inspection_from_draw_to_closing(office: Office, row: Inspection) -> None:
    send(office, "inspection-draw", row.pk, among="received", first_day="01/06/2026", last_day="03/06/2026", many=2,
         seed="", origin="", reason="")  # fmt: skip
    drawn = Draw.objects.get()
    page = office[READS].get(reverse("staff:inspection-drawn", args=[drawn.pk])).content.decode()
    assert drawn.seed in page
    assert "Rút lại ra đúng kết quả này" in page
    code = drawn.drawn[0][0]
    frame = office[READS].get(reverse("staff:inspection-frame", args=[drawn.pk])).content.decode()
    assert code in frame.splitlines()
    send(office, "inspection-find", row.pk, kind="violation", item="D3", dossier=code, words="Thiếu giấy tờ gốc",
         remedy="Bổ sung giấy tờ", due_on="10/06/2026")  # fmt: skip
    assert (
        f"?ho-so={code}"
        in office[STEERS].get(reverse("staff:inspection-drawn", args=[drawn.pk])).content.decode()
    )
    codes = [item.code for item in checklist_of(row).items]
    answers = {f"a-{item}": "met" for item in codes} | {
        f"a-{codes[0]}": "not_met",
        f"n-{codes[0]}": "Mở quầy muộn",
    }
    send(office, "inspection-checklist", row.pk, **answers)
    assert (
        f"?muc={codes[0]}" in office[STEERS].get(reverse("staff:inspection", args=[row.pk])).content.decode()
    )
    begun = (
        office[STEERS]
        .get(reverse("staff:inspection-find", args=[row.pk]) + f"?muc={codes[0]}")
        .content.decode()
    )
    assert "Mở quầy muộn" in begun
    begun = office[STEERS].get(reverse("staff:inspection-conclude", args=[row.pk])).content.decode()
    assert f"- Thiếu giấy tờ gốc (hồ sơ {code})" in begun
    assert f"- Mở quầy muộn (mục {codes[0]})" in begun
    assert f"{len(codes) - 1} mục đạt, 1 mục chưa đạt" in begun
    assert "thực hiện 1 kiến nghị" in begun
    send(office, "inspection-conclude", row.pk, number="16/KL-UBND", concluded_on="03/06/2026", achieved="Tốt",
         lacking="Thiếu <b>\r\nMuộn", causes="Vội", proposals="Sửa")  # fmt: skip
    remedy = Remedy.objects.get()
    send(
        office, "inspection-violation", remedy.finding_id, kind="extra_paper", officer=office.staff[LEADS].pk
    )
    entered = Violation.objects.get()
    assert entered.officer == office.staff[LEADS]
    assert entered.dossier.code == code
    send(office, "violation", entered.pk, what="conclude", measure="apologised", measure_on="03/06/2026",
         outcome="Văn bản 20/UBND")  # fmt: skip
    assert (
        "Xin lỗi người dân, 03/06/2026"
        in office[READS].get(reverse("staff:inspection", args=[row.pk])).content.decode()
    )
    send(office, "inspection-remedy-act", remedy.pk, role=LEADS, what="answer", words="Đã bổ sung")
    send(office, "inspection-remedy-act", remedy.pk, what="accept")
    send(office, "inspection-close", row.pk)
    page = office[STEERS].get(reverse("staff:inspection", args=[row.pk])).content.decode()
    assert "Đã khép lại" in page
    assert "Thiếu &lt;b&gt;<br>Muộn" in page
    paper = Document(io.BytesIO(office[READS].get(reverse("staff:inspection-paper", args=[row.pk])).content))
    assert any("Thiếu giấy tờ gốc" in par.text for par in paper.paragraphs)
    assert "Muộn" in [par.text for par in paper.paragraphs]
    year = Document(io.BytesIO(office[READS].get(reverse("staff:inspection-year-file")).content))
    said = "\n".join(par.text for par in year.paragraphs)
    assert "đã kết luận 1 cuộc kiểm tra: 0 cuộc theo kế hoạch, 1 cuộc đột xuất" in said
    assert "Đã rút ngẫu nhiên 2 hồ sơ trong 5 hồ sơ" in said
    assert "ghi sổ vi phạm 1 trường hợp, đã xử lý 1" in said
    assert "Có 1 kiến nghị: đã thực hiện xong 1, quá hạn chưa xong 0" in said


def test_what_is_missing_is_said_in_the_form(office: Office, row: Inspection) -> None:
    at = reverse("staff:inspection-find", args=[row.pk])
    answer = office[STEERS].post(at, {"kind": "shortcoming", "words": "x", "dossier": "H99.01-000000-0001"})
    assert answer.status_code == 422
    assert "không có hồ sơ mang mã này" in answer.content.decode()
    team = {"title": "Đông người", "form": "sudden", "special": "on", "way": "on_site", "target": office.agency.code,
            "checklist": "desk", "first_day": "03/06/2026", "last_day": "03/06/2026",
            "head": office.staff[LEADS].pk, "members": [office.staff[role].pk for role in list(Role)[:4]]}  # fmt: skip
    answer = office[STEERS].post(reverse("staff:inspection-add"), team)
    assert answer.status_code == 422
    assert "từ 2 đến 3 thành viên" in answer.content.decode()
    alone = {**team, "special": "", "members": [], "others": "A" * 201}
    assert (
        "nhiều nhất 200 chữ" in office[STEERS].post(reverse("staff:inspection-add"), alone).content.decode()
    )
    alone = {**team, "special": "", "members": [], "last_day": "03/06/2199"}
    assert (
        "chưa có lịch năm 2199"
        in office[STEERS].post(reverse("staff:inspection-add"), alone).content.decode()
    )


def test_what_was_prepared_is_changed_until_the_decision(office: Office, elsewhere: Office) -> None:
    given = {"title": "Kiểm tra quầy", "form": "sudden", "way": "on_site", "target": office.agency.code,
             "checklist": "desk", "first_day": "03/06/2026", "last_day": "03/06/2026", "head": office.staff[LEADS].pk,
             "members": [office.staff[STEERS].pk], "others": "Nguyễn Văn Ngoài; Huyện"}  # fmt: skip
    send(office, "inspection-add", **given)
    row = Inspection.objects.get()
    at = reverse("staff:inspection-change", args=[row.pk])
    page = office[STEERS].get(at).content.decode()
    assert "Nguyễn Văn Ngoài; Huyện" in page
    assert elsewhere[STEERS].get(at).status_code == 404
    send(office, "inspection-change", row.pk, **{**given, "title": "Kiểm tra bộ phận", "others": ""})
    row.refresh_from_db()
    assert (row.title, TeamMember.objects.filter(inspection=row).count()) == ("Kiểm tra bộ phận", 2)
    send(office, "inspection-decide", row.pk, decision="15/QĐ-UBND", decided_on="03/06/2026")
    assert office[STEERS].post(at, given).status_code == 404


def test_those_inspected_see_it_when_they_are_told(office: Office) -> None:
    below = open_office("H99.01.9")
    below.agency.parent = office.agency
    below.agency.save()
    send(
        office, "inspection-add", title="Kiểm tra đột xuất", form="sudden", way="on_site",
        target=below.agency.code, checklist="desk", first_day="12/06/2026", last_day="12/06/2026",
        head=office.staff[STEERS].pk,
    )  # fmt: skip
    row = Inspection.objects.get()
    page = reverse("staff:inspection", args=[row.pk])
    send(office, "inspection-decide", row.pk, decision="15/QĐ-UBND", decided_on="03/06/2026")
    assert below[LEADS].get(page).status_code == 404
    assert "Kiểm tra đột xuất" not in below[LEADS].get(reverse("staff:inspections")).content.decode()
    with frozen(moment("2026-06-09 09:00")):
        send(office, "inspection-notify", row.pk, notified_on="09/06/2026")
        assert below[LEADS].get(page).status_code == 200
        assert "Kiểm tra đột xuất" in below[STEERS].get(reverse("staff:inspections")).content.decode()
        assert below[STEERS].post(reverse("staff:inspection-conclude", args=[row.pk]), {}).status_code == 404


def test_another_commune_sees_nothing(office: Office, elsewhere: Office, row: Inspection) -> None:
    send(office, "inspection-draw", row.pk, among="received", first_day="01/06/2026", last_day="03/06/2026", many=1,
         seed="", origin="", reason="")  # fmt: skip
    for name, key in (
        ("inspection", row.pk), ("inspection-paper", row.pk), ("inspection-drawn", Draw.objects.get().pk),
        ("inspection-frame", Draw.objects.get().pk), ("inspection-find", row.pk),
    ):  # fmt: skip
        for role in (STEERS, LEADS, READS):
            assert elsewhere[role].get(reverse(f"staff:{name}", args=[key])).status_code == 404, name
    assert "Kiểm tra ngẫu nhiên" not in elsewhere[STEERS].get(reverse("staff:inspections")).content.decode()


def test_the_list_is_saved_and_costs_the_same_for_many(
    office: Office, row: Inspection, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        Inspection.objects.create(
            agency=office.agency, target=office.agency, title=f"Cuộc {number}", form="planned", way="on_site",
            checklist="desk", first_day=row.first_day, last_day=row.last_day, made_at=row.made_at, made_by="x",
        )  # fmt: skip
    with django_assert_max_num_queries(15):
        page = office[STEERS].get(reverse("staff:inspections"))
    assert page.content.decode().count("Cuộc ") >= 8
    with django_assert_max_num_queries(16):
        office[STEERS].get(reverse("staff:inspection", args=[row.pk]))
    saved = office[READS].get(reverse("staff:inspections") + "?as=xlsx")
    assert load_workbook(io.BytesIO(saved.content)).active.max_row == 10


def test_agencies_are_drawn(office: Office) -> None:
    for number in range(4):
        factories.agency(f"H99.01.{number}", parent=office.agency)
    answer = send(
        office, "inspection-draw-agencies", many=2, seed="20260603", origin="Bốc thăm giữa họp", reason=""
    )
    page = office[STEERS].get(answer.url).content.decode()
    assert (
        page.count("UBND xã Thử H99.01.") == 4
    )  # each named with the link that prepares an inspection of it
    code = Draw.objects.get().drawn[0][0]
    assert f"don-vi={code}" in page
    begun = office[STEERS].get(reverse("staff:inspection-add") + f"?don-vi={code}").content.decode()
    assert f'value="{code}" selected' in begun
    assert "Chuẩn bị kiểm tra" not in office[READS].get(answer.url).content.decode()
    assert "Bốc thăm giữa họp" in page
    assert "20260603" in office[READS].get(reverse("staff:inspections")).content.decode()


def test_an_agency_words_its_checklist_on_pages(office: Office, elsewhere: Office) -> None:
    at = reverse("staff:inspection-checklist-write") + "?ma=desk"
    begun = office[STEERS].get(at).content.decode()
    assert "Công chức có mặt đúng giờ" in begun
    given = {"rows": "2", "code-0": "D1", "group-0": "Tại quầy", "text-0": "Có mặt đúng giờ", "group-1": "Hồ sơ",
             "text-1": "Giấy hẹn đủ", "name": "Kiểm tra quầy", "source": "Kế hoạch số 5", "reason": "Gọn hơn",
             "first_day": "03/06/2026"}  # fmt: skip
    assert "căn cứ" in office[STEERS].post(at, {**given, "source": "  "}).content.decode().lower()
    for role in (LEADS, READS):
        assert office[role].post(at, given).status_code in (403, 404)
    assert elsewhere[STEERS].post(f"{at}&co-quan={office.agency.code}", given).status_code == 404
    answer = office[STEERS].post(at, given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = office[READS].get(reverse("staff:inspection-checklists")).content.decode()
    assert "Giấy hẹn đủ" in page
    assert "Gọn hơn" in page
    send(office, "inspection-checklist-back", first_day="03/06/2026", reason="Thôi")
    assert "Giấy hẹn đủ" not in office[READS].get(reverse("staff:inspection-checklists")).content.decode()
    assert office[STEERS].get(reverse("staff:inspection-checklist-write") + "?ma=khac").status_code == 404
