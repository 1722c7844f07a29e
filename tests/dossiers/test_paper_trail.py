"""Forms that went out: numbered per agency, kind and year, printed again word for word; the register's entries."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import factories
from tests.dossiers.paper_texts import docx_text, letters, pdf_text, squeezed
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.blobs import store
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Event, StepRun
from motcua.dossiers.paper_trail import IssuedForm, RegisterEntry
from motcua.dossiers.printing_jobs import ask_for_register
from motcua.dossiers.rules import commands
from motcua.dossiers.slips import FormKind, issuing, register
from motcua.dossiers.slips.reading import forms_possible, read, receipt_of, rules_for
from motcua.dossiers.slips.words import texts
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


class Desk:
    """A commune with a clerk and one procedure."""

    def __init__(self) -> None:
        self.commune = factories.agency(desk_name="Trung tâm Phục vụ hành chính công", short_name="Tân Lập")
        self.clerk = factories.officer(self.commune, "Lò Văn Tình")
        self.version = factories.version(3)

    def received(self, at: str, name: str = "Hoàng Thị Ẩn") -> Dossier:
        with frozen(moment(at)):
            filing = factories.filing(self.version, self.commune, name)
            return actions.receive_at_counter(filing, actor=CLERK, receiver_id=self.clerk.pk)

    def issue(self, dossier: Dossier, kind: FormKind, at: str) -> IssuedForm:
        with frozen(moment(at)):
            return issuing.issue(dossier.pk, kind, self.event(dossier, kind), actor=CLERK)

    def event(self, dossier: Dossier, kind: FormKind) -> int:
        events = list(Event.objects.filter(dossier=dossier).order_by("number"))
        found = forms_possible(Dossier.objects.get(pk=dossier.pk), events, rules_for(dossier))
        return next((event.number if event else 0) for each, event in found if each is kind)

    def refused(self, at: str) -> Dossier:
        with frozen(moment(at)):
            dossier = actions.file(factories.filing(self.version, self.commune), actor=CLERK)
            return actions.perform(dossier.pk, commands.Refuse("Không thuộc thẩm quyền của xã."), actor=CLERK)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_numbers_run_on_per_kind_and_year_and_a_reprint_keeps_its_own(desk: Desk):
    first, second = desk.refused("2026-06-01 08:00"), desk.refused("2026-06-02 08:00")
    one = desk.issue(first, FormKind.REFUSAL, "2026-06-01 08:10")
    again = desk.issue(first, FormKind.REFUSAL, "2026-06-05 08:10")
    two = desk.issue(second, FormKind.REFUSAL, "2026-06-02 08:10")
    next_year = desk.issue(desk.refused("2027-01-04 08:00"), FormKind.REFUSAL, "2027-01-04 09:00")
    assert again.pk == one.pk
    assert [each.number_text for each in (one, two, next_year)] == ["01/TCHS", "02/TCHS", "01/TCHS"]


def test_what_is_printed_again_is_what_went_out(desk: Desk):
    dossier = desk.received("2026-06-01 08:00")
    row = desk.issue(dossier, FormKind.RECEIPT, "2026-06-01 08:01")
    first = issuing.issued_pdf(row)
    Dossier.objects.filter(pk=dossier.pk).update(applicant_name="Người Khác")
    row = IssuedForm.objects.get(pk=row.pk)
    with frozen(moment("2026-09-01 08:00")):
        assert issuing.issued_pdf(row) == first
    assert "Hoàng Thị Ẩn" in squeezed(pdf_text(first))
    assert letters(docx_text(issuing.issued_docx(row))) == letters(pdf_text(first))


def test_a_corrected_receipt_goes_out_anew(desk: Desk):
    dossier = desk.received("2026-06-01 08:00")
    first = desk.issue(dossier, FormKind.RECEIPT, "2026-06-01 08:01")
    with frozen(moment("2026-06-01 09:00")):
        changed = actions.Correction(applicant_name="Hoàng Thị Ân")
        actions.correct_receipt(dossier.pk, changed, reason="Gõ sai tên", actor=CLERK)
    second = desk.issue(dossier, FormKind.RECEIPT, "2026-06-01 09:01")
    assert second.pk != first.pk
    assert [row.pk for row in issuing.issued_of(dossier)] == [first.pk, second.pk]


def test_only_forms_with_an_event_and_of_the_circular(desk: Desk):
    dossier = desk.received("2026-06-01 08:00")
    with pytest.raises(Refused, match="không còn việc nào"):
        issuing.issue(dossier.pk, FormKind.STOP_NOTICE, 1, actor=CLERK)
    for at, known in (("2026-06-01 10:00", True), ("2025-06-02 10:00", False)):
        early = desk.received(at.replace("10:00", "08:00"))
        with frozen(moment(at)):
            actions.perform(early.pk, commands.Stop("Đất đang tranh chấp."), actor=CLERK)
        events = list(Event.objects.filter(dossier=early).order_by("number"))
        kinds = [
            kind for kind, _ in forms_possible(Dossier.objects.get(pk=early.pk), events, rules_for(early))
        ]
        assert (FormKind.STOP_NOTICE in kinds) is known


def test_every_form_of_a_life_says_what_happened(desk: Desk):
    dossier = desk.received("2026-06-01 08:00")
    with frozen(moment("2026-06-01 09:00")):
        actions.perform(dossier.pk, commands.Assign(holder_id=desk.clerk.pk), actor=CLERK)
        actions.perform(dossier.pk, commands.AskSupplement("Bản sao giấy chứng sinh\nẢnh 4 x 6"), actor=CLERK)
    said = squeezed(
        pdf_text(issuing.issued_pdf(desk.issue(dossier, FormKind.SUPPLEMENT, "2026-06-01 09:05")))
    )
    assert "Số: 01/HDHS" in said
    assert "1 Bản sao giấy chứng sinh" in said
    assert "2 Ảnh 4 x 6" in said
    with frozen(moment("2026-06-02 09:00")):
        actions.perform(dossier.pk, commands.CompleteSupplement(), actor=CLERK)
    with frozen(moment("2026-06-03 09:00")):
        new = date(2026, 6, 15)
        actions.perform(dossier.pk, commands.Extend("Phải xác minh thực địa.", new_due=new), actor=CLERK)
    said = squeezed(pdf_text(issuing.issued_pdf(desk.issue(dossier, FormKind.APOLOGY, "2026-06-03 09:05"))))
    assert "ngày 15 tháng 6 năm 2026" in said
    assert "Lý do: Phải xác minh thực địa." in said
    said = squeezed(
        pdf_text(issuing.issued_pdf(desk.issue(dossier, FormKind.CONTROL_SLIP, "2026-06-03 09:06")))
    )
    assert "Lò Văn Tình" in said
    issued = {row.kind for row in issuing.issued_of(dossier)}
    assert issued == {"supplement", "apology", "control_slip"}
    recorded = AuditRow.objects.filter(action="dossiers.issue_form", key=str(dossier.pk))
    assert [row.detail["number"] for row in recorded.order_by("pk")] == ["01/HDHS", "01/XLHL", ""]


def test_the_control_slip_marks_steps_over_their_date_and_dates_after_the_appointment(desk: Desk):
    dossier = desk.received("2026-06-01 08:00")
    assert dossier.due_at is not None
    # The limit is in days: a step that ends later on the day of the appointment is not after it.
    dues = (dossier.received_at, dossier.due_at + timedelta(days=1), dossier.due_at + timedelta(minutes=30))
    for number, due in enumerate(dues, 1):
        StepRun.objects.create(
            dossier=dossier, number=number, name=f"Bước {number}", performer="Chuyên viên",
            started_at=dossier.received_at, due_at=due,
        )  # fmt: skip

    def said() -> list[tuple[str, str]]:
        with frozen(moment("2026-06-01 16:00")):
            events = Event.objects.filter(dossier=dossier)
            steps = texts(read(dossier, FormKind.CONTROL_SLIP, events, events.last()))["steps"]
        return [(step["result"], step["note"]) for step in steps]

    [(over, _), (running, after), (_, same_day)] = said()
    assert (over, running) == ("Quá hạn", "")
    assert ", sau ngày hẹn trả. Bước 2" in after
    assert "sau ngày hẹn trả" not in same_day
    dossier.waiting_since = moment("2026-06-01 10:00")
    assert said()[0][0] == "", "the clock stands while the citizen is waited for"


def test_a_number_cannot_be_given_twice(desk: Desk):
    row = desk.issue(desk.refused("2026-06-01 08:00"), FormKind.REFUSAL, "2026-06-01 08:10")
    other = desk.refused("2026-06-01 09:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedForm(
            dossier=other, kind=row.kind, event=2, family="2025", unit=row.unit, year=row.year, number=row.number,
            issued_at=row.issued_at,
        ).save()  # fmt: skip


# --- the register -----------------------------------------------------------------------------------------


def test_entries_run_on_without_gaps_over_days_and_begin_anew_each_year(desk: Desk):
    days = ("2025-12-31 08:00", "2026-01-05 08:00", "2026-01-05 09:00", "2026-03-02 08:00")
    dossiers = [desk.received(day) for day in days]
    desk.issue(dossiers[2], FormKind.RECEIPT, "2026-01-05 09:01")
    with frozen(moment("2026-03-02 09:00")):
        assert register.number_year(desk.commune, 2025) == 1
        assert register.number_year(desk.commune, 2026) == 1
        assert register.number_year(desk.commune, 2026) == 0
    found = {row.dossier_id: (row.year, row.number) for row in RegisterEntry.objects.all()}
    assert [found[each.pk] for each in dossiers] == [(2025, 1), (2026, 1), (2026, 2), (2026, 3)]


def test_the_receipt_names_its_entry_and_a_late_one_gets_the_next_number(desk: Desk):
    later, earlier = desk.received("2026-06-02 08:00"), desk.received("2026-06-01 08:00")
    row = desk.issue(later, FormKind.RECEIPT, "2026-06-02 08:01")
    assert "Quyển số: 01. Số thứ tự: 02" in squeezed(pdf_text(issuing.issued_pdf(row)))
    late = desk.received("2026-05-29 08:00")
    row = desk.issue(late, FormKind.RECEIPT, "2026-06-03 08:01")
    assert "Số thứ tự: 03" in squeezed(pdf_text(issuing.issued_pdf(row)))
    assert RegisterEntry.objects.get(dossier=earlier).number == 1


def test_a_wish_that_only_repeats_the_procedures_name_stands_once_in_the_register(desk: Desk):
    one, other = desk.received("2026-06-01 08:00"), desk.received("2026-06-02 08:00")
    name = one.procedure.short_name or one.procedure.name
    Dossier.objects.filter(pk=one.pk).update(subject=name.upper())
    Dossier.objects.filter(pk=other.pk).update(subject="cho con thứ hai")
    with frozen(moment("2026-06-03 08:00")):
        register.number_year(desk.commune, 2026)
    said = [line.content for line in register.lines(desk.commune, 2026)]
    assert said == [name, f"{name}: cho con thứ hai"]


def test_a_refusal_handed_over_is_told_from_a_result_in_the_register(desk: Desk):
    granted, refused = desk.received("2026-06-01 08:00"), desk.received("2026-06-01 09:00")
    Dossier.objects.filter(pk=granted.pk).update(
        answers=json.dumps({"result": {"by": "post", "address": "Xóm Ba"}})
    )
    granted.refresh_from_db()
    assert texts(receipt_of(granted))["return_place"] == "bưu chính công ích, Xóm Ba"
    assert "bưu chính" not in texts(receipt_of(refused))["return_place"]
    with frozen(moment("2026-06-02 08:00")):
        actions.perform(granted.pk, commands.Finish(), actor=CLERK)
        actions.perform(refused.pk, commands.RefuseToSettle("Không đủ điều kiện"), actor=CLERK)
        for each in (granted, refused):
            actions.perform(each.pk, commands.Return(), actor=CLERK)
        register.number_year(desk.commune, 2026)
    assert [(line.note, line.returned_how) for line in register.lines(desk.commune, 2026)] == [
        ("Đã trả kết quả", "Bưu chính"),
        ("Đã trả thông báo từ chối giải quyết: Không đủ điều kiện", "Trực tiếp"),
    ]


@pytest.mark.parametrize("form", ["xlsx", "pdf", "docx"])
def test_a_register_is_printed_by_the_worker(desk: Desk, form: str, monkeypatch: Any):
    from motcua.regimes.actions import set_value

    set_value(
        actor=CLERK, key="register.volume_size", value=2, scope="", first_day=date(2026, 1, 1), reason="Quyển mỏng",
    )  # fmt: skip
    names = ["Bế Văn Ỷ", "Hoàng Thị Ẩn", "Đỗ Ơn"]
    for day, name in zip(("01", "02", "03"), names, strict=True):
        desk.received(f"2026-06-{day} 08:00", name)
    with frozen(moment("2026-06-04 08:00")):
        job = ask_for_register(desk.commune, 2026, form, 2, actor=CLERK)
        run_to_end()
    result = Job.objects.get(pk=job.pk).result
    assert result is not None
    content = store.read_blob(result["blob"])
    if form == "xlsx":
        import io

        from openpyxl import load_workbook

        sheet = load_workbook(io.BytesIO(content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0] == register.HEADERS
        assert [(row[0], row[4]) for row in rows[1:]] == [(1, names[0]), (2, names[1]), (3, names[2])]
        return
    said = squeezed(pdf_text(content) if form == "pdf" else docx_text(content))
    assert "Quyển số 02/02, từ số 03 đến số 03" in said
    assert names[2] in said
    assert names[0] not in said
