"""Receptions that are not plain: a garbled card, a photograph, somebody's delegate, on the road, for another commune."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, open_office, received
from tests.staff.test_reception import CARD, address_of, form_of

from motcua.accounts.models import Person
from motcua.audit.models import AuditRow
from motcua.catalogue.models import Component, FeeRule, ProcedureVersion
from motcua.dossiers.identity_help import help_given
from motcua.dossiers.look_ups import shown_of
from motcua.dossiers.models import Dossier, DossierPaper, Event, IdentityHelp, LookUp
from motcua.dossiers.slips.control import hand_overs
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency
from motcua.regimes.actions import set_value
from motcua.rendering import qr

pytestmark = pytest.mark.django_db


def fill(office: Office, version: ProcedureVersion, **data: Any) -> Any:
    return office[Role.RECEPTION].post(address_of(version), {"fill": "1", **data})


def send(office: Office, version: ProcedureVersion, **changes: Any) -> Any:
    return office[Role.RECEPTION].post(
        address_of(version), form_of(version, desk=office.agency.pk, **changes)
    )


def picture_of(text: str, name: str = "the.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, qr.png(text), "image/png")


def test_a_code_cut_short_fills_what_is_whole_and_loses_nothing(office: Office, birth: ProcedureVersion):
    page = fill(
        office, birth, card=CARD[:40], phone="0912345678", subject="Khai sinh cho con"
    ).content.decode()
    assert 'value="001090123456"' in page
    assert 'value="Nguyễn Văn Mẫu"' in page
    assert 'value="0912345678"' in page
    assert 'value="Khai sinh cho con"' in page
    assert "mới đọc được một phần" in page


def test_where_the_hand_goes_on_after_a_scan_is_this_officers_form_alone(
    office: Office, birth: ProcedureVersion
):
    """Forms of a reception share their fields: one scanned must not move the focus in everybody's."""
    data = {"card": CARD, "identity_number": "001090123456"}
    assert _has_focus(fill(office, birth, **data).content.decode(), "phone")
    assert not _has_focus(fill(office, birth, **data, phone="0912345678").content.decode(), "phone")
    fresh = office[Role.RECEPTION].get(address_of(birth)).content.decode()
    assert not _has_focus(fresh, "phone")


def _has_focus(page: str, name: str) -> bool:
    (field,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page)
    return "autofocus" in field


def test_letters_an_input_method_turned_are_not_filled_in_and_the_typed_name_stays(
    office: Office, birth: ProcedureVersion
):
    garbled = CARD.replace("NGUYỄN VĂN MẪU", "NGUYEENX VAWN MAAXU")
    page = fill(office, birth, card=garbled, name="Nguyễn Văn Mẫu").content.decode()
    assert "Telex, VNI, VIQR" in page
    assert 'value="Nguyễn Văn Mẫu"' in page
    assert 'value="01/01/1990"' in page


def test_a_photograph_of_the_card_is_read_on_the_server(office: Office, birth: ProcedureVersion):
    page = fill(office, birth, card_photo=picture_of(CARD)).content.decode()
    assert 'value="Nguyễn Văn Mẫu"' in page
    assert "Thôn Đông, xã Thử" in page


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (SimpleUploadedFile("x.png", b"khong phai anh", "image/png"), "không phải ảnh đọc được"),
        (picture_of("https://example.vn/khac"), "mã QR khác"),
    ],
)
def test_what_is_no_photograph_of_a_card_is_refused_in_words(
    office: Office, birth: ProcedureVersion, photo: Any, words: str
):
    answer = fill(office, birth, card_photo=photo, name="Đã gõ")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert 'value="Đã gõ"' in answer.content.decode()


def test_a_birth_day_in_the_future_is_refused_in_words(office: Office, birth: ProcedureVersion):
    answer = send(office, birth, birth_date="04/06/2026")
    assert answer.status_code == 422
    assert "ở sau hôm nay" in answer.content.decode()
    assert send(office, birth, birth_date="03/06/2026").status_code == 302


def test_a_delegate_with_identity_and_paper(office: Office, birth: ProcedureVersion):
    page = fill(office, birth, delegate_card="001190555777||TRẦN THỊ THAY|02031990|Nữ|Thôn Tây|15042021")
    assert 'value="Trần Thị Thay"' in page.content.decode()
    paper = "Giấy uỷ quyền số 12, UBND xã Thử chứng thực 01/06/2026"
    assert (
        send(
            office,
            birth,
            delegate_name="Trần Thị Thay",
            delegate_identity="001190555777",
            authorisation=paper,
            delegate_may_follow="on",
        ).status_code
        == 302
    )
    dossier = Dossier.objects.get()
    assert (dossier.delegate_name, dossier.delegate_identity) == ("Trần Thị Thay", "001190555777")
    assert (dossier.authorisation, dossier.delegate_may_follow) == (paper, True)
    shown = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    assert all(words in shown for words in ("Người được uỷ quyền nộp", "001190555777", paper, "đã xem"))
    for channel, words in (("counter", "chỉ đưa hộ"), ("online", "Tự khai khi nộp trực tuyến")):
        Dossier.objects.update(authorisation="", channel=channel)
        shown = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
        assert words in shown
    without = send(office, birth, delegate_name="Trần Thị Thay", delegate_may_follow="on").content.decode()
    assert "hồ sơ chỉ mở cho đúng người này" in without
    assert "của văn bản uỷ quyền đã xem." in without
    assert (
        "Ghi họ tên người nộp thay" in send(office, birth, delegate_identity="001190555777").content.decode()
    )


def test_a_reception_on_the_road_says_where(office: Office, birth: ProcedureVersion):
    assert "Ghi nơi tiếp nhận lưu động" in send(office, birth, channel="mobile").content.decode()
    assert send(office, birth, channel="mobile", place="Nhà văn hoá thôn Đông").status_code == 302
    dossier = Dossier.objects.get()
    assert (dossier.channel, dossier.place) == ("mobile", "Nhà văn hoá thôn Đông")
    shown = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    assert "Lưu động: Nhà văn hoá thôn Đông. Nơi tiếp nhận: UBND xã Thử H99.01" in shown


def test_a_postal_clerk_is_told_apart_and_the_parcel_stands_in_the_history(birth: ProcedureVersion):
    office = open_office("H99.07")
    post = factories.agency("H99.BD", has_desk=False)
    browser = Client()
    browser.force_login(factories.account(factories.officer(post), Role.POSTAL, at=office.agency))
    data = form_of(birth, desk=office.agency.pk, channel="post", mail_number="EB123456789VN")
    assert browser.post(address_of(birth), data).status_code == 302
    posted = Dossier.objects.get()
    assert posted.received_by_post
    shown = office[Role.RECEPTION].get(reverse("staff:dossier", args=[posted.code])).content.decode()
    for words in (
        "Gửi qua bưu chính đến UBND xã Thử H99.07; nhân viên bưu chính tiếp nhận",
        "Người gửi bưu chính",
    ):
        assert words in shown
    assert "<dd>EB123456789VN</dd>" in shown
    assert send(office, birth).status_code == 302
    assert not Dossier.objects.order_by("-pk")[0].received_by_post
    assert "EB123456789VN" in Event.objects.filter(act="receive").order_by("pk")[0].note


# --- files ---


def test_an_empty_and_a_far_too_large_file_are_refused_at_their_place_and_the_form_stays(
    office: Office, birth: ProcedureVersion, settings: Any
):
    settings.BLOB_MAX_BYTES = 1024 * 1024
    second = Component.objects.filter(version=birth)[1]
    for content, words in ((b"", "0 byte"), (b"%PDF-1.4" + b"x" * (1024 * 1024), "lớn hơn 1 MB")):
        file = SimpleUploadedFile("chung-sinh.pdf", content, "application/pdf")
        answer = send(office, birth, **{f"given_{second.pk}": "scan", f"file_{second.pk}": file})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert f'href="#id_file_{second.pk}"' in page
        assert 'value="Khai sinh cho con"' in page
    assert not Dossier.objects.exists()


# --- who looked whom up ---


def test_a_look_up_belongs_to_one_reception_and_its_owner_sees_it(office: Office, birth: ProcedureVersion):
    send(office, birth)
    person = Person.objects.get()
    key = str(uuid.uuid4())
    for _ in range(2):  # the same reception shows the same person twice: one look-up
        fill(office, birth, identity_number="001090123456", act_key=key)
    fill(office, birth, identity_number="001090123456", act_key=str(uuid.uuid4()))
    assert send(office, birth, act_key=key).status_code == 302
    shown = shown_of(person)
    assert [each.filed for each in shown] == [False, True]
    assert shown[0].procedure == "Đăng ký khai sinh"
    assert LookUp.objects.count() == 2
    assert AuditRow.objects.filter(action="accounts.look_up", key=str(person.pk)).count() == 2


def test_too_many_look_ups_in_an_hour_are_refused_and_recorded_and_reception_goes_on(
    office: Office, birth: ProcedureVersion
):
    send(office, birth)
    set_value(key="desk.look_ups_per_hour", value=2, scope=office.agency.code, first_day=date(2026, 1, 1),
              reason="Thử", source="", actor=office.actor(Role.ADMINISTRATOR))  # fmt: skip
    fill(office, birth, identity_number="001090000001", act_key="a1")  # nobody bears it: counts all the same
    assert (
        "hồ sơ trước đây"
        in fill(office, birth, identity_number="001090123456", act_key="a2").content.decode()
    )
    page = fill(office, birth, identity_number="001090123456", act_key="a3").content.decode()
    assert "tra cứu 2 người trong một giờ" in page
    assert "0912" not in page
    assert AuditRow.objects.filter(action="accounts.look_up_refused").count() == 1
    assert send(office, birth, act_key="a3").status_code == 302
    with frozen(moment("2026-06-03 10:01")):
        assert (
            "hồ sơ trước đây"
            in fill(office, birth, identity_number="001090123456", act_key="a4").content.decode()
        )


# --- for another commune ---


@pytest.fixture
def two(birth: ProcedureVersion) -> tuple[Office, Office]:
    """Two communes of one province."""
    province = factories.agency("H99", level=Level.PROVINCE)
    offices = open_office("H99.11"), open_office("H99.12")
    for office in offices:
        office.agency.parent = province
        office.agency.save()
    return offices


def test_a_dossier_for_another_commune_has_two_clocks(two: tuple[Office, Office], birth: ProcedureVersion):
    here, there = two
    with frozen(moment("2026-09-09 16:00")):
        assert "UBND xã Thử H99.12" in here[Role.RECEPTION].get(address_of(birth)).content.decode()
        page = here[Role.RECEPTION].post(
            address_of(birth), {"preview": "1", "for_agency": there.agency.pk, "desk": here.agency.pk}
        )
        assert "tính từ khi UBND xã Thử H99.12 nhận" in page.content.decode()
        assert send(here, birth, for_agency=there.agency.pk).status_code == 302
    dossier = Dossier.objects.get()
    assert (dossier.desk, dossier.agency) == (here.agency, there.agency)
    assert dossier.code.startswith("H99.12")
    assert dossier.clock_started_at is None
    assert dossier.due_date == date(2026, 9, 16)
    act = reverse("staff:act", args=[dossier.code, "take-over"])
    with frozen(moment("2026-09-10 08:00")):
        inbox = there[Role.RECEPTION].get(reverse("staff:inbox")).content.decode()
        assert dossier.code in inbox
        assert "từ UBND xã Thử H99.11" in inbox
        # The receiving desk cannot take it over in the other's name; nobody works on it before.
        assert here[Role.RECEPTION].post(act, {"act_key": "x1"}).status_code == 404
        forward = reverse("staff:act", args=[dossier.code, "forward"])
        early = there[Role.SPECIALIST].post(
            forward, {"holder": there.staff[Role.SPECIALIST].pk, "act_key": "x2"}
        )
        assert early.status_code == 422
        assert there[Role.RECEPTION].post(act, {"act_key": "x3"}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.clock_started_at == moment("2026-09-10 08:00")
    assert dossier.due_date == date(2026, 9, 17)
    assert dossier.original_due_date == date(2026, 9, 16)
    taken = Event.objects.get(dossier=dossier, act="take_over")
    assert (taken.due_before, taken.due_after) == (date(2026, 9, 16), date(2026, 9, 17))
    assert there[Role.RECEPTION].post(act, {"act_key": "x4"}).status_code in (404, 422)


def test_before_the_decree_the_clock_starts_at_receipt_and_before_2025_nobody_receives_for_others(
    two: tuple[Office, Office], birth: ProcedureVersion
):
    here, there = two
    with frozen(moment("2026-06-03 09:00")):
        assert send(here, birth, for_agency=there.agency.pk).status_code == 302
    assert Dossier.objects.get().clock_started_at == moment("2026-06-03 09:00")
    with frozen(moment("2024-06-03 09:00")):
        assert "không phụ thuộc địa giới" not in here[Role.RECEPTION].get(address_of(birth)).content.decode()


def test_outside_the_province_only_procedures_of_the_published_list(
    two: tuple[Office, Office], birth: ProcedureVersion
):
    here, _ = two
    far = factories.agency("H88", name="UBND xã Xa")
    with frozen(moment("2026-09-09 09:00")):
        assert "UBND xã Xa" not in here[Role.RECEPTION].get(address_of(birth)).content.decode()
        assert send(here, birth, for_agency=far.pk).status_code == 422
        set_value(key="desk.procedures_nationwide", value=[birth.procedure.code], scope="", first_day=date(2026, 8, 5),
                  reason="Danh mục công bố", source="", actor=here.actor(Role.ADMINISTRATOR))  # fmt: skip
        assert "UBND xã Xa" in here[Role.RECEPTION].get(address_of(birth)).content.decode()


def test_what_the_other_agency_left_out_is_not_received_for_it(
    two: tuple[Office, Office], birth: ProcedureVersion
):
    here, there = two
    set_value(key="desk.procedures_left_out", value=[birth.procedure.code], scope=there.agency.code,
              first_day=date(2026, 1, 1), reason="Chưa làm", source="", actor=there.actor(Role.ADMINISTRATOR))  # fmt: skip
    answer = send(here, birth, for_agency=there.agency.pk)
    assert answer.status_code == 422
    assert "chọn chưa tiếp nhận" in answer.content.decode()


# --- results at once ---


@pytest.fixture
def copy(birth: ProcedureVersion) -> ProcedureVersion:
    birth.immediate_result = True
    birth.save()
    return birth


def test_an_immediate_result_is_received_and_returned_in_one_step(office: Office, copy: ProcedureVersion):
    answer = send(office, copy, at_once="1", result_title="Bản sao trích lục")
    assert answer.status_code == 302
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.outcome) == ("returned", "granted")
    assert [event.act for event in Event.objects.filter(dossier=dossier).order_by("number")] == [
        "file", "receive", "finish", "return",
    ]  # fmt: skip
    assert DossierPaper.objects.get(dossier=dossier, role="result").paper.title == "Bản sao trích lục"
    page = office[Role.RECEPTION].get(answer.url).content.decode()
    assert "Đã tiếp nhận và trả kết quả" in page


def test_a_result_at_once_has_a_name_and_is_for_procedures_that_have_one(
    office: Office, birth: ProcedureVersion
):
    assert send(office, birth, at_once="1", result_title="X").status_code == 302
    assert Dossier.objects.get().state == "received"
    ProcedureVersion.objects.filter(pk=birth.pk).update(immediate_result=True)
    assert "Ghi tên kết quả" in send(office, birth, at_once="1").content.decode()


# --- help with the identity account ---


def test_help_is_counted_by_one_key_and_taken_back(office: Office, elsewhere: Office):
    browser, url = office[Role.RECEPTION], reverse("staff:identity-help")
    for kind in ("opened", "activated", "activated"):
        assert browser.post(url, {"kind": kind}, headers={"HX-Request": "true"}).status_code == 200
    part = browser.post(url, {"undo": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "Đã bỏ: kích hoạt" in part
    assert IdentityHelp.objects.filter(undone_at=None).count() == 2
    assert browser.post(url, {"kind": "guided"}).status_code == 302
    assert browser.post(url, {"kind": "khac"}).status_code == 422
    name = office.staff[Role.RECEPTION].name
    day = date(2026, 6, 3)
    assert help_given([office.agency], day, day) == [
        (day, "H99.01", name, "activated", 1), (day, "H99.01", name, "guided", 1), (day, "H99.01", name, "opened", 1),
    ]  # fmt: skip
    assert help_given([elsewhere.agency], day, day) == []
    assert office[Role.SPECIALIST].post(url, {"kind": "opened"}).status_code == 404
    home = browser.get(reverse("staff:home")).content.decode()
    assert "Hỗ trợ tài khoản định danh hôm nay" in home


def test_less_than_the_fee_with_its_reason_stands_in_the_history(office: Office, birth: ProcedureVersion):
    fee = FeeRule.objects.get(version=birth)
    assert send(office, birth, **{f"fee_{fee.pk}": "0", "paid": ""}, fee_reason="Hộ nghèo").status_code == 302
    assert "Hộ nghèo" in Event.objects.get(act="receive").note


def test_nothing_of_this_is_seen_by_another_commune(
    office: Office, elsewhere: Office, birth: ProcedureVersion
):
    dossier = received(office, birth)
    assert elsewhere[Role.RECEPTION].get(reverse("staff:received", args=[dossier.code])).status_code == 404
    assert Agency.objects.count() == 2


# --- for an agency of another level ---


@pytest.fixture
def levels(two: tuple[Office, Office]) -> tuple[Office, Office]:
    """A commune, and a department of its province beside another one."""
    commune, _ = two
    department = open_office("H99.31")
    Agency.objects.filter(pk=department.agency.pk).update(level=Level.DEPARTMENT.value)
    department.agency.refresh_from_db()
    department.agency.parent, department.agency.name = Agency.objects.get(code="H99"), "Sở Tư pháp tỉnh Thử"
    department.agency.save()
    return commune, department


@pytest.fixture
def card(birth: ProcedureVersion) -> ProcedureVersion:
    """Settled by the province only, by the department the announcement names."""
    birth.at_commune, birth.at_province, birth.agency = False, True, "Sở Tư pháp"
    birth.save()
    return birth


def test_a_commune_receives_for_a_department_whose_result_comes_back(
    levels: tuple[Office, Office], card: ProcedureVersion
):
    commune, department = levels
    desk, there = commune[Role.RECEPTION], department[Role.RECEPTION]
    with frozen(moment("2026-09-09 09:00")):
        assert (
            "Nhận cho cơ quan cấp khác"
            in desk.get(reverse("staff:receive"), {"q": "khai sinh"}).content.decode()
        )
        page = desk.get(address_of(card)).content.decode()
        assert f'<option value="{department.agency.pk}" selected>Sở Tư pháp tỉnh Thử' in page
        # The province and the other commune: one may be chosen by hand, the other settles nothing of the kind.
        assert "UBND xã Thử H99.12" not in page
        assert "Chọn cơ quan có thẩm quyền" in send(commune, card).content.decode()
        assert send(commune, card, for_agency=department.agency.pk).status_code == 302
    dossier = Dossier.objects.get()
    assert (dossier.desk, dossier.agency) == (commune.agency, department.agency)
    assert (dossier.code[:6], dossier.clock_started_at) == ("H99.31", None)
    for office in levels:  # both follow it in their lists
        assert (
            dossier.code
            in office[Role.RECEPTION].get(reverse("staff:work"), {"whose": "all"}).content.decode()
        )

    def act(browser: Client, name: str, **data: Any) -> int:
        url = reverse("staff:act", args=[dossier.code, name])
        return int(browser.post(url, {"act_key": str(uuid.uuid4()), **data}).status_code)

    with frozen(moment("2026-09-09 14:00")):
        assert act(there, "take-over") == 302
        # What the department settles is not worked on, decided or signed by the commune.
        assert act(commune[Role.LEADER], "stop", note="x") == 404
        assert act(commune[Role.SPECIALIST], "finish", title="x") == 404
        assert act(department[Role.SPECIALIST], "finish", title="Phiếu lý lịch tư pháp") == 302
        assert (
            "kết quả về nơi tiếp nhận"
            in desk.get(reverse("staff:dossier", args=[dossier.code])).content.decode()
        )
        assert act(there, "result-back") == 404
        assert act(desk, "result-back", note="Bưu chính") == 302
        assert act(desk, "result-back") == 422
        assert act(desk, "return") == 302
    dossier = Dossier.objects.get()
    assert dossier.state == "returned"
    slip = [(each.body, each.note) for each in hand_overs(dossier)]
    assert (department.agency.name, "Nơi tiếp nhận chuyển cơ quan có thẩm quyền") in slip
    assert (commune.agency.name, "Kết quả về nơi tiếp nhận") in slip


def test_a_department_receives_for_a_commune_and_in_2024_nobody_for_another_level(
    levels: tuple[Office, Office], birth: ProcedureVersion
):
    commune, department = levels
    with frozen(moment("2026-09-09 09:00")):
        form = form_of(birth, desk=department.agency.pk, for_agency=commune.agency.pk)
        assert department[Role.RECEPTION].post(address_of(birth), form).status_code == 302
        wrong = form | {"for_agency": Agency.objects.get(code="H99").pk, "act_key": str(uuid.uuid4())}
        assert department[Role.RECEPTION].post(address_of(birth), wrong).status_code == 422
    assert Dossier.objects.get().agency == commune.agency
    with frozen(moment("2024-09-09 09:00")):
        page = department[Role.RECEPTION].get(address_of(birth)).content.decode()
        assert "Hướng dẫn người nộp đến nơi có thẩm quyền" in page


def test_a_province_may_close_reception_for_other_levels(
    levels: tuple[Office, Office], card: ProcedureVersion
):
    commune, _ = levels
    set_value(key="reception.other_levels", value=False, scope="H99", first_day=date(2026, 1, 1),
              reason="Chưa tổ chức", source="", actor=commune.actor(Role.ADMINISTRATOR))  # fmt: skip
    page = commune[Role.RECEPTION].get(address_of(card)).content.decode()
    assert "Thẩm quyền giải quyết: cấp tỉnh" in page
