"""Plans as they run: imported, corrected, confirmed, reported; measured; two people at once; bad files."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.audit.relay import run_to_end
from motcua.blobs.models import Blob
from motcua.dossiers import actions as dossier_acts
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen, now
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.access import officer_from
from motcua.organisation.enums import Right, Role
from motcua.organisation.models import Agency, RoleGrant
from motcua.plans import access, actions, queries, reporting
from motcua.plans.enums import PlanState, Standing, TaskState
from motcua.plans.models import Evidence, Occurrence, Plan, PlanDocument, PlanTarget, PlanTask
from motcua.plans.rules import Aim, meaning, met, needed, standing, unit_of

pytestmark = pytest.mark.django_db

TEXT = """ỦY BAN NHÂN DÂN
XÃ THỬ
Số: 12/KH-UBND
Thử, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Kiểm soát thủ tục hành chính năm 2026

I. MỤC TIÊU
1. Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 95% trở lên.
2. Tỷ lệ số hóa hồ sơ, kết quả giải quyết đạt tối thiểu 80%.

II. NHIỆM VỤ

| STT | Nội dung nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Niêm yết công khai thủ tục hành chính tại Bộ phận Một cửa | Văn phòng UBND xã | | Trước ngày 31/3/2026 | Báo cáo kết quả |
| 2 | Báo cáo kết quả kiểm soát thủ tục hành chính | Văn phòng UBND xã | | Hằng quý (trước ngày 15 tháng cuối quý) | Báo cáo |
| 3 | Hướng dẫn người dân nộp hồ sơ trực tuyến | Bộ phận Một cửa | Đoàn Thanh niên | Thường xuyên | |
"""


@pytest.fixture
def commune() -> Agency:
    return factories.agency()


def imported(commune: Agency, at: str = "2026-01-20 09:00", text: str = TEXT) -> Plan:
    with frozen(moment(at)):
        return actions.import_document(commune, data=text.encode(), name="ke-hoach.md", actor=CLERK)


def confirmed(commune: Agency) -> Plan:
    plan = imported(commune)
    with frozen(moment("2026-01-20 10:00")):
        return actions.confirm(plan.pk, actor=CLERK)


def tasks(plan: Plan) -> list[PlanTask]:
    return list(PlanTask.objects.filter(plan=plan).order_by("order"))


def report(task: PlanTask, percent: int, at: str, **more: Any) -> PlanTask:
    with frozen(moment(at)):
        return reporting.report_progress(
            task.pk, actor=CLERK, percent=percent, text="Báo cáo số 5/BC-UBND", **more
        )


def test_a_document_becomes_a_plan_that_waits_for_a_person(commune: Agency) -> None:
    plan = imported(commune)
    assert (plan.year, plan.number, plan.status) == (2026, "12/KH-UBND", PlanState.READ)
    first, second, third = tasks(plan)
    assert first.due_date == date(2026, 3, 30)
    assert (first.lead, first.deliverable) == (["Văn phòng UBND xã"], "Báo cáo kết quả")
    assert list(Occurrence.objects.filter(task=second).values_list("due_date", flat=True)) == [
        date(2026, month, 14) for month in (3, 6, 9, 12)
    ]
    assert third.due_date is None
    measures = dict(PlanTarget.objects.values_list("measure", "value"))
    assert measures == {"II.1": Decimal(95), "IV.2": Decimal(80)}
    assert PlanDocument.objects.get(plan=plan).blocks
    assert {one["label"] for one in plan.headings} >= {"I", "II"}


def test_correcting_reads_the_deadline_anew(commune: Agency) -> None:
    task = tasks(imported(commune))[0]
    mended = actions.correct_task(
        task.pk, actor=CLERK, title="Niêm yết đầy đủ", lead=["Tổ Một cửa"], cooperating=[],
        deadline_text="Hằng tháng (trước ngày 20)", deliverable="", seen=1,
    )  # fmt: skip
    assert mended.corrected
    assert mended.due_date == date(2026, 1, 19)
    assert Occurrence.objects.filter(task=task).count() == 12
    with pytest.raises(Refused, match="trống"):
        actions.correct_task(
            task.pk, actor=CLERK, title=" ", lead=[], cooperating=[], deadline_text="", deliverable=""
        )


def test_two_people_at_once(commune: Agency) -> None:
    plan = imported(commune)
    target = PlanTarget.objects.filter(plan=plan)[0]
    actions.correct_target(target.pk, actor=CLERK, values={"value": Decimal(98)}, seen=1)
    with pytest.raises(Overtaken):
        actions.correct_target(target.pk, actor=CLERK, values={"value": Decimal(90)}, seen=1)
    with pytest.raises(Overtaken, match="người khác sửa"):
        actions.confirm(plan.pk, actor=CLERK, seen=1)
    actions.confirm(plan.pk, actor=CLERK, seen=2)
    with pytest.raises(Refused, match="đã được xác nhận"):
        actions.confirm(plan.pk, actor=CLERK)
    task = tasks(plan)[0]
    report(task, 50, "2026-02-01 09:00", seen=1)
    with pytest.raises(Overtaken):
        report(task, 60, "2026-02-01 09:01", seen=1)


def test_progress_with_evidence_until_done(commune: Agency) -> None:
    plan = imported(commune)
    with pytest.raises(Refused, match="chưa được xác nhận"):
        report(tasks(plan)[0], 10, "2026-02-01 09:00")
    actions.confirm(plan.pk, actor=CLERK)
    task = report(tasks(plan)[0], 60, "2026-03-01 09:00")
    assert (task.status, task.percent) == (TaskState.DOING, 60)
    assert queries.standing_of(task, date(2026, 3, 1)) is Standing.RUNNING
    assert queries.standing_of(task, date(2026, 3, 25)) is Standing.SOON
    assert queries.standing_of(task, date(2026, 3, 31)) is Standing.OVERDUE
    task = report(task, 100, "2026-03-30 16:00", file=b"Bien ban niem yet", file_name="bien-ban.txt")
    assert (task.status, task.done_on) == (TaskState.DONE, date(2026, 3, 30))
    assert queries.standing_of(task, date(2026, 5, 1)) is Standing.DONE_IN_TIME
    assert Evidence.objects.filter(task=task).count() == 2
    assert Evidence.objects.filter(task=task).first().file_name == "bien-ban.txt"
    with pytest.raises(Refused, match="minh chứng"):
        reporting.report_progress(task.pk, actor=CLERK, percent=100, text=" ")
    reopened = report(task, 80, "2026-04-02 09:00")
    assert (reopened.status, reopened.done_on) == (TaskState.DOING, None)


def test_a_recurring_task_is_done_once_for_each_date(commune: Agency) -> None:
    task = tasks(confirmed(commune))[1]
    for due, at in ((6, "2026-03-14 16:00"), (9, "2026-06-20 16:00"), (12, "2026-09-01 16:00")):
        task = report(task, 100, at)
        assert (task.due_date, task.status, task.percent) == (date(2026, due, 14), TaskState.DOING, 0)
    task = report(task, 100, "2026-12-10 16:00")
    assert task.status is TaskState.DONE
    stood = [
        queries.occurrence_standing(one, date(2026, 12, 31))
        for one in queries.occurrences_in(PlanTask.objects.filter(pk=task.pk), 2026)
    ]
    assert stood == [Standing.DONE_IN_TIME, Standing.DONE_LATE, Standing.DONE_IN_TIME, Standing.DONE_IN_TIME]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "ke-hoach.docx", "rỗng"),
        (b"%PDF-1.7 gia", "ke-hoach.docx", "Hãy"),
        ("Kính gửi các đồng chí, chúc mừng năm mới.".encode(), "thu.txt", "Không tìm thấy nhiệm vụ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "ke-hoach.doc", "Word"),
    ],
)
def test_bad_files_are_refused_and_nothing_is_stored(
    commune: Agency, data: bytes, name: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        actions.import_document(commune, data=data, name=name, actor=CLERK)
    assert refused.value.field == "file"
    assert not Plan.objects.exists()
    assert not Blob.objects.exists()


def test_the_same_file_twice_is_said(commune: Agency) -> None:
    imported(commune)
    with pytest.raises(Refused, match="đã được nhập ngày 20/01/2026"):
        imported(commune)
    assert Plan.objects.count() == 1


def test_a_reading_can_be_thrown_away_but_a_plan_cannot(commune: Agency) -> None:
    plan = imported(commune)
    actions.discard(plan.pk, actor=CLERK)
    assert not Plan.objects.exists()
    assert AuditRow.objects.filter(action="plans.discard", agency=commune.code).exists()
    plan = confirmed(commune)
    with pytest.raises(Refused, match="không bỏ được"):
        actions.discard(plan.pk, actor=CLERK)


def test_a_closed_plan_is_kept_and_not_reported_on(commune: Agency) -> None:
    plan = imported(commune)
    with pytest.raises(Refused, match="đang thực hiện"):
        actions.close(plan.pk, actor=CLERK)
    actions.confirm(plan.pk, actor=CLERK)
    actions.close(plan.pk, actor=CLERK)
    with pytest.raises(Refused, match="khép lại"):
        report(tasks(plan)[0], 50, "2026-12-30 09:00")
    with pytest.raises(Refused):
        actions.close(plan.pk, actor=CLERK)
    assert queries.chosen(PlanTask.objects.all(), date(2026, 12, 30)).count() == 3


def test_a_task_is_given_to_officers_of_its_agency(commune: Agency) -> None:
    task = tasks(confirmed(commune))[0]
    here, elsewhere = factories.officer(commune), factories.officer(factories.agency("H99.02"))
    assert reporting.assign_task(task.pk, actor=CLERK, holder_id=here.pk).holder_id == here.pk
    with pytest.raises(Refused, match="đang làm việc của cơ quan"):
        reporting.assign_task(task.pk, actor=CLERK, holder_id=elsewhere.pk)


def test_what_lies_outside_the_scope_is_absent(commune: Agency) -> None:
    plan = confirmed(commune)
    other = factories.agency("H99.02")
    staff = factories.officer(other)
    for agency in (other,):
        RoleGrant.objects.create(
            staff=staff, role=Role.CONTROL.value, agency=agency, first_day=date(2020, 1, 1)
        )
    officer = officer_from(staff, date(2026, 5, 1))
    for fetch, key in (
        (access.plan_for, plan.pk),
        (access.task_for, tasks(plan)[0].pk),
        (access.target_for, PlanTarget.objects.all()[0].pk),
    ):
        with pytest.raises(NotFound):
            fetch(officer, key)
    assert access.agencies_for(officer, Right.STEER) == [other]
    assert not access.tasks_for(officer).exists()


def test_targets_are_measured_not_typed(commune: Agency) -> None:
    clerk = factories.officer(commune)
    confirmed(commune)
    with frozen(moment("2026-03-02 08:00")):
        made = [
            dossier_acts.receive_at_counter(
                factories.filing(factories.version(), commune), actor=CLERK, receiver_id=clerk.pk
            )
            for _ in range(4)
        ]
    with frozen(moment("2026-03-05 08:00")):
        for dossier in made[:2]:
            dossier_acts.perform(dossier.pk, commands.Finish(), actor=CLERK)
        run_to_end()
    with frozen(moment("2026-04-05 08:00")):
        targets = list(access_all())
        on_time, digitised = queries.with_values(targets, now())
        assert (on_time.value, on_time.met, on_time.gap, on_time.more) == (
            Decimal(50),
            False,
            Decimal(-45),
            2,
        )
        assert on_time.count is not None
        assert on_time.verdict[0] == "Chưa đạt"
        assert digitised.value == 0
        with pytest.raises(Refused, match="không nhập tay"):
            reporting.enter_value(on_time.target.pk, actor=CLERK, value=Decimal(99), basis="Báo cáo")


def access_all() -> Any:
    return PlanTarget.objects.select_related("plan__agency").order_by("order")


def test_above_last_year_is_compared_with_last_years_measure(commune: Agency) -> None:
    plan = confirmed(commune)
    target = PlanTarget.objects.filter(plan=plan, measure="II.1").get()
    actions.correct_target(target.pk, actor=CLERK, values={"operator": "above_last_year", "value": None})
    clerk = factories.officer(commune)
    for at, end in (("2025-03-03 08:00", "2025-03-20 08:00"), ("2026-03-02 08:00", "2026-03-05 08:00")):
        with frozen(moment(at)):
            filing = factories.filing(factories.version(), commune)
            dossier = dossier_acts.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)
        with frozen(moment(end)):
            dossier_acts.perform(dossier.pk, commands.Finish(), actor=CLERK)
            run_to_end()
    with frozen(moment("2026-04-05 08:00")):
        standing_now = queries.with_values([access_all().get(pk=target.pk)], now())[0]
    assert (standing_now.last_year, standing_now.value, standing_now.met) == (Decimal(0), Decimal(100), True)


def test_what_the_system_cannot_know_is_entered_with_its_basis(commune: Agency) -> None:
    plan = confirmed(commune)
    target = PlanTarget.objects.filter(plan=plan, measure="IV.2").get()
    with frozen(moment("2026-04-05 08:00")):
        actions.correct_target(target.pk, actor=CLERK, values={"measure": ""})
        assert queries.with_values([access_all().get(pk=target.pk)], now())[0].verdict == (
            "Chưa đo",
            "stopped",
        )
        with pytest.raises(Refused, match="căn cứ"):
            reporting.enter_value(target.pk, actor=CLERK, value=Decimal(85), basis="")
        reporting.enter_value(target.pk, actor=CLERK, value=Decimal(85), basis="Báo cáo 12/BC-UBND")
        assert queries.with_values([access_all().get(pk=target.pk)], now())[0].met


def test_lists_are_chosen_and_counted(commune: Agency) -> None:
    plan = confirmed(commune)
    holder = factories.officer(commune, "Võ Minh Yến")
    report(tasks(plan)[0], 100, "2026-04-02 09:00")
    reporting.assign_task(tasks(plan)[1].pk, actor=CLERK, holder_id=holder.pk)
    today = date(2026, 4, 10)
    everything = PlanTask.objects.select_related("holder", "plan")

    def numbers(**wanted: Any) -> list[str]:
        return [task.number for task in queries.chosen(everything, today, **wanted).order_by("order")]

    assert numbers() == ["1", "2", "3"]
    assert numbers(standing=Standing.DONE_LATE) == ["1"]
    assert numbers(standing=Standing.OVERDUE) == ["2"]
    assert numbers(standing=Standing.WITHOUT_DATE) == ["3"]
    assert numbers(lead="Bộ phận Một cửa") == ["3"]
    assert numbers(month=9) == ["2"]
    assert numbers(words="niem yet") == ["1"]
    assert numbers(holder=holder.pk) == ["2"]
    for one in Standing:
        in_python = [
            task.number for task in everything.order_by("order") if queries.standing_of(task, today) is one
        ]
        assert numbers(standing=one) == in_python
    assert [(one.label, one.many, one.overdue) for one in queries.by_person(everything, today)] == [
        ("Chưa giao", 2, 0), ("Võ Minh Yến", 1, 1),
    ]  # fmt: skip
    assert {one.label: one.many for one in queries.by_month(everything, today)} == {
        "Tháng 3": 2, "Không có hạn": 1,
    }  # fmt: skip
    assert queries.by_section(everything, today)[0].many == 3


@pytest.mark.parametrize(
    ("aim", "value", "expected"),
    [
        (Aim(">=", Decimal(80)), "80", True),
        (Aim(">=", Decimal(80)), "79.999", False),
        (Aim(">", Decimal(80)), "80", False),
        (Aim("=", Decimal(100)), "100", True),
        # a bare figure of a share is the least that is wanted, or the most of what there is to be little of
        (Aim("=", Decimal(80), unit="%"), "92.5", True),
        (Aim("=", Decimal(80), unit="%"), "79.99", False),
        (Aim("=", Decimal(0), unit="%"), "1", False),
        (Aim("=", Decimal(5), unit="%", fewer=True), "4", True),
        (Aim("=", Decimal(5), unit="%", fewer=True), "6", False),
        (Aim("<=", Decimal(5)), "5", True),
        (Aim("<", Decimal(5)), "5", False),
        (Aim("between", Decimal(80), Decimal(90)), "90", True),
        (Aim("above_last_year", None, last_year=Decimal(70)), "70", False),
        (Aim("not_below_last_year", None, last_year=Decimal(70)), "70", True),
        (Aim("above_last_year", None), "70", None),
        (Aim("increase_per_year", Decimal(20), Decimal(100), Decimal(90)), "100", True),
        (Aim("increase_per_year", Decimal(20), None, Decimal(50)), "69", False),
        (Aim("", Decimal(3)), "3", None),
        (Aim(">=", None), "3", None),
    ],
)
def test_a_value_meets_an_aim(aim: Aim, value: str, expected: bool | None) -> None:
    assert met(aim, Decimal(value)) is expected


@pytest.mark.parametrize(
    ("aim", "numerator", "denominator", "expected"),
    [
        (Aim(">=", Decimal(80)), 7, 10, 1),
        (Aim(">=", Decimal("99.5")), 90, 100, 10),
        (Aim(">", Decimal(80)), 8, 10, 1),
        (Aim("above_last_year", None, last_year=Decimal(75)), 3, 4, 1),
        (Aim(">", Decimal(100)), 10, 10, None),
        (Aim("<=", Decimal(5)), 9, 10, None),
    ],
)
def test_how_many_more_it_takes(aim: Aim, numerator: int, denominator: int, expected: int | None) -> None:
    assert needed(aim, numerator, denominator) == expected


@pytest.mark.parametrize(
    ("name", "criterion"),
    [
        ("Tỷ lệ hồ sơ TTHC giải quyết đúng hạn", "II.1"),
        ("Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ", "III.2"),
        ("Tỷ lệ hồ sơ trực tuyến trên tổng số hồ sơ tiếp nhận, giải quyết TTHC", "III.3"),
        ("Tỷ lệ hồ sơ được thanh toán trực tuyến", "III.6"),
        ("Tỷ lệ số hóa hồ sơ, kết quả giải quyết TTHC", "IV.2"),
        ("Tỷ lệ khai thác, sử dụng lại thông tin, dữ liệu số hóa", "IV.3"),
        ("Tỷ lệ cấp kết quả giải quyết TTHC điện tử", "IV.1"),
        ("Tỷ lệ xử lý phản ánh, kiến nghị đúng hạn", "V.1"),
        ("Mức độ hài lòng trong tiếp nhận, giải quyết TTHC", "V.3"),
        # Close in words, another figure in fact: these are followed with evidence.
        ("Tỷ lệ công bố, công khai TTHC đúng hạn", ""),
        ("100% kết quả xử lý phản ánh, kiến nghị được công khai", "V.published"),
        ("100% đơn vị có chức năng giải quyết TTHC triển khai thanh toán trực tuyến", "U.pay_online"),
        ("Tỷ lệ thanh toán trực tuyến trên tổng số giao dịch thanh toán của dịch vụ công", "Y.transactions"),
        ("Tỷ lệ cung cấp dịch vụ công trực tuyến toàn trình trên TTHC có đủ điều kiện", "P.full"),
        ("Tỷ lệ thực hiện chứng thực bản sao điện tử từ bản chính", "U.certified"),
        ("Tỷ lệ kết quả xử lý hồ sơ TTHC được đồng bộ đầy đủ trên Cổng Dịch vụ công quốc gia", ""),
        ("Cắt giảm chi phí tuân thủ", ""),
    ],
)
def test_the_words_of_a_target_suggest_its_measure(name: str, criterion: str) -> None:
    assert meaning(name, "%") == criterion


def test_a_count_is_no_share_and_a_dropped_task_is_dropped() -> None:
    assert meaning("Số hóa hồ sơ", "hồ sơ") == ""
    assert unit_of("Tỷ lệ hài lòng cao hơn năm trước", "") == "%"
    assert unit_of("Số cuộc đối thoại", "") == ""
    assert standing(TaskState.DROPPED, None, None, date(2026, 1, 1)) is Standing.DROPPED


def test_a_task_is_not_given_to_who_has_left(commune: Agency) -> None:
    plan = confirmed(commune)
    gone = factories.officer(commune, last_day=date(2026, 1, 1))
    with pytest.raises(Refused, match="đang làm việc"):
        reporting.assign_task(tasks(plan)[0].pk, actor=CLERK, holder_id=gone.pk)
