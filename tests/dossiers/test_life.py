"""The life of a dossier through the acts and the database."""

from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.dossiers import actions
from motcua.dossiers.enums import State, Timeliness
from motcua.dossiers.filing import Correction, HandedIn, Paid
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event, Opinion, StepRun
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.timeliness import timeliness
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Overtaken, Refused
from motcua.payments.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return factories.agency()


@pytest.fixture
def clerk(commune):
    return factories.officer(commune)


def receive(commune, clerk, at="2026-06-01 08:00", **fields):
    with frozen(moment(at)):
        filing = factories.filing(fields.pop("version", None) or factories.version(), commune, **fields)
        return actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)


def do(dossier, command, at, **more):
    with frozen(moment(at)):
        return actions.perform(dossier.pk, command, actor=CLERK, **more)


def test_a_counter_reception_gives_code_due_date_and_history(commune, clerk):
    dossier = receive(commune, clerk)
    dossier.refresh_from_db()
    assert dossier.code == "H99.01-260601-0001"
    assert dossier.status is State.RECEIVED
    assert dossier.due_date == dossier.original_due_date == date(2026, 6, 8)
    assert [event.act for event in Event.objects.filter(dossier=dossier)] == ["file", "receive"]
    assert dossier.revision == 2
    assert dossier.person.identity_number == dossier.applicant_identity != ""
    assert AuditRow.objects.filter(kind="dossier", key=str(dossier.pk)).count() == 2


def test_a_dossier_is_worked_through_its_steps_and_returned(commune, clerk):
    dossier = receive(commune, clerk)
    do(dossier, commands.Assign(holder_id=clerk.pk), "2026-06-01 10:00")
    do(dossier, commands.Forward(holder_id=clerk.pk), "2026-06-03 10:00")
    result = HandedIn("Giấy chứng nhận", "produced")
    do(dossier, commands.Finish(), "2026-06-05 10:00", papers=[result])
    done = do(dossier, commands.Return(), "2026-06-15 10:00")
    assert done.status is State.RETURNED
    assert DossierPaper.objects.get(dossier=dossier).role == "result"
    steps = list(StepRun.objects.filter(dossier=dossier).order_by("number"))
    assert [step.finished_at is not None for step in steps] == [True, True]
    assert timeliness(done.finished_at, done.due_date, done.due_at, done.limit_unit) is Timeliness.EARLY


def test_a_supplement_after_receipt_restarts_the_clock(commune, clerk):
    dossier = receive(commune, clerk)
    do(dossier, commands.AskSupplement("Thiếu giấy chứng sinh"), "2026-06-03 09:00")
    dossier = do(dossier, commands.CompleteSupplement(), "2026-06-08 09:00")
    assert dossier.due_date == date(2026, 6, 15)
    assert dossier.original_due_date == date(2026, 6, 8)
    last = Event.objects.filter(dossier=dossier).last()
    assert (last.due_before, last.due_after) == (date(2026, 6, 8), date(2026, 6, 15))


def test_a_financial_duty_pauses_and_is_paid(commune, clerk):
    dossier = receive(commune, clerk, at="2025-08-26 09:00", version=factories.version(6))
    do(dossier, commands.RequirePayment("Lệ phí trước bạ", amount=500_000), "2025-08-28 10:00")
    dossier = do(
        dossier, commands.SettlePayment(), "2025-09-03 10:00", paid=Paid("bank_transfer", 500_000, "GD-1")
    )
    assert dossier.due_date == date(2025, 9, 9)
    assert DossierFee.objects.get(dossier=dossier).duty
    assert Payment.objects.get().amount == 500_000


def test_an_opinion_is_asked_and_answered_and_holds_the_end(commune, clerk):
    dossier = receive(commune, clerk)
    do(dossier, commands.Assign(holder_id=clerk.pk), "2026-06-01 10:00")
    ask = commands.AskOpinion("Xin ý kiến về ranh giới", asked_of="Phòng Kinh tế", due_on=date(2026, 6, 4))
    do(dossier, ask, "2026-06-02 08:00")
    with pytest.raises(Refused, match="ý kiến"):
        do(dossier, commands.Finish(), "2026-06-03 08:00")
    opinion = Opinion.objects.get(dossier=dossier)
    do(dossier, commands.GiveOpinion("Đồng ý", opinion_id=opinion.pk), "2026-06-03 09:00")
    opinion.refresh_from_db()
    assert opinion.answer == "Đồng ý"
    assert do(dossier, commands.Finish(), "2026-06-03 10:00").status is State.SETTLED


def test_only_one_new_appointment(commune, clerk):
    dossier = receive(commune, clerk)
    do(dossier, commands.Extend("Chờ xác minh", new_due=date(2026, 6, 12)), "2026-06-05 08:00")
    with pytest.raises(Refused, match="hẹn lại"):
        do(dossier, commands.Extend("Chờ nữa", new_due=date(2026, 6, 19)), "2026-06-11 08:00")
    dossier.refresh_from_db()
    assert dossier.due_date == date(2026, 6, 12)


def test_the_same_key_twice_is_one_act(commune, clerk):
    filing = factories.filing(factories.version(), commune)
    with frozen(moment("2026-06-01 08:00")):
        first = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk, act_key="k1")
        again = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk, act_key="k1")
    assert first.pk == again.pk
    assert Dossier.objects.count() == 1


def test_who_acts_second_is_told_who_did_what(commune, clerk):
    dossier = receive(commune, clerk)
    do(dossier, commands.Assign(holder_id=clerk.pk), "2026-06-01 10:00", seen=2)
    with pytest.raises(Overtaken, match=r"Nguyễn Thị Thử.*phân công.*10:00"):
        do(dossier, commands.Finish(), "2026-06-01 10:05", seen=2)


def test_an_act_the_table_does_not_allow_changes_nothing(commune, clerk):
    dossier = receive(commune, clerk)
    with pytest.raises(Refused, match="Được tiếp nhận"):
        do(dossier, commands.Return(), "2026-06-01 09:00")
    assert Event.objects.filter(dossier=dossier).count() == 2


def test_a_procedure_without_a_sure_limit_cannot_be_received(commune, clerk):
    with pytest.raises(Refused, match="thời hạn"):
        receive(commune, clerk, version=factories.version(None, ""))
    assert not Dossier.objects.exists()


def test_fees_are_owed_and_paid_at_the_counter(commune, clerk):
    filing = factories.filing(factories.version(), commune, fees=(("Lệ phí", 8000), ("Bản sao", 2000)))
    with frozen(moment("2026-06-01 08:00")):
        dossier = actions.receive_at_counter(
            filing, actor=CLERK, receiver_id=clerk.pk, paid=Paid("cash", 10_000)
        )
    assert DossierFee.objects.get(dossier=dossier).order.state == "paid"


def test_a_known_person_is_recognised_by_identity_number(commune, clerk):
    one = receive(commune, clerk, identity_number="001099000001")
    two = receive(commune, clerk, identity_number="001099000001")
    assert one.person_id == two.person_id
    assert [one.code[-4:], two.code[-4:]] == ["0001", "0002"]


def test_many_are_done_together_and_those_that_refuse_say_why(commune, clerk):
    ready = receive(commune, clerk)
    ended = receive(commune, clerk)
    do(ended, commands.Stop("Người nộp qua đời"), "2026-06-01 09:00")
    with frozen(moment("2026-06-02 09:00")):
        done, refused = actions.perform_on_many([ready.pk, ended.pk], commands.Finish(), actor=CLERK)
    assert [dossier.pk for dossier in done] == [ready.pk]
    assert "Dừng xử lý" in refused[ended.pk]


def test_a_wrong_receipt_is_corrected_with_a_trace(commune, clerk):
    dossier = receive(commune, clerk)
    right = factories.version(10)
    correction = Correction(applicant_name="Trần Văn Mẫn", applicant_phone="0911", version_id=right.pk)
    with frozen(moment("2026-06-02 08:00")):
        actions.correct_receipt(dossier.pk, correction, reason="Chọn nhầm thủ tục", actor=CLERK, seen=2)
    stored = Dossier.objects.get(pk=dossier.pk)
    assert (stored.applicant_name, stored.applicant_folded, stored.applicant_phone) == (
        "Trần Văn Mẫn", "tran van man", "0911",
    )  # fmt: skip
    assert stored.procedure == right.procedure
    assert (stored.original_due_date, stored.due_date) == (date(2026, 6, 8), date(2026, 6, 15))
    event = Event.objects.filter(dossier=dossier).last()
    assert event.detail["old"] == {"applicant_name": "Trần Văn Mẫu", "procedure": dossier.procedure.code}
    assert "0900000000" not in str(event.detail)


def test_a_correction_of_nothing_is_refused(commune, clerk):
    dossier = receive(commune, clerk)
    with pytest.raises(Refused, match="Không có gì thay đổi"):
        actions.correct_receipt(dossier.pk, Correction(subject=""), reason="Thử", actor=CLERK)


def test_history_cannot_be_changed(commune, clerk):
    receive(commune, clerk)
    with pytest.raises(Exception, match="chỉ được ghi thêm"):
        Event.objects.update(note="khác")
