"""Reports sent: entered with what the system knows, taken out with a reason, and the proof of the quarter's task."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests import factories
from tests.factories import CLERK, moment
from tests.staff.conftest import Office
from tests.staff.control.test_inspection_pages import LEADS, STEERS, send

from motcua.audit.models import AuditRow
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency
from motcua.plans import proofs, tasking
from motcua.plans.models import Evidence, Occurrence, PlanTask
from motcua.plans.sent_models import SentReport

LIST = "staff:sent-reports"
GIVEN: dict[str, Any] = {
    "kind": "control", "title": "Báo cáo kiểm soát TTHC quý I/2026", "first": "15/12/2025", "last": "14/03/2026",
    "number": "45/BC-UBND", "signed_on": "16/03/2026", "to_name": "UBND tỉnh Thử", "sent_on": "16/03/2026", "way": "system",
}  # fmt: skip


def words(office: Office, role: Role, name: str, query: str = "") -> str:
    return str(office[role].get(reverse(name) + query).content.decode())


def test_a_report_is_entered_seen_by_those_concerned_and_taken_out(
    office: Office, elsewhere: Office, django_assert_max_num_queries: Any
) -> None:
    send(office, "sent-report-add", **GIVEN, url="https://van-ban.example/45")
    row = SentReport.objects.get()
    assert (row.number, row.to_name, row.period_last) == ("45/BC-UBND", "UBND tỉnh Thử", date(2026, 3, 14))
    for number in range(3):
        send(office, "sent-report-add", **GIVEN | {"number": f"{number}/BC"})
    with django_assert_max_num_queries(12):
        page = words(office, LEADS, LIST, "?nam=2026")
    assert "15/12/2025 – 14/03/2026" in page
    assert "Ghi báo cáo đã gửi" not in page, "chỉ người điều hành ghi"
    assert "45/BC-UBND" not in words(office, STEERS, LIST, "?nam=2025")
    assert "45/BC-UBND" not in words(office, STEERS, LIST, "?nam=2026&loai=reform")
    gone = reverse("staff:sent-report-take-out", args=[row.pk])
    for other, role in ((office, LEADS), (elsewhere, STEERS)):
        assert other[role].post(gone, {"why": "x"}).status_code == 404
    assert office[STEERS].post(gone, {"why": " "}).status_code == 422
    send(office, "sent-report-take-out", row.pk, why="Ghi nhầm số")
    assert "Ghi nhầm số" in words(office, STEERS, LIST, "?nam=2026")
    assert office[STEERS].post(gone, {"why": "x"}).status_code == 422
    assert AuditRow.objects.filter(action="plans.take_out_sent_report").count() == 1


def test_the_document_is_opened_by_those_concerned(office: Office, elsewhere: Office) -> None:
    sent = io.BytesIO(b"%PDF-1.7 mau")
    sent.name = "bao-cao.pdf"
    send(office, "sent-report-add", **GIVEN, file=sent)
    at = reverse("staff:sent-report-file", args=[SentReport.objects.get().pk])
    assert at in words(office, LEADS, LIST, "?nam=2026")
    assert office[LEADS].get(at).content == b"%PDF-1.7 mau"
    assert office[Role.RECEPTION].get(at).status_code == elsewhere[STEERS].get(at).status_code == 404


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"last": "14/12/2025"}, "Ngày cuối kỳ"),
        ({"sent_on": "15/03/2026"}, "từ ngày ký"),
        ({"signed_on": "05/06/2026", "sent_on": "05/06/2026"}, "Chỉ ghi báo cáo đã gửi"),
        ({"to_name": ""}, "Chọn cơ quan nhận"),
        ({}, "đã ghi là gửi"),
    ],
)
def test_what_entering_refuses(office: Office, more: dict[str, str], refused: str) -> None:
    send(office, "sent-report-add", **GIVEN)
    answer = office[STEERS].post(reverse("staff:sent-report-add"), {**GIVEN, **more})
    assert (answer.status_code, refused in answer.content.decode()) == (422, True)


def test_the_form_knows_what_the_page_before_knew(office: Office) -> None:
    above = factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh Thử")
    Agency.objects.filter(pk=office.agency.pk).update(parent=above, path="H99/H99.01/")
    page = words(
        office, STEERS, "staff:sent-report-add", "?loai=reform&ten=B%C3%A1o+c%C3%A1o+5&tu=2026-05-01&den=2026-05-31"
    )  # fmt: skip
    for known in ('value="reform" selected', 'value="Báo cáo 5"', 'value="01/05/2026"', 'value="31/05/2026"'):
        assert known in page
    assert f'value="{above.pk}" selected>UBND tỉnh Thử' in page
    assert "lỗi" not in words(office, STEERS, "staff:sent-report-add", "?tu=hom-nay&loai=%27&den=2026-13-99")


def test_pages_with_a_report_lead_to_the_form_for_who_steers(office: Office) -> None:
    plan = quarterly(office, "Báo cáo cải cách hành chính hằng quý").plan
    for name, arguments in (("plan-month", [plan.pk]), ("inspections", [])):
        at = reverse(f"staff:{name}", args=arguments)
        link = reverse("staff:sent-report-add") + "?co-quan=H99.01&amp;loai="
        assert link in office[STEERS].get(at).content.decode(), name
        assert link not in office[LEADS].get(at).content.decode(), name


def quarterly(office: Office, title: str) -> PlanTask:
    with frozen(moment("2026-01-05 08:00")):
        task = tasking.give_task(
            office.agency, actor=CLERK, title=title, source="Kế hoạch", due_date=date(2026, 3, 16)
        )
    Occurrence.objects.bulk_create(
        Occurrence(task=task, due_date=date(2026, month, 16)) for month in (6, 9, 12)
    )
    return PlanTask.objects.select_related("plan__agency").get(pk=task.pk)


def test_a_report_sent_proves_the_quarter_it_tells_of_and_not_the_next(office: Office) -> None:
    task = quarterly(office, "Báo cáo tình hình, kết quả kiểm soát TTHC hằng quý gửi UBND tỉnh")
    reform = quarterly(office, "Báo cáo cải cách hành chính hằng quý")
    today = date(2026, 3, 20)
    assert proofs.proposals([task, reform], today) == []
    send(office, "sent-report-add", **GIVEN)
    row = SentReport.objects.get()
    [found] = proofs.proposals([task, reform], today)
    assert (found.task.pk, found.sighting.key) == (task.pk, f"report:{row.pk}")
    assert "45/BC-UBND" in found.sighting.words
    with frozen(moment("2026-03-20 09:00")):
        proofs.confirm(task.pk, f"report:{row.pk}", actor=CLERK)
    assert Evidence.objects.get(task=task).proof == f"report:{row.pk}"
    task.refresh_from_db()
    assert task.due_date == date(2026, 6, 16)
    # The same report, entered as sent once more elsewhere, tells nothing of the next quarter.
    send(office, "sent-report-add", **GIVEN | {"to_name": "Sở Nội vụ"})
    assert proofs.proposals([task], date(2026, 6, 3)) == []
    second = GIVEN | {"number": "90/BC-UBND", "first": "15/03/2026", "last": "31/05/2026", "signed_on": "02/06/2026",
                      "sent_on": "02/06/2026"}  # fmt: skip
    send(office, "sent-report-add", **second)
    newest = SentReport.objects.get(number="90/BC-UBND")
    assert [
        one.sighting.key for one in proofs.proposals([task], date(2026, 6, 3))
    ] == []  # 78 days are no quarter
    SentReport.objects.filter(pk=newest.pk).update(period_last=date(2026, 6, 14))
    assert [one.sighting.key for one in proofs.proposals([task], date(2026, 6, 3))] == [f"report:{newest.pk}"]
    send(office, "sent-report-take-out", newest.pk, why="Ghi nhầm")
    assert proofs.proposals([task], date(2026, 6, 3)) == []


def test_the_page_says_which_date_is_met_and_the_answer_which_comes_next(office: Office) -> None:
    task = quarterly(office, "Báo cáo kiểm soát TTHC hằng quý")
    send(office, "sent-report-add", **GIVEN)
    page = office[STEERS].get(reverse("staff:task", args=[task.pk])).content.decode()
    assert re.search(r"Đúng, đã xong hạn\s+<time[^>]*>16/03/2026", page)
    given = {"key": f"report:{SentReport.objects.get().pk}"}
    answer = (
        office[STEERS].post(reverse("staff:task-proof", args=[task.pk]), given, follow=True).content.decode()
    )
    assert "Đã ghi xong hạn 16/03/2026" in answer
    assert "Hạn tiếp theo: 16/06/2026" in answer
    assert "Đúng, đã xong" not in answer, "báo cáo quý I không chứng minh quý II"
