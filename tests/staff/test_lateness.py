"""Lateness over HTTP: the apology drafted, sent back, signed; a second refused; the desk's clocks; explanations."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, filed_online, received

from motcua.catalogue.models import Component, ProcedureVersion, ProcessStep
from motcua.dossiers.enums import State
from motcua.dossiers.lateness import watch
from motcua.dossiers.lateness_models import Apology, CalendarGap, ExtraPaper
from motcua.dossiers.models import Dossier, Event, Opinion
from motcua.dossiers.rules.prediction import Verdict
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, Staff, Succession


def do(office: Office, role: Role, dossier: Dossier, act: str, **data: Any) -> Any:
    """Send the form of an act as the page does, and read the dossier anew."""
    dossier.refresh_from_db()
    sent = {"act_key": str(uuid.uuid4()), "seen_version": dossier.revision} | data
    answer = office[role].post(reverse("staff:act", args=[dossier.code or dossier.tracking, act]), sent)
    dossier.refresh_from_db()
    return answer


def text_of(office: Office, role: Role, name: str, *args: Any, **query: Any) -> str:
    return str(office[role].get(reverse(f"staff:{name}", args=args), query).content.decode())


@pytest.fixture
def dossier(office: Office, birth: ProcedureVersion) -> Dossier:
    """Received on Wednesday 3 June at nine, due on Wednesday the tenth, with a specialist."""
    made = received(office, birth)
    do(office, Role.RECEPTION, made, "forward", holder=office.staff[Role.SPECIALIST].pk)
    return made


DRAFT = {"cause": "verifying", "new_due": "17/06/2026", "note": "Phải xác minh thêm tại thôn"}


def test_the_apology_is_proposed_one_working_day_before_and_only_when_it_would_be_late(
    office: Office, dossier: Dossier
):
    # Eight hours of examining are long over; four of signing are left: Tuesday at nine they still fit.
    with frozen(moment("2026-06-09 09:00")):
        [row] = watch(office.agency)
        assert (row.forecast.verdict, row.proposed, row.apology_by) == (
            Verdict.ON_TIME,
            False,
            date(2026, 6, 9),
        )
    with frozen(moment("2026-06-10 14:30")):
        [row] = watch(office.agency)
        assert (row.forecast.verdict, row.proposed) == (Verdict.WILL_BE_LATE, True)
        page = text_of(office, Role.SPECIALIST, "lateness")
        assert "Dự báo trễ hạn" in page
        assert reverse("staff:act", args=[dossier.code, "draft-apology"]) in page
    with frozen(moment("2026-06-11 08:00")):
        [row] = watch(office.agency)
        assert (row.forecast.verdict, row.proposed) == (Verdict.LATE, True)


def test_steps_in_working_days_are_foretold_and_apologised_for_one_working_day_before(
    office: Office, birth: ProcedureVersion
):
    """Four days and one fill the limit's five; four and two are foretold from the first day, not apologised for."""
    steps = ProcessStep.objects.filter(process__version=birth)
    steps.update(unit="working_day", duration=4)
    steps.filter(role="leader").update(duration=1)
    dossier = received(office, birth)
    do(office, Role.RECEPTION, dossier, "forward", holder=office.staff[Role.SPECIALIST].pk)
    with frozen(moment("2026-06-09 16:00")):
        [row] = watch(office.agency)
        assert (row.forecast.verdict, row.proposed) == (Verdict.ON_TIME, False)
        page = text_of(office, Role.SPECIALIST, "lateness")
        assert "Còn 2 bước, 1 ngày làm việc; xong sớm nhất 17:00 10/06/2026." in page
        assert "Còn 2 bước, 1 ngày làm việc" in text_of(office, Role.SPECIALIST, "dossier", dossier.code)
    steps.filter(role="leader").update(duration=2)
    for day, proposed in (("08", False), ("09", True)):
        with frozen(moment(f"2026-06-{day} 09:00")):
            [row] = watch(office.agency)
            assert (row.forecast.verdict, row.proposed) == (Verdict.WILL_BE_LATE, proposed), day


def test_an_apology_is_drafted_sent_back_drafted_again_signed_and_a_second_is_refused(
    office: Office, dossier: Dossier
):
    with frozen(moment("2026-06-09 09:00")):
        assert do(office, Role.RECEPTION, dossier, "draft-apology", **DRAFT).status_code == 404
        assert do(office, Role.SPECIALIST, dossier, "draft-apology", **DRAFT).status_code == 302
        assert dossier.due_date == date(2026, 6, 10)  # a draft promises nothing
        assert "đang chờ lãnh đạo ký" in text_of(
            office, Role.SPECIALIST, "act", dossier.code, "draft-apology"
        )
        again = do(office, Role.SPECIALIST, dossier, "draft-apology", **DRAFT)
        assert "đang chờ lãnh đạo ký" in again.content.decode()
        assert "Chờ lãnh đạo ký" in text_of(office, Role.LEADER, "lateness", xem="cho-ky")
        assert do(office, Role.SPECIALIST, dossier, "return-apology", note="x").status_code == 404
        do(office, Role.LEADER, dossier, "return-apology", note="Nêu rõ xác minh gì")
        page = text_of(office, Role.SPECIALIST, "dossier", dossier.code)
        assert "Nêu rõ xác minh gì" in page
        do(office, Role.SPECIALIST, dossier, "draft-apology", **(DRAFT | {"note": "Xác minh nơi sinh"}))
        form = text_of(office, Role.LEADER, "act", dossier.code, "extend")
        assert f"Đang hẹn {dossier.due_date:%d/%m/%Y}. Người soạn: " in form
        assert "Xác minh nơi sinh" in form  # the leader signs what was drafted
        do(office, Role.LEADER, dossier, "extend", **(DRAFT | {"note": "Xác minh nơi sinh"}))
    assert (dossier.due_date, dossier.extensions) == (date(2026, 6, 17), 1)
    states = list(Apology.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["returned", "signed"]
    moved = Event.objects.get(dossier=dossier, act="extend")
    assert (moved.due_before, moved.due_after) == (date(2026, 6, 10), date(2026, 6, 17))
    with frozen(moment("2026-06-16 09:00")):
        page = text_of(office, Role.LEADER, "dossier", dossier.code)
        assert "Các lần đổi ngày hẹn" in page
        assert "/viec/extend" not in page  # not offered again
        for role, act in ((Role.LEADER, "extend"), (Role.SPECIALIST, "draft-apology")):
            opened = office[role].get(reverse("staff:act", args=[dossier.code, act]))
            said = opened.content.decode()
            assert "chỉ cho hẹn lại 1 lần" in said
            assert 'name="new_due"' not in said  # told before the form is filled in
        refused = do(office, Role.LEADER, dossier, "extend", **(DRAFT | {"new_due": "24/06/2026"}))
        assert refused.status_code == 422
        assert "chỉ cho hẹn lại 1 lần" in refused.content.decode()
    with frozen(moment("2026-06-18 09:00")):
        [row] = watch(office.agency)
        assert not row.proposed
        assert "không cho hẹn lại nữa" in text_of(office, Role.SPECIALIST, "lateness")


def test_a_draft_reaches_the_leader_however_far_the_due_date(office: Office):
    far = received(office, factories.version(30))
    do(office, Role.RECEPTION, far, "forward", holder=office.staff[Role.SPECIALIST].pk)
    assert watch(office.agency) == []
    do(office, Role.SPECIALIST, far, "draft-apology", **(DRAFT | {"new_due": "31/08/2026"}))
    assert far.code in text_of(office, Role.LEADER, "lateness", xem="cho-ky")


def test_the_citizen_reads_the_new_date_and_the_kind_of_reason_and_no_more(office: Office, dossier: Dossier):
    with frozen(moment("2026-06-09 09:00")):
        do(office, Role.LEADER, dossier, "extend", **DRAFT)
        shown = office[Role.LEADER].get(reverse("public:progress", args=[dossier.code])).content.decode()
    assert "xin lỗi" in shown
    assert "17/06/2026" in shown
    assert "Phải xác minh, kiểm tra thực địa" in shown
    assert "tại thôn" not in shown


def test_a_date_in_a_year_without_calendar_is_refused_and_the_administrator_is_told(
    office: Office, dossier: Dossier
):
    for _ in range(2):
        answer = do(office, Role.LEADER, dossier, "extend", **(DRAFT | {"new_due": "05/06/2031"}))
        assert answer.status_code == 422
        assert "chưa có lịch năm 2031" in answer.content.decode()
    gap = CalendarGap.objects.get()
    assert (gap.year, gap.times, gap.agency) == (2031, 2, office.agency)
    page = office[Role.ADMINISTRATOR].get(reverse("staff:calendar")).content.decode()
    assert "2031" in page
    assert "chưa có lịch" in page
    first_page = reverse("staff:home")
    assert "Năm 2031 chưa có lịch" in office[Role.ADMINISTRATOR].get(first_page).content.decode()
    assert "chưa có lịch" not in office[Role.LEADER].get(first_page).content.decode()


def test_a_supplement_names_what_each_paper_lacks_and_a_late_one_is_flagged(office: Office, dossier: Dossier):
    form, birth = Component.objects.filter(version=dossier.version).order_by("order")[:2]
    sent = {
        f"lack_c{form.pk}": "wrong", f"words_c{form.pk}": "Ký tên", f"lack_c{birth.pk}": "missing", "note": "",
    }  # fmt: skip
    with frozen(moment("2026-06-09 09:00")):
        unsaid = do(office, Role.SPECIALIST, dossier, "ask-supplement", **(sent | {f"words_c{form.pk}": ""}))
        assert "phải sửa gì" in unsaid.content.decode()
        do(office, Role.SPECIALIST, dossier, "ask-supplement", **sent)
    assert dossier.status is State.SUPPLEMENTING
    assert dossier.reason == (
        "Tờ khai đăng ký khai sinh – chưa đúng, chưa hợp lệ: Ký tên; Giấy chứng sinh – còn thiếu"
    )
    event = Event.objects.get(dossier=dossier, act="ask_supplement")
    assert [(each["component"], each["lack"]) for each in event.detail["items"]] == [
        (form.pk, "wrong"), (birth.pk, "missing"),
    ]  # fmt: skip
    assert (event.detail["late"], event.detail["repeated"]) == (True, False)  # the fourth working day
    with frozen(moment("2026-06-10 09:00")):
        do(office, Role.RECEPTION, dossier, "complete-supplement")
        page = text_of(office, Role.SPECIALIST, "dossier", dossier.code)
        assert "đã yêu cầu bổ sung 1 lần" in page
        do(office, Role.SPECIALIST, dossier, "ask-supplement", **{f"lack_c{form.pk}": "missing"})
    last = Event.objects.filter(dossier=dossier, act="ask_supplement").last()
    assert (last.detail["repeated"], last.detail["late"]) == (True, False)
    page = text_of(office, Role.SPECIALIST, "dossier", dossier.code)
    assert "Yêu cầu bổ sung, hoàn thiện (lần 2: quá số lần cho phép)" in page
    assert "Yêu cầu bổ sung, hoàn thiện (muộn, quá số ngày cho phép)" in page
    page = text_of(office, Role.CONTROL, "violations")
    assert dossier.code in page


def test_a_paper_outside_the_published_ones_needs_a_basis_and_a_leader(office: Office, dossier: Dossier):
    asked = {"paper": "Bản đồ địa chính", "legal_basis": "", "note": "Đối chiếu ranh giới"}
    without = do(office, Role.SPECIALIST, dossier, "ask-extra", **asked)
    assert without.status_code == 422
    assert "không có căn cứ thì không được yêu cầu" in without.content.decode()
    do(office, Role.SPECIALIST, dossier, "ask-extra", **(asked | {"legal_basis": "Điều 12 Luật Đất đai"}))
    extra = ExtraPaper.objects.get()
    forged = do(office, Role.SPECIALIST, dossier, "ask-supplement", **{f"lack_x{extra.pk}": "missing"})
    assert forged.status_code == 422  # asked, not consented
    assert do(office, Role.SPECIALIST, dossier, "consent-extra", extra=extra.pk).status_code == 404
    do(office, Role.LEADER, dossier, "consent-extra", extra=extra.pk)
    extra.refresh_from_db()
    assert extra.state == "consented"
    assert do(office, Role.LEADER, dossier, "decline-extra", extra=extra.pk, note="Muộn").status_code == 422
    do(office, Role.SPECIALIST, dossier, "ask-supplement", **{f"lack_x{extra.pk}": "missing"})
    assert dossier.reason == "Bản đồ địa chính – còn thiếu"
    page = text_of(office, Role.SPECIALIST, "dossier", dossier.code)
    assert "Lãnh đạo đồng ý" in page


def test_an_opinion_that_never_comes_is_recorded_and_work_goes_on(office: Office, dossier: Dossier):
    do(
        office, Role.SPECIALIST, dossier, "ask-opinion", asked_of="Phòng Kinh tế", due_on="05/06/2026", note="Hỏi"
    )  # fmt: skip
    opinion = Opinion.objects.get()
    early = do(office, Role.SPECIALIST, dossier, "miss-opinion", opinion=opinion.pk)
    assert early.status_code == 422
    with frozen(moment("2026-06-08 09:00")):
        assert "Phòng Kinh tế" in text_of(office, Role.LEADER, "lateness-desk")
        assert do(office, Role.SPECIALIST, dossier, "finish", title="Kết quả").status_code == 422
        do(office, Role.SPECIALIST, dossier, "miss-opinion", opinion=opinion.pk, note="Đã gọi hai lần")
        assert dossier.opinions_open == 0
        assert "không trả lời đúng hạn" in text_of(office, Role.SPECIALIST, "dossier", dossier.code)
        assert do(office, Role.SPECIALIST, dossier, "finish", title="Kết quả").status_code == 302


def test_the_desk_sees_what_it_passes_on_late_and_receives_late(office: Office, birth: ProcedureVersion):
    with frozen(moment("2026-06-03 15:30")):
        after_cutoff = received(office, birth)
        online = filed_online(office, birth)
        page = text_of(office, Role.RECEPTION, "dossier", after_cutoff.code)
        assert "08:30 ngày 04/06/2026" in page
    with frozen(moment("2026-06-04 08:20")):
        page = text_of(office, Role.RECEPTION, "lateness-desk")
        assert "Chuyển trễ" not in page
        assert "Tiếp nhận trễ" not in page
    with frozen(moment("2026-06-05 08:00")):
        page = text_of(office, Role.RECEPTION, "lateness-desk")
        assert "Chuyển trễ" in page
        assert "Tiếp nhận trễ" in page
        do(office, Role.RECEPTION, online, "receive")
        told = Event.objects.get(dossier=online, act="receive").detail
        assert told["late_reception"] == 1
        page = text_of(office, Role.RECEPTION, "lateness-desk")
        assert "đã tiếp nhận trễ 1 hồ sơ" in page


def test_waiting_for_papers_before_receipt_is_not_the_desks_lateness(office: Office, birth: ProcedureVersion):
    online = filed_online(office, birth)
    lack = f"lack_c{Component.objects.filter(version=birth).order_by('order')[0].pk}"
    do(office, Role.RECEPTION, online, "ask-supplement", **{lack: "missing"})
    with frozen(moment("2026-06-10 09:00")):
        do(office, Role.RECEPTION, online, "complete-supplement")
    with frozen(moment("2026-06-11 09:00")):
        do(office, Role.RECEPTION, online, "receive")
    assert "late_reception" not in Event.objects.get(dossier=online, act="receive").detail


def test_of_two_officers_who_receive_the_same_the_second_is_told_who_did(
    office: Office, birth: ProcedureVersion
):
    online = filed_online(office, birth)
    seen = online.revision
    assert do(office, Role.RECEPTION, online, "receive").status_code == 302
    url = reverse("staff:act", args=[online.tracking, "receive"])
    for sent in ({"seen_version": seen}, {}):
        answer = office[Role.POSTAL].post(url, sent)
        assert answer.status_code in (409, 422)
        assert "Người Tiếp nhận và trả kết quả" in answer.content.decode()
    assert Event.objects.filter(dossier=online, act="receive").count() == 1


def test_a_dossier_with_somebody_who_left_is_shown_and_given_to_another(office: Office, dossier: Dossier):
    gone = office.staff[Role.SPECIALIST]
    Staff.objects.filter(pk=gone.pk).update(last_day=date(2026, 6, 4))
    with frozen(moment("2026-06-05 09:00")):
        assert "đã thôi làm việc" in text_of(office, Role.LEADER, "dossier", dossier.code)
        assert "Phân công lại" in text_of(office, Role.LEADER, "lateness-desk")
        refused = do(office, Role.LEADER, dossier, "assign", holder=gone.pk)
        assert refused.status_code == 422
        assert "đã thôi làm việc" in refused.content.decode()
        do(office, Role.LEADER, dossier, "assign", holder=office.staff[Role.LEADER].pk)
        assert "đã thôi làm việc" not in text_of(office, Role.LEADER, "dossier", dossier.code)


def test_a_merged_body_is_asked_for_no_opinion_and_its_successor_is_named(office: Office, dossier: Dossier):
    old = factories.agency("H99.07", name="UBND xã Cũ", valid_to=date(2025, 6, 30))
    new = factories.agency("H99.08", name="UBND xã Mới")
    Succession.objects.create(predecessor=old, successor=new, kind="merge", day=date(2025, 7, 1))
    asked = {"asked_of": "ubnd xã cũ", "due_on": "05/06/2026", "note": "Xác minh"}
    answer = do(office, Role.SPECIALIST, dossier, "ask-opinion", **asked)
    assert answer.status_code == 422
    assert "UBND xã Mới" in answer.content.decode()
    assert (
        do(office, Role.SPECIALIST, dossier, "ask-opinion", **(asked | {"asked_of": new.name})).status_code
        == 302
    )


def test_a_step_that_may_last_longer_than_the_dossier_says_so(office: Office, dossier: Dossier):
    for page in ("dossier", "course"):
        told = text_of(office, Role.SPECIALIST, page, dossier.code)
        assert "quá hạn bước" not in told
        assert "sau ngày hẹn trả" not in told
    with frozen(moment("2026-06-10 16:30")):
        do(office, Role.SPECIALIST, dossier, "forward", holder=office.staff[Role.LEADER].pk)
        assert dossier.due_date == date(2026, 6, 10)
        for page in ("dossier", "course"):  # the control slip of one agency, too
            assert "sau ngày hẹn trả" in text_of(office, Role.LEADER, page, dossier.code)


def test_other_communes_see_nothing(office: Office, elsewhere: Office, dossier: Dossier):
    with frozen(moment("2026-06-12 09:00")):
        for name in ("lateness", "lateness-desk", "explanations", "violations"):
            assert dossier.code not in text_of(elsewhere, Role.LEADER, name)
            url = reverse(f"staff:{name}")
            assert elsewhere[Role.LEADER].get(url, {"co-quan": office.agency.code}).status_code == 404
        assert elsewhere[Role.LEADER].get(reverse("staff:explain", args=[dossier.code])).status_code == 404


def test_the_lists_ask_the_same_few_statements_however_long(
    office: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
):
    for _ in range(12):
        made = received(office, birth)
        do(office, Role.RECEPTION, made, "forward", holder=office.staff[Role.SPECIALIST].pk)
    with frozen(moment("2026-06-12 09:00")):
        assert len(watch(office.agency)) == 12
        for name in ("lateness", "lateness-desk", "explanations"):
            office[Role.LEADER].get(reverse(f"staff:{name}"))
            with django_assert_max_num_queries(22 if name == "lateness-desk" else 15):
                office[Role.LEADER].get(reverse(f"staff:{name}"))


def test_the_register_is_kept_over_http(office: Office, elsewhere: Office, dossier: Dossier):
    control = office[Role.CONTROL]
    sent = {
        "kind": "harassment", "detected_by": "citizen", "happened_on": "03/06/2026", "dossier": dossier.code,
        "officer": office.staff[Role.SPECIALIST].pk, "words": "Hẹn gặp ngoài trụ sở",
    }  # fmt: skip
    assert control.post(reverse("staff:violation-enter"), sent | {"words": ""}).status_code == 422
    assert control.post(reverse("staff:violation-enter"), sent | {"dossier": "H9-1"}).status_code == 422
    answer = control.post(reverse("staff:violation-enter"), sent)
    page = control.get(answer.url).content.decode()
    assert "Hẹn gặp ngoài trụ sở" in page
    assert elsewhere[Role.CONTROL].get(answer.url).status_code == 404
    done = {"measure": "reminded", "measure_on": "03/06/2026", "outcome": "Thông báo 12/TB-UBND"}
    assert control.post(answer.url, done | {"measure_on": "04/06/2026"}).status_code == 422
    assert control.post(answer.url, done).status_code == 302
    page = control.get(reverse("staff:violations")).content.decode()
    assert "Nhắc nhở" in page
    assert office[Role.LEADER].get(reverse("staff:violations")).status_code == 404


def test_an_agency_is_offered_only_in_scope(office: Office, elsewhere: Office):
    assert Agency.objects.count() == 2
    assert "H99.02" not in text_of(office, Role.LEADER, "lateness")


def test_the_administrator_sets_the_mode_of_a_procedure_on_a_page(office: Office, dossier: Dossier):
    url = reverse("staff:setting", args=["clock.supplement_mode_by_procedure"])
    code = dossier.procedure.code
    sent = {"first_day": "03/06/2026", "source": "Luật", "reason": "Luật chuyên ngành"}
    admin = office[Role.ADMINISTRATOR]
    wrong = admin.post(url, sent | {"value": f"{code} ngưng"})
    assert wrong.status_code == 422
    assert admin.post(url, sent | {"value": f"{code} tạm dừng"}).status_code == 302
    assert f"{code}: Tạm dừng rồi chạy tiếp" in admin.get(reverse("staff:settings")).content.decode()
