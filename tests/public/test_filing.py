"""Filing online over the pages, without scripts: from the procedure to the tracking number."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories

from motcua.accounts.models import Person, User
from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.eforms.definition import form_of, problems
from motcua.catalogue.eforms.keeping import load_ready_forms, publish, save_draft
from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.public.filing import steps
from motcua.dossiers.enums import State
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"
REQUESTER = {
    "requester_name": "Lò Thị Mẩy", "requester_identity": "001099000001", "requester_address": "Bản Mới",
    "requester_phone": "", "relation": "me",
}  # fmt: skip
CHILD = {
    "child_name": "Lò Văn Tí", "child_born": "01/03/2026", "child_gender": "nam", "child_ethnic": "Thái",
    "child_nationality": "Việt Nam", "child_birthplace": "Trạm y tế xã", "child_home": "xã Thử",
}  # fmt: skip
MOTHER = {
    "mother_name": "Lò Thị Mẩy", "mother_born": "8/3/1999", "mother_ethnic": "Thái", "mother_nationality": "Việt Nam",
    "mother_address": "Bản Mới", "mother_identity": "",
}  # fmt: skip


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> str:
    agency = factories.agency()
    from django.core.cache import cache

    cache.clear()
    load_catalogue(SYSTEM)
    ProcedureVersion.objects.filter(procedure__code=BIRTH).update(online_level="full", receivable=True)
    load_ready_forms(SYSTEM)
    return agency.code


@pytest.fixture
def citizen(place: str) -> Client:
    person = Person.objects.create(
        name="Lò Thị Mẩy", identity_number="001099000001", phone="0912345678", created_at=clock.now()
    )
    visitor = Client()
    visitor.force_login(User.objects.create_user("may", "mat-khau-thu", person=person))
    return visitor


def begin(citizen: Client) -> str:
    """The token of a new draft of a birth registration."""
    answer = citizen.post(f"/nop-ho-so/{BIRTH}")
    assert answer.status_code == 302
    return FilingDraft.objects.order_by("-pk")[0].token


def send(citizen: Client, token: str, key: str, given: dict[str, Any]) -> str:
    """One page sent; where it leads."""
    answer = citizen.post(f"/soan/{token}/to-khai/{key}", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).removeprefix(f"/soan/{token}/")


def test_every_ready_form_can_be_used() -> None:
    load_catalogue(SYSTEM)
    assert load_ready_forms(SYSTEM) >= 10
    assert load_ready_forms(SYSTEM) == 0
    assert len(set(EForm.objects.values_list("version__procedure__code", flat=True))) >= 10
    for stored in EForm.objects.all():
        assert problems(form_of(stored.schema)) == []
        assert stored.source


def test_a_birth_is_registered_without_scripts(citizen: Client) -> None:
    assert "Cần chuẩn bị" in citizen.get(f"/nop-ho-so/{BIRTH}").content.decode()
    token = begin(citizen)
    first = citizen.get(f"/soan/{token}/to-khai/nguoi-yeu-cau").content.decode()
    assert 'value="Lò Thị Mẩy"' in first
    assert "Bước 1 trên" in first
    assert send(citizen, token, "nguoi-yeu-cau", REQUESTER) == "to-khai/nguoi-duoc-khai-sinh"
    assert send(citizen, token, "nguoi-duoc-khai-sinh", CHILD) == "to-khai/me"
    assert send(citizen, token, "me", MOTHER) == "to-khai/co-cha"
    assert send(citizen, token, "co-cha", {"father_known": "no"}) == "to-khai/ban-sao"
    assert send(citizen, token, "ban-sao", {"wants_copies": "yes"}) == "to-khai/so-ban-sao"
    assert send(citizen, token, "so-ban-sao", {"copies": "2"}) == "giay-to"
    check = citizen.get(f"/soan/{token}/kiem-tra").content.decode()
    assert "Còn thiếu trước khi gửi" in check
    assert "01/03/2026" in check
    from motcua.catalogue.models import Component

    for component in Component.objects.filter(version__procedure__code=BIRTH, required=True, condition=""):
        file = SimpleUploadedFile("giay.pdf", b"%PDF-1.4 thu\n%%EOF\n", "application/pdf")
        answer = citizen.post(f"/soan/{token}/giay-to", {"giay-to": component.pk, "tep": file})
        assert answer.status_code == 302
    assert citizen.post(f"/soan/{token}/giay-to").status_code == 302
    assert "Cách nhận kết quả" in citizen.get(f"/soan/{token}/nhan-ket-qua").content.decode()
    assert citizen.post(f"/soan/{token}/nhan-ket-qua", {"result_by": "post"}).status_code == 422
    assert citizen.post(f"/soan/{token}/nhan-ket-qua", {"result_by": "desk"}).status_code == 302
    ready = citizen.get(f"/soan/{token}/kiem-tra").content.decode()
    assert "Gửi hồ sơ" in ready, ready
    assert "hồ sơ cùng thủ tục chưa xong" not in ready
    for _ in range(2):  # a double click
        assert citizen.post(f"/soan/{token}/kiem-tra")["Location"] == f"/soan/{token}/da-gui"
    dossier = Dossier.objects.get()
    assert dossier.tracking in citizen.get(f"/soan/{token}/da-gui").content.decode()
    assert (dossier.state, dossier.applicant_name) == (State.SUBMITTED, "Lò Thị Mẩy")
    told = json.loads(dossier.answers)["answers"]
    assert (told["child_born"], told["copies"], told["father_known"]) == ("2026-03-01", 2, False)
    assert "father_name" not in told
    assert DossierPaper.objects.filter(dossier=dossier).exists()
    assert dossier.tracking in citizen.get("/cua-toi").content.decode()
    again = citizen.get(f"/soan/{begin(citizen)}/kiem-tra").content.decode()
    assert "hồ sơ cùng thủ tục chưa xong" in again
    assert f"/cua-toi/ho-so/{dossier.tracking}" in again


def test_what_is_wrong_stays_and_is_explained(citizen: Client) -> None:
    token = begin(citizen)
    wrong = REQUESTER | {"requester_identity": "12345", "relation": "", "requester_address": "Bản <b>Mới</b>"}
    answer = citizen.post(f"/soan/{token}/to-khai/nguoi-yeu-cau", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Số định danh có đúng 12 chữ số" in page
    assert "Chưa chọn mục này" in page
    assert 'value="12345"' in page
    assert "&lt;b&gt;Mới" in page
    again = citizen.get(f"/soan/{token}/to-khai/nguoi-yeu-cau").content.decode()
    assert 'value="12345"' in again
    seen = re.search(r'name="seen_version" value="(\d+)"', page)
    assert seen is not None
    assert (
        citizen.post(
            f"/soan/{token}/to-khai/nguoi-yeu-cau", REQUESTER | {"seen_version": seen[1]}
        ).status_code
        == 302
    )
    late = citizen.post(f"/soan/{token}/to-khai/nguoi-yeu-cau", REQUESTER | {"seen_version": seen[1]})
    assert late.status_code == 409
    assert "sửa ở cửa sổ khác" in late.content.decode()


def test_a_page_of_the_form_is_two_journeys_and_keeping_it_a_third(citizen: Client) -> None:
    address = f"/soan/{begin(citizen)}/to-khai/nguoi-yeu-cau"
    citizen.get(address)
    with CaptureQueriesContext(connection) as shown:
        assert citizen.get(address).status_code == 200
    with CaptureQueriesContext(connection) as kept:
        assert citizen.post(address, REQUESTER).status_code == 302
    # SQLite asks for session, account and marks one by one, and has its act around the change.
    most = (4, 7) if connection.vendor == "sqlite" else (2, 3)
    assert len(shown) <= most[0]
    assert len(kept) <= most[1]


def test_a_day_nobody_can_read_is_kept_as_typed(citizen: Client) -> None:
    token = begin(citizen)
    answer = citizen.post(f"/soan/{token}/to-khai/nguoi-duoc-khai-sinh", CHILD | {"child_born": "31/02/2026"})
    assert answer.status_code == 422
    assert 'value="31/02/2026"' in answer.content.decode()
    assert "Ghi ngày theo mẫu" in answer.content.decode()
    future = citizen.post(f"/soan/{token}/to-khai/nguoi-duoc-khai-sinh", CHILD | {"child_born": "01/01/2099"})
    assert "chưa đến" in future.content.decode()


def test_rows_are_added_and_taken_out(citizen: Client) -> None:
    version = ProcedureVersion.objects.on(clock.today()).filter(procedure__code="1.001612").first()
    assert version is not None
    ProcedureVersion.objects.filter(pk=version.pk).update(online_level="full", receivable=True)
    citizen.post("/nop-ho-so/1.001612")
    token = FilingDraft.objects.get().token
    address = f"/soan/{token}/to-khai/nganh-nghe"
    empty = citizen.post(address, {})
    assert empty.status_code == 422
    assert "Chưa ghi mục này" in empty.content.decode()
    row = {"name": "Bán tạp hóa", "code": "4711", "main": "yes"}
    assert citizen.post(address, row | {"them": "1"})["Location"] == address
    wrong = citizen.post(address, {"name": "Ăn uống", "main": ""})
    assert wrong.status_code == 422
    assert 'value="Ăn uống"' in wrong.content.decode()
    assert "Bán tạp hóa" in wrong.content.decode()
    assert citizen.post(address, {"bo": "0"})["Location"] == address
    assert "Bán tạp hóa" not in citizen.get(address).content.decode()
    assert citizen.post(address, row)["Location"].endswith("von-lao-dong")


def test_a_new_form_that_touches_nothing_said_so_far_says_so(citizen: Client) -> None:
    token = begin(citizen)
    stored = EForm.objects.get(version=FilingDraft.objects.get().version)
    form = form_of(stored.schema)
    draft = save_draft(stored.version, type(form)(title=form.title, topics=form.topics[:-1]), actor=SYSTEM)
    EForm.objects.filter(pk=stored.pk).update(first_day="2020-01-01")
    publish(draft.pk, first_day=clock.today(), actor=SYSTEM)
    page = citizen.get(f"/soan/{token}/mau-moi").content.decode()
    assert "không có chỗ nào phải xem lại" in page
    assert "các chỗ sau" not in page


def test_a_new_form_is_shown_before_one_goes_on(citizen: Client) -> None:
    token = begin(citizen)
    send(citizen, token, "nguoi-yeu-cau", REQUESTER)
    stored = EForm.objects.get(version=FilingDraft.objects.get().version)
    form = form_of(stored.schema)
    shorter = type(form)(title=form.title, topics=form.topics[1:])
    draft = save_draft(stored.version, shorter, actor=SYSTEM)
    EForm.objects.filter(pk=stored.pk).update(first_day="2020-01-01")
    publish(draft.pk, first_day=clock.today(), actor=SYSTEM)
    answer = citizen.get(f"/soan/{token}/to-khai/nguoi-duoc-khai-sinh")
    assert answer["Location"] == f"/soan/{token}/mau-moi"
    page = citizen.get(answer["Location"]).content.decode()
    assert "Bản Mới" in page
    assert citizen.post(f"/soan/{token}/mau-moi").status_code == 302
    assert citizen.get(f"/soan/{token}/to-khai/nguoi-duoc-khai-sinh").status_code == 200
    assert json.loads(FilingDraft.objects.get().lost)["requester_address"] == "Bản Mới"


def test_only_ones_own(citizen: Client) -> None:
    token = begin(citizen)
    stranger = Client()
    assert stranger.get(f"/soan/{token}")["Location"].startswith("/dang-nhap?next=")
    other = Person.objects.create(name="Người Khác", identity_number="001099000002", created_at=clock.now())
    stranger.force_login(User.objects.create_user("khac", "mat-khau-thu", person=other))
    for address in ("", "/to-khai/me", "/giay-to", "/kiem-tra", "/da-gui", "/mau-moi"):
        assert stranger.get(f"/soan/{token}{address}").status_code == 404
    assert stranger.post(f"/soan/{token}/bo").status_code == 404
    assert citizen.post(f"/soan/{token}/bo").status_code == 302
    assert citizen.get(f"/soan/{token}").status_code == 404


def test_an_officer_is_no_citizen(place: str) -> None:
    officer = Client()
    from motcua.organisation.enums import Role
    from motcua.organisation.models import Agency

    staff = factories.officer(Agency.objects.get(code=place))
    officer.force_login(factories.account(staff, Role.RECEPTION))
    assert officer.get("/cua-toi").status_code == 302


@pytest.mark.parametrize(
    ("name", "data"), [("anh.pdf", b"\xff\xd8\xff\xe0 jpeg"), ("rong.pdf", b""), ("virus.exe", b"MZ\x90\x00")]
)
def test_a_file_of_a_wrong_kind_is_refused_in_words(citizen: Client, name: str, data: bytes) -> None:
    from motcua.catalogue.models import Component

    token = begin(citizen)
    component = Component.objects.get(version=FilingDraft.objects.get().version, name="Giấy chứng sinh")
    given = {"giay-to": component.pk, "tep": SimpleUploadedFile(name, data)}
    answer = citizen.post(f"/soan/{token}/giay-to", given)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_a_file_too_large_is_said_where_it_was_chosen_and_nothing_is_lost(
    citizen: Client, settings: Any
) -> None:
    from motcua.catalogue.models import Component

    settings.BLOB_MAX_BYTES = 1024 * 1024
    token = begin(citizen)
    send(citizen, token, "nguoi-yeu-cau", REQUESTER)
    component = Component.objects.get(version=FilingDraft.objects.get().version, name="Giấy chứng sinh")
    file = SimpleUploadedFile("quet.pdf", b"%PDF-1.4 " + b"0" * 1024 * 1024, "application/pdf")
    answer = citizen.post(f"/soan/{token}/giay-to", {"giay-to": component.pk, "tep": file})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Tệp «quet.pdf» lớn hơn 1 MB" in text
    assert f'<a href="#tep-{component.pk}">Tệp «quet.pdf»' in text
    assert "mỗi tệp không quá 1 MB" in text
    assert f'data-most="{1024 * 1024}"' in text
    kept = citizen.get(f"/soan/{token}/to-khai/nguoi-yeu-cau").content.decode()
    assert 'value="Bản Mới"' in kept
    assert not DraftPaper.objects.exists()


def test_fees_that_depend_on_the_case_are_owed_as_declared_and_shown_to_the_officer(citizen: Client) -> None:
    from motcua.catalogue.models import Component, FeeRule
    from motcua.dossiers.replying import declared

    version = ProcedureVersion.objects.get(procedure__code=BIRTH)
    Component.objects.filter(version=version).update(required=False)
    FeeRule.objects.filter(version=version).delete()
    _, case, count, _ = [
        FeeRule.objects.create(
            version=version, order=n, name=name, amount=amount, per=per, condition=condition
        )
        for n, (name, amount, per, condition) in enumerate(
            [
                ("Lệ phí", 5000, "", ""),
                ("Phí xác nhận", 8000, "", "miễn cho hộ nghèo"),
                ("Phí bản sao", 8000, "bản sao", ""),
                ("Phí khác", None, "", "do HĐND tỉnh quyết định"),
            ]
        )
    ]
    shown = citizen.get(f"/nop-ho-so/{BIRTH}").content.decode()
    assert "miễn cho hộ nghèo" in shown
    token = begin(citizen)
    send(citizen, token, "nguoi-yeu-cau", REQUESTER)
    send(citizen, token, "nguoi-duoc-khai-sinh", CHILD)
    send(citizen, token, "me", MOTHER)
    send(citizen, token, "co-cha", {"father_known": "no"})
    send(citizen, token, "ban-sao", {"wants_copies": "no"})
    address = f"/soan/{token}/nhan-ket-qua"
    wrong = citizen.post(address, {"result_by": "desk", f"fee_{case.pk}": "owes", f"fee_{count.pk}": "-2"})
    assert wrong.status_code == 422
    assert "Ghi số từ 0 trở lên" in wrong.content.decode()
    assert (
        citizen.post(
            address, {"result_by": "desk", f"fee_{case.pk}": "owes", f"fee_{count.pk}": "2"}
        ).status_code
        == 302
    )
    again = citizen.get(address).content.decode()
    assert re.search(rf'name="fee_{count.pk}" value="2"', again)
    check = citizen.get(f"/soan/{token}/kiem-tra").content.decode()
    assert "29.000" in check
    assert "do HĐND tỉnh quyết định" in check
    citizen.post(f"/soan/{token}/kiem-tra")
    dossier = Dossier.objects.get()
    from motcua.dossiers.queries import left_to_pay

    assert left_to_pay(dossier) == 29_000
    told = declared(dossier)
    assert told is not None
    assert [name for name, _ in told.fees] == ["Phí xác nhận", "Phí bản sao"]
    assert "miễn cho hộ nghèo" in told.fees[0][1]
    assert "2 bản sao" in told.fees[1][1]


def test_the_page_of_the_result_is_english_on_the_english_pages(citizen: Client) -> None:
    token = begin(citizen)
    citizen.get("/ngon-ngu/en")
    text = citizen.get(f"/soan/{token}/nhan-ket-qua").content.decode()
    for words in ("How you want the result", "By public post", "On behalf of (full name)"):
        assert words in text
    refused = citizen.post(f"/soan/{token}/nhan-ket-qua", {"result_by": "post"}).content.decode()
    assert "Write the address the post brings the result to." in refused


@pytest.mark.parametrize("token", ["abc", "x_KEY-TOKEN_y", "TOKEN", "-KEY"])
def test_an_address_of_a_draft_is_the_one_it_answers_at(token: str) -> None:
    """Tokens are drawn at random: any letters may stand in one."""
    for name, key in (("draft-topic", "nguoi-TOKEN"), ("draft-papers", ""), ("draft-check", "")):
        wanted = reverse(f"public:{name}", args=[token, key] if key else [token])
        assert steps._address(name, token, key) == wanted
