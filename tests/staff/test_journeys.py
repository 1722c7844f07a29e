"""The life of dossiers over HTTP, act by act, by those who have the right to each."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, filed_online, received

from motcua.catalogue.models import Component, ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role
from motcua.organisation.models import RoleGrant
from motcua.payments.models import Payment


def do(office: Office, role: Role, dossier: Dossier, act: str, **data: Any) -> Any:
    """Send the form of an act as the page at hand would, having seen the dossier as it is."""
    dossier.refresh_from_db()
    sent = {"act_key": str(uuid.uuid4()), "seen_version": dossier.revision} | data
    answer = office[role].post(reverse("staff:act", args=[dossier.code or dossier.tracking, act]), sent)
    dossier.refresh_from_db()
    return answer


def lack_of(version: ProcedureVersion, name: str) -> str:
    """The field that says what a published paper lacks."""
    return f"lack_c{Component.objects.get(version=version, name=name).pk}"


@pytest.fixture
def dossier(office: Office, birth: ProcedureVersion) -> Dossier:
    return received(office, birth, fees=(("Lệ phí đăng ký", 8000),))


def test_from_reception_to_the_result_in_hand(office: Office, dossier: Dossier):
    specialist, leader = office.staff[Role.SPECIALIST], office.staff[Role.LEADER]
    assert do(office, Role.RECEPTION, dossier, "forward", holder=specialist.pk).status_code == 302
    assert (dossier.status, dossier.step, dossier.holder_id) == (State.PROCESSING, 1, specialist.pk)
    do(office, Role.LEADER, dossier, "assign", holder=specialist.pk)
    do(office, Role.SPECIALIST, dossier, "forward", holder=leader.pk)
    result = SimpleUploadedFile("ket-qua.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    do(office, Role.LEADER, dossier, "finish", title="Giấy khai sinh", file=result, signed="on")
    assert dossier.status is State.SETTLED
    do(office, Role.RECEPTION, dossier, "return", note="Người nộp nhận tại quầy")
    assert dossier.status is State.RETURNED
    paper = DossierPaper.objects.get(dossier=dossier, role="result").paper
    assert (paper.title, paper.signed, paper.blob.mime) == ("Giấy khai sinh", True, "application/pdf")
    page = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    for event in Event.objects.filter(dossier=dossier):
        assert event.get_act_display() in page
    assert "Hồ sơ đã kết thúc" in page


def test_an_online_dossier_is_opened_supplemented_and_received(office: Office, birth: ProcedureVersion):
    dossier = filed_online(office, birth, name="Lò Thị Mẩy")
    inbox = office[Role.RECEPTION].get(reverse("staff:inbox")).content.decode()
    assert dossier.tracking in inbox
    assert "Lò Thị Mẩy" in inbox
    answer = do(office, Role.RECEPTION, dossier, "ask-supplement", note="")
    assert answer.status_code == 422
    assert "chỉ được yêu cầu giấy tờ đã công bố" in answer.content.decode()
    do(office, Role.RECEPTION, dossier, "ask-supplement", **{lack_of(birth, "Giấy chứng sinh"): "missing"})
    assert dossier.status is State.SUPPLEMENT_BEFORE
    page = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.tracking])).content.decode()
    assert "Chưa tiếp nhận, thời hạn chưa tính." in page
    do(office, Role.RECEPTION, dossier, "complete-supplement")
    do(office, Role.RECEPTION, dossier, "receive")
    assert dossier.status is State.RECEIVED
    assert dossier.code == "H99.01-260603-0001"
    assert dossier.receiver == office.staff[Role.RECEPTION]
    again = do(office, Role.RECEPTION, dossier, "receive", seen_version=1)
    assert "Việc này không còn phải làm" in again.content.decode()
    assert "Vẫn ghi" not in again.content.decode()
    assert dossier.tracking not in office[Role.RECEPTION].get(reverse("staff:inbox")).content.decode()


def test_an_online_dossier_is_refused_with_the_reason(office: Office, birth: ProcedureVersion):
    dossier = filed_online(office, birth)
    do(office, Role.RECEPTION, dossier, "refuse", note="Không thuộc thẩm quyền của xã")
    assert (dossier.status, dossier.reason) == (State.REJECTED, "Không thuộc thẩm quyền của xã")


def test_a_supplement_after_receipt_moves_the_due_date_and_the_page_explains_it(
    office: Office, dossier: Dossier
):
    asked = {lack_of(dossier.version, "Giấy chứng sinh"): "missing"}
    do(office, Role.SPECIALIST, dossier, "ask-supplement", note="Thiếu bản sao", **asked)
    page = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    assert "Chờ người nộp bổ sung: Giấy chứng sinh – còn thiếu; Thiếu bản sao" in page
    with frozen(moment("2026-06-08 09:00")):
        do(office, Role.RECEPTION, dossier, "complete-supplement")
        page = (
            office[Role.RECEPTION].get(reverse("staff:due-explained", args=[dossier.code])).content.decode()
        )
    assert f"{dossier.due_date:%d/%m/%Y}" in page
    assert "chờ bổ sung hồ sơ" in page


def test_opinion_duty_and_extension(office: Office, dossier: Dossier):
    specialist = office.staff[Role.SPECIALIST]
    do(office, Role.RECEPTION, dossier, "forward", holder=specialist.pk)
    asking = office[Role.SPECIALIST].get(reverse("staff:act", args=[dossier.code, "ask-opinion"]))
    assert f"Hồ sơ hẹn trả {dossier.due_date:%d/%m/%Y}; thời hạn vẫn chạy" in asking.content.decode()
    do(
        office,
        Role.SPECIALIST,
        dossier,
        "ask-opinion",
        asked_of="Phòng Kinh tế",
        due_on="05/06/2026",
        note="Ranh giới",
    )
    page = office[Role.SPECIALIST].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    assert "Phòng Kinh tế" in page
    opinion = dossier.opinions_open and page.split('name="opinion"')[1].split('value="')[1].split('"')[0]
    do(office, Role.SPECIALIST, dossier, "give-opinion", opinion=opinion, note="Đồng ý")
    assert dossier.opinions_open == 0
    do(office, Role.SPECIALIST, dossier, "require-payment", amount="500.000", note="Lệ phí trước bạ")
    assert dossier.status is State.AWAITING_PAYMENT
    do(office, Role.SPECIALIST, dossier, "settle-payment", method="bank_transfer", reference="GD-7")
    assert Payment.objects.get().amount == 500_000
    answer = do(
        office, Role.LEADER, dossier, "extend", new_due="01/06/2026", cause="verifying", note="Chờ xác minh"
    )
    assert answer.status_code == 422
    assert 'href="#extend_new_due"' in answer.content.decode()
    do(office, Role.LEADER, dossier, "extend", new_due="19/06/2026", cause="verifying", note="Chờ xác minh")
    assert f"{dossier.due_date}" == "2026-06-19"


def test_a_fee_is_collected_at_the_counter_once(office: Office, dossier: Dossier):
    url = reverse("staff:collect", args=[dossier.code])
    page = office[Role.RECEPTION].get(url).content.decode()
    assert 'value="8.000"' in page
    fee = DossierFee.objects.get(dossier=dossier)
    sent = {"order": fee.order_id, "amount": "8000", "method": "cash", "act_key": str(uuid.uuid4())}
    assert office[Role.RECEPTION].post(url, sent | {"amount": "9000"}).status_code == 422
    for _ in range(2):
        assert office[Role.RECEPTION].post(url, sent).status_code == 302
    assert Payment.objects.get().amount == 8000
    assert office[Role.RECEPTION].get(url).status_code == 422


def test_another_dossiers_fee_is_not_collected_here(
    office: Office, birth: ProcedureVersion, dossier: Dossier
):
    other = received(office, birth)
    fee = DossierFee.objects.get(dossier=dossier)
    sent = {"order": fee.order_id, "amount": "8000", "method": "cash", "act_key": "k"}
    url = reverse("staff:collect", args=[other.code])
    assert office[Role.RECEPTION].post(url, sent).status_code == 404
    assert not Payment.objects.exists()


def test_somebody_who_is_late_learns_who_acted_and_keeps_what_was_typed(office: Office, dossier: Dossier):
    seen = dossier.revision
    do(office, Role.RECEPTION, dossier, "forward", holder=office.staff[Role.SPECIALIST].pk)
    sent = {"act_key": "spat", "seen_version": seen, "note": "Thiếu bản sao chứng thực"}
    url = reverse("staff:act", args=[dossier.code, "ask-supplement"])
    answer = office[Role.RECEPTION].post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Người Tiếp nhận và trả kết quả (Công chức) đã «chuyển bước tiếp theo» lúc 09:00" in text
    assert "Thiếu bản sao chứng thực" in text
    assert f'name="seen_version" value="{Dossier.objects.get().revision}"' in text
    dossier.refresh_from_db()
    assert dossier.status is State.PROCESSING


def test_a_matter_sent_online_twice_is_seen_before_it_is_received(office: Office, birth: ProcedureVersion):
    first = filed_online(office, birth, identity_number="001190000001", subject="Khai sinh cho con")
    second = filed_online(office, birth, identity_number="001190000001", subject="Khai sinh cho con")
    other = filed_online(office, birth, identity_number="001190000002")
    clerk = office[Role.RECEPTION]

    def page(dossier: Dossier) -> str:
        return clerk.get(reverse("staff:dossier", args=[dossier.tracking])).content.decode()

    assert "Có thể đã gửi hai lần" in page(second)
    assert first.tracking in page(second)
    assert "Có thể đã gửi hai lần" not in page(other)
    refuse = reverse("staff:act", args=[second.tracking, "refuse"])
    assert clerk.post(refuse, {"act_key": "r1", "note": f"Trùng hồ sơ {first.tracking}"}).status_code == 302
    assert "Có thể đã gửi hai lần" not in page(first)


def test_the_same_act_twice_is_once(office: Office, dossier: Dossier):
    sent = {"act_key": "einmal", "seen_version": dossier.revision, "holder": office.staff[Role.SPECIALIST].pk}
    url = reverse("staff:act", args=[dossier.code, "forward"])
    assert office[Role.RECEPTION].post(url, sent).status_code == 302
    assert office[Role.RECEPTION].post(url, sent).status_code == 302
    assert Event.objects.filter(dossier=dossier, act="forward").count() == 1


def test_an_act_the_state_does_not_allow_is_refused_with_the_way_out(office: Office, dossier: Dossier):
    answer = do(office, Role.RECEPTION, dossier, "return")
    assert answer.status_code == 422
    assert "Việc làm được bây giờ" in answer.content.decode()


def test_many_are_returned_at_once_and_those_that_refuse_are_named(office: Office, birth: ProcedureVersion):
    done, open_ = received(office, birth), received(office, birth)
    do(office, Role.SPECIALIST, done, "finish", title="Kết quả")
    answer = office[Role.RECEPTION].post(
        reverse("staff:act-many"), {"act": "return", "pick": [done.pk, open_.pk, "x", 999999]}
    )
    text = answer.content.decode()
    assert "Trả kết quả: 1 hồ sơ" in text
    refused = text.partition("Chưa làm được")[2].partition("</section>")[0]
    assert "Không thể" in refused
    assert f"{open_.code}</a>" in refused
    done.refresh_from_db()
    assert done.status is State.RETURNED


def test_many_of_another_commune_are_left_alone(office: Office, elsewhere: Office, birth: ProcedureVersion):
    theirs = received(elsewhere, birth)
    do(elsewhere, Role.SPECIALIST, theirs, "finish", title="Kết quả")
    office[Role.RECEPTION].post(reverse("staff:act-many"), {"act": "return", "pick": [theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.status is State.SETTLED


def test_a_paper_is_shown_to_those_who_see_the_dossier_only(
    office: Office, elsewhere: Office, birth: ProcedureVersion
):
    mine, other = received(office, birth), received(office, birth)
    scan = SimpleUploadedFile("ket-qua.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    do(office, Role.SPECIALIST, mine, "finish", title="Kết quả", file=scan)
    row = DossierPaper.objects.get(dossier=mine, role="result")
    answer = office[Role.RECEPTION].get(reverse("staff:paper", args=[mine.code, row.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert elsewhere[Role.RECEPTION].get(reverse("staff:paper", args=[mine.code, row.pk])).status_code == 404
    assert office[Role.RECEPTION].get(reverse("staff:paper", args=[other.code, row.pk])).status_code == 404


def test_files_of_a_merged_commune_are_given_to_those_who_took_it_over(
    office: Office, birth: ProcedureVersion
):
    old = factories.agency("H99.90")
    dossier = actions.receive_at_counter(
        factories.filing(birth, old),
        actor=office.actor(Role.RECEPTION),
        receiver_id=office.staff[Role.RECEPTION].pk,
    )
    for role in (Role.LEADER, Role.SPECIALIST):
        RoleGrant.objects.create(
            staff=office.staff[role], role=role.value, agency=old, first_day=old.valid_from
        )
    page = office[Role.LEADER].get(reverse("staff:act", args=[dossier.code, "assign"])).content.decode()
    assert f'value="{office.staff[Role.SPECIALIST].pk}"' in page
    assert f'value="{office.staff[Role.INSPECTOR].pk}"' not in page
    do(office, Role.LEADER, dossier, "assign", holder=office.staff[Role.SPECIALIST].pk)
    assert dossier.holder == office.staff[Role.SPECIALIST]
    assert (
        do(office, Role.LEADER, dossier, "assign", holder=office.staff[Role.INSPECTOR].pk).status_code == 422
    )


def test_a_wrong_receipt_is_corrected_by_the_desk_with_a_trace(
    office: Office, dossier: Dossier, birth: ProcedureVersion
):
    right = factories.version(10)
    kept = {
        "applicant_identity": dossier.applicant_identity,
        "applicant_phone": "",
        "procedure": right.procedure.code,
    }
    answer = do(
        office, Role.RECEPTION, dossier, "correct",
        applicant_name="Hoàng Thị Đúng", subject="Khai sinh cho con", note="Ghi nhầm tên và thủ tục", **kept,
    )  # fmt: skip
    assert answer.status_code == 302
    assert (dossier.applicant_name, dossier.procedure, dossier.limit_value) == (
        "Hoàng Thị Đúng",
        right.procedure,
        10,
    )
    last = Event.objects.filter(dossier=dossier).order_by("number").last()
    assert last is not None
    assert last.detail["old"]["procedure"] == birth.procedure.code


@pytest.mark.parametrize("code", ["9.999999", ""], ids=["unknown", "of another level"])
def test_a_correction_to_a_wrong_procedure_keeps_what_was_typed(office: Office, dossier: Dossier, code: str):
    elsewhere = factories.version(at_commune=False, at_province=True)
    answer = do(
        office, Role.RECEPTION, dossier, "correct",
        applicant_name="Hoàng Thị Đúng", note="Nhầm thủ tục", procedure=code or elsewhere.procedure.code,
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Hoàng Thị Đúng" in answer.content.decode()
    assert "Không có thủ tục mang mã này" in answer.content.decode()
