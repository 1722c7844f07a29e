"""The control officer's pages over HTTP: figures that open, a plan from its document to its evidence, rights."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions as dossier_acts
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role
from motcua.plans.models import Evidence, Plan, PlanTarget, PlanTask

TEXT = """ỦY BAN NHÂN DÂN
XÃ THỬ
Số: 12/KH-UBND
Thử, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Kiểm soát thủ tục hành chính năm 2026

I. MỤC TIÊU
1. Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 95% trở lên.
2. Tổ chức ít nhất 02 cuộc tập huấn.

II. NHIỆM VỤ

| STT | Nội dung nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Niêm yết công khai thủ tục hành chính | Văn phòng UBND xã | Công chức | Trước ngày 31/3/2026 | Báo cáo |
| 2 | Báo cáo kết quả kiểm soát thủ tục | Văn phòng UBND xã | | Hằng quý (trước ngày 15 tháng cuối quý) | Báo cáo |
"""
SEEDS = Path(__file__).parents[2] / "seeds"


def upload(office: Office, text: str | bytes = TEXT, name: str = "ke-hoach.md", **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    given = {"agency": office.agency.pk, "file": SimpleUploadedFile(name, data)} | more
    return office[Role.CONTROL].post(reverse("staff:plans"), given)


@pytest.fixture
def plan(office: Office) -> Plan:
    upload(office)
    made = Plan.objects.get()
    office[Role.CONTROL].post(reverse("staff:plan-confirm", args=[made.pk]), {"seen_version": made.revision})
    return made


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def busy(office: Office, version: ProcedureVersion, many: int) -> None:
    for number in range(many):
        with frozen(moment("2026-05-04 09:00")):
            dossier = received(office, version)
        if number % 2:
            with frozen(moment("2026-05-06 09:00")):
                dossier_acts.perform(dossier.pk, commands.Finish(), actor=office.actor(Role.SPECIALIST))
    run_to_end()


def test_a_plan_goes_from_its_document_to_its_evidence(office: Office) -> None:
    answer = upload(office)
    made = Plan.objects.get()
    assert answer.headers["Location"] == reverse("staff:plan-review", args=[made.pk])
    control = office[Role.CONTROL]
    shown = words(control.get(answer.headers["Location"]))
    assert "Niêm yết công khai thủ tục hành chính" in shown
    assert "Đọc được 2 nhiệm vụ, 2 chỉ tiêu" in shown
    assert "30/03/2026" in shown
    answer = control.post(
        reverse("staff:plan-confirm", args=[made.pk]), {"seen_version": made.revision}, follow=True
    )
    assert "Đã xác nhận kế hoạch" in words(answer)
    task = PlanTask.objects.get(plan=made, number="1")
    page = words(control.get(reverse("staff:tasks"), {"standing": "overdue"}))
    assert "Niêm yết công khai" in page
    given = {
        "percent": "100",
        "text": "Biên bản niêm yết",
        "seen_version": "1",
        "file": SimpleUploadedFile("bb.txt", b"bien ban"),
    }
    control.post(reverse("staff:task-report", args=[task.pk]), given)
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", date(2026, 6, 3))
    evidence = Evidence.objects.get(task=task)
    file = control.get(reverse("staff:task-evidence", args=[task.pk, evidence.pk]))
    assert file.content == b"bien ban"
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Hoàn thành quá hạn" in words(control.get(reverse("staff:task", args=[task.pk])))


def test_a_bad_file_is_refused_in_the_form_and_nothing_is_stored(office: Office) -> None:
    for name, data, said in (
        ("a.docx", b"", "rỗng"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("thu.txt", "Kính gửi các đồng chí.".encode(), "Không tìm thấy nhiệm vụ"),
        ("gia.docx", b"day la chu", "docx"),
    ):
        answer = upload(office, data, name)
        assert answer.status_code == 422
        assert said in words(answer)
    assert not Plan.objects.exists()


def test_a_row_is_corrected_in_place_and_without_script(office: Office) -> None:
    upload(office)
    control = office[Role.CONTROL]
    task = PlanTask.objects.get(number="1")
    url = reverse("staff:plan-correct-task", args=[task.pk])
    part = control.get(url, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith(f'<article id="task-{task.pk}"')
    given = {
        "title": "Niêm yết đủ",
        "lead": "Văn phòng; Công an xã",
        "deadline_text": "Tháng 9/2026",
        "seen_version": "1",
    }
    answer = control.post(url, given, headers={"HX-Request": "true"})
    assert "Niêm yết đủ" in words(answer)
    # Who corrects and then confirms is not told that somebody else was faster.
    assert answer.content.decode().count('name="seen_version" value="2"') == 2
    task.refresh_from_db()
    assert (task.lead, task.due_date) == (["Văn phòng", "Công an xã"], date(2026, 9, 30))
    late = control.post(url, given | {"title": "Người thứ hai"})
    assert late.status_code == 422
    assert "người khác sửa" in words(late)
    assert control.post(url, given | {"title": "", "seen_version": "2"}).status_code == 422
    target = PlanTarget.objects.get(measure="II.1")
    url = reverse("staff:plan-correct-target", args=[target.pk])
    given = {
        "name": target.name,
        "operator": ">=",
        "value": "99,5",
        "unit": "%",
        "measure": "II.1",
        "seen_version": "1",
    }
    assert control.post(url, given).status_code == 302
    target.refresh_from_db()
    assert str(target.value) == "99.500"


def test_a_reading_can_be_thrown_away(office: Office) -> None:
    upload(office)
    made = Plan.objects.get()
    office[Role.CONTROL].post(reverse("staff:plan-discard", args=[made.pk]))
    assert not Plan.objects.exists()


def test_targets_are_shown_with_measured_values(office: Office, plan: Plan, birth: ProcedureVersion) -> None:
    busy(office, birth, 4)
    control = office[Role.CONTROL]
    page = control.get(reverse("staff:targets"))
    shown = words(page)
    assert "50 %" in shown
    assert "thêm 2 trường hợp" in shown
    assert "Chưa đạt" in shown
    assert reverse("staff:criterion", args=["II.1"]) in page.content.decode()
    target = PlanTarget.objects.get(measure="")
    url = reverse("staff:target-value", args=[target.pk])
    assert control.post(url, {"value": "2", "basis": ""}).status_code == 422
    control.post(url, {"value": "2", "basis": "Báo cáo 10/BC-UBND"})
    assert "Báo cáo 10/BC-UBND" in words(control.get(reverse("staff:targets"), {"verdict": "met"}))


def test_the_control_room_opens_down_to_the_dossier(
    office: Office, plan: Plan, birth: ProcedureVersion
) -> None:
    busy(office, birth, 4)
    control = office[Role.CONTROL]
    page = control.get(reverse("staff:control"))
    assert page.status_code == 200
    shown = words(page)
    assert "điểm đo được" in shown
    assert "Đã qua ngày hẹn trả" in shown
    assert "Còn tiêu chí chưa đo" in shown
    url = reverse("staff:criterion", args=["II.1"])
    assert url in page.content.decode()
    missing = control.get(url, {"period": "2026-05"})
    codes = re.findall(r"H99\.01-260504-\d{4}", missing.content.decode())
    assert len(set(codes)) == 2
    assert reverse("staff:dossier", args=[codes[0]]) in missing.content.decode()
    having = control.get(url, {"period": "2026-05", "show": "having"})
    assert not set(codes) & set(re.findall(r"H99\.01-260504-\d{4}", having.content.decode()))
    late = words(control.get(reverse("staff:open-dossiers"), {"due": "late"}))
    assert "2 hồ sơ" in late
    file = control.get(url, {"period": "2026-05", "as": "xlsx"})
    assert file.content.startswith(b"PK")


def test_lists_show_this_years_plans_unless_asked(office: Office, plan: Plan) -> None:
    upload(office, TEXT.replace("2026", "2025").replace("Niêm yết công khai", "Kê khai lại"), "nam-truoc.md")
    older = Plan.objects.get(year=2025)
    control = office[Role.CONTROL]
    control.post(reverse("staff:plan-confirm", args=[older.pk]), {"seen_version": older.revision})
    for chosen, seen in (
        ({}, {"Niêm yết"}),
        ({"plan": "all"}, {"Niêm yết", "Kê khai lại"}),
        ({"plan": str(older.pk)}, {"Kê khai lại"}),
        ({"period": "2025-Q3"}, {"Kê khai lại"}),
        ({"plan": "999999"}, {"Niêm yết"}),
    ):
        shown = words(control.get(reverse("staff:tasks"), chosen))
        assert {name for name in ("Niêm yết", "Kê khai lại") if name in shown} == seen, chosen
    assert len(re.findall("năm 2025", words(control.get(reverse("staff:targets"), {"plan": "all"})))) > 0


def test_a_criterion_without_a_source_says_so(office: Office, birth: ProcedureVersion) -> None:
    shown = words(office[Role.LEADER].get(reverse("staff:criterion", args=["I.1"])))
    assert "Hệ thống chưa có nguồn" in shown
    assert office[Role.LEADER].get(reverse("staff:criterion", args=["VII.1"])).status_code == 404
    for code in ("III.2", "V.1", "IV.5b", "IV.6"):
        assert office[Role.LEADER].get(reverse("staff:criterion", args=[code])).status_code == 200


def test_an_impossible_period_is_refused_in_words(office: Office) -> None:
    for period, said in (("thang-ba", "Không hiểu kỳ"), ("2030", "chưa đến"), ("2019", "có hiệu lực từ")):
        answer = office[Role.CONTROL].get(reverse("staff:control"), {"period": period})
        assert answer.status_code == 422
        assert said in words(answer)


def test_the_first_periods_of_the_index_have_a_shorter_trend(office: Office) -> None:
    for period in ("2022-06", "2022-Q4", "R2022-Q3"):
        assert office[Role.CONTROL].get(reverse("staff:control"), {"period": period}).status_code == 200


def test_another_commune_sees_nothing(office: Office, elsewhere: Office, plan: Plan) -> None:
    stranger = elsewhere[Role.CONTROL]
    task, target = PlanTask.objects.all()[0], PlanTarget.objects.all()[0]
    for name, number in (
        ("plan", plan.pk), ("plan-review", plan.pk), ("plan-source", plan.pk), ("task", task.pk),
        ("plan-correct-task", task.pk), ("plan-correct-target", target.pk), ("target-value", target.pk),
    ):  # fmt: skip
        assert stranger.get(reverse(f"staff:{name}", args=[number])).status_code == 404, name
    for name, number in (
        ("plan-confirm", plan.pk), ("plan-discard", plan.pk), ("task-report", task.pk), ("task-assign", task.pk),
    ):  # fmt: skip
        assert stranger.post(reverse(f"staff:{name}", args=[number])).status_code == 404, name
    assert stranger.get(reverse("staff:control"), {"agency": "H99.01"}).status_code == 404
    assert "Niêm yết" not in words(stranger.get(reverse("staff:tasks")))
    assert "đúng hạn" not in words(stranger.get(reverse("staff:targets"))).split("Hiện nay")[-1]
    assert upload(elsewhere, agency=office.agency.pk).status_code == 422
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("control", {Role.CONTROL, Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR}),
        ("targets", {Role.CONTROL, Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR}),
        ("plans", {Role.CONTROL, Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR}),
        ("tasks", {Role.CONTROL, Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR}),
    ],
)
def test_rights(office: Office, name: str, allowed: set[Role]) -> None:
    for role in Role:
        expected = 200 if role in allowed else 404
        assert office[role].get(reverse(f"staff:{name}")).status_code == expected, role


def test_only_who_steers_imports_and_acts(office: Office, plan: Plan) -> None:
    leader = office[Role.LEADER]
    assert leader.post(reverse("staff:plans"), {"file": SimpleUploadedFile("a.md", b"a")}).status_code == 404
    task = PlanTask.objects.all()[0]
    assert leader.get(reverse("staff:task", args=[task.pk])).status_code == 200
    report = {"percent": "10", "text": "Đang làm"}
    assert leader.post(reverse("staff:task-report", args=[task.pk]), report).status_code == 404


def test_a_plan_is_closed_by_who_steers(office: Office, elsewhere: Office, plan: Plan) -> None:
    url = reverse("staff:plan", args=[plan.pk])
    for stranger in (office[Role.LEADER], elsewhere[Role.CONTROL]):
        assert stranger.post(url).status_code == 404
    office[Role.CONTROL].post(url)
    plan.refresh_from_db()
    assert plan.state == "closed"
    task = PlanTask.objects.all()[0]
    report = {"percent": "10", "text": "Đang làm"}
    assert office[Role.CONTROL].post(reverse("staff:task-report", args=[task.pk]), report).status_code == 404
    assert office[Role.CONTROL].get(reverse("staff:control")).status_code == 200


def test_whoever_holds_a_task_sees_it_and_reports(office: Office, plan: Plan) -> None:
    task = PlanTask.objects.all()[0]
    specialist = office[Role.SPECIALIST]
    url = reverse("staff:task", args=[task.pk])
    assert specialist.get(url).status_code == 404
    office[Role.CONTROL].post(
        reverse("staff:task-assign", args=[task.pk]), {"holder": office.staff[Role.SPECIALIST].pk}
    )
    assert specialist.get(url).status_code == 200
    specialist.post(reverse("staff:task-report", args=[task.pk]), {"percent": "30", "text": "Đang làm"})
    task.refresh_from_db()
    assert task.percent == 30


def test_whoever_counts_but_may_not_look_sees_no_names(office: Office, birth: ProcedureVersion) -> None:
    busy(office, birth, 2)
    shown = words(office[Role.ADMINISTRATOR].get(reverse("staff:criterion", args=["II.1"])))
    assert "Trần Văn Mẫu" not in shown
    assert "ngoài quyền xem hồ sơ" in shown


def test_statements_do_not_grow_with_rows(
    office: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    upload(office)
    made = Plan.objects.get()
    row, target = PlanTask.objects.all()[0], PlanTarget.objects.all()[0]
    for number in range(40):
        row.pk, row.order = None, 100 + number
        row.save()
        target.pk, target.order = None, 100 + number
        target.save()
    made.refresh_from_db()
    busy(office, birth, 12)
    control = office[Role.CONTROL]
    with django_assert_max_num_queries(14):
        control.get(reverse("staff:plan-review", args=[made.pk]))
    control.post(reverse("staff:plan-confirm", args=[made.pk]), {"seen_version": made.revision})
    for name, most in (("tasks", 18), ("targets", 24), ("plans", 16), ("control", 38)):
        with django_assert_max_num_queries(most):
            assert control.get(reverse(f"staff:{name}")).status_code == 200
    with django_assert_max_num_queries(28):
        control.get(reverse("staff:criterion", args=["II.1"]))


@pytest.mark.parametrize(
    "name", ["plan_gio_chau_2024.txt", "plan_my_hoa_hung_2024.txt", "proposal_quang_ngai_2024.txt"]
)
def test_real_documents_are_imported_and_reviewed(office: Office, name: str) -> None:
    answer = upload(office, (SEEDS / name).read_bytes(), name)
    assert answer.status_code == 302, words(answer)
    made = Plan.objects.get()
    control = office[Role.CONTROL]
    page = control.get(answer.headers["Location"])
    assert page.status_code == 200
    assert PlanTask.objects.filter(plan=made).count() + PlanTarget.objects.filter(plan=made).count() > 12
    control.post(reverse("staff:plan-confirm", args=[made.pk]), {"seen_version": made.revision})
    assert control.get(reverse("staff:plan", args=[made.pk])).status_code == 200
    assert control.get(reverse("staff:tasks")).status_code == 200


def test_months_before_an_agency_existed_have_no_point(office: Office) -> None:
    office.agency.valid_from = date(2026, 3, 1)
    office.agency.save()
    page = office[Role.CONTROL].get(reverse("staff:control") + "?period=2026-05").content.decode()
    shown = dict(
        re.findall(r'<th scope="row">Tháng (\d+/2026)</th><td class="num"><a [^>]+>([^<]+)</a>', page)
    )
    assert shown["2/2026"] == "chưa đo được"
    assert shown["3/2026"] != "chưa đo được"


def test_a_plan_is_told_month_by_month(
    office: Office, elsewhere: Office, plan: Plan, birth: ProcedureVersion
) -> None:
    busy(office, birth, 3)
    at = reverse("staff:plan-month", args=[plan.pk])
    told = words(office[Role.LEADER].get(at, {"thang": "3"}))
    assert "Tình hình tháng 3/2026" in told
    may = words(office[Role.LEADER].get(at, {"thang": "5"}))
    assert re.search(r"Từ đầu năm \d+/(\d+) trường hợp\. Riêng tháng 5/2026: [\d,]+ % \(\d+/\1\)", may), may
    assert "Riêng tháng 4/2026: không phát sinh" in words(office[Role.LEADER].get(at, {"thang": "4"}))
    assert "Hạn 30/03/2026 đã qua 1 ngày mà chưa báo xong." in told
    assert office[Role.CONTROL].get(at, {"thang": "3", "as": "docx"}).content[:2] == b"PK"
    assert "Tình hình tháng 6/2026" in words(office[Role.CONTROL].get(at, {"thang": "12"}))
    assert "Tình hình từng tháng" in words(office[Role.CONTROL].get(reverse("staff:plan", args=[plan.pk])))
    for stranger in (elsewhere[Role.CONTROL], office[Role.RECEPTION]):
        assert stranger.get(at).status_code in (403, 404)
