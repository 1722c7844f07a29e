"""A citizen's own dossier over the pages, without scripts: what is asked, the answer, taking it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories
from tests.dossiers.test_fees_anew import Copies
from tests.dossiers.test_replying import Asks, Delegated

from motcua.accounts.models import Person, User
from motcua.dossiers import replying
from motcua.dossiers.actions import perform
from motcua.dossiers.enums import State
from motcua.dossiers.filing_drafts import DraftPaper
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.messaging.models import Notice
from motcua.organisation.enums import Role
from motcua.organisation.models import Staff
from motcua.payments.models import Order, Payment, Refund

pytestmark = pytest.mark.django_db


def visitor(person: Person, name: str) -> Client:
    found = Client()
    found.force_login(User.objects.create_user(name, "mat-khau-thu", person=person))
    return found


@pytest.fixture
def given() -> Asks:
    return Asks()


@pytest.fixture
def citizen(given: Asks) -> Client:
    return visitor(given.person, "may")


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay.pdf", b"%PDF-1.4 ro hon\n%%EOF\n", "application/pdf")


def test_from_what_is_asked_to_what_the_officer_sees(
    given: Asks, citizen: Client, django_assert_max_num_queries: Any
) -> None:
    dossier = given.ask(given.received(), given.component, given.form_paper)
    address = f"/cua-toi/ho-so/{dossier.code}"
    assert address in read(citizen, "/cua-toi")
    with django_assert_max_num_queries(22):
        page = read(citizen, address)
    for words in (
        "Giấy chứng sinh",
        "Ảnh mờ, chụp lại",
        "sửa ngay trên tờ khai",
        "đang dừng",
        "Nếu gửi bổ sung bây giờ",
    ):
        assert words in page
    begun = citizen.post(f"{address}/bo-sung")["Location"]
    token = begun.split("/")[2]
    assert citizen.post(f"{address}/bo-sung")["Location"] == begun
    page = read(citizen, begun)
    assert "Ảnh mờ, chụp lại" in page
    assert "/to-khai/nguoi-khai?ve=kiem-tra" in page
    check = read(citizen, f"/soan/{token}/kiem-tra")
    assert "chưa sửa mục nào" in check
    assert "Gửi bổ sung" not in check
    assert citizen.post(begun, {"giay-to": given.component.pk, "tep": pdf()}).status_code == 302
    other = {"giay-to": "khac", "tep": pdf()}
    assert citizen.post(begun, other).status_code == 302
    topic = f"/soan/{token}/to-khai/nguoi-khai"
    answers = {"name": "Lò Thị Mẩy", "street": "Bản <b>Cũ</b>", "ve": "kiem-tra"}
    assert citizen.post(topic, answers)["Location"] == f"/soan/{token}/kiem-tra"
    assert "bổ sung hồ sơ" in read(citizen, "/cua-toi"), "it waits there when the session ends"
    assert "Gửi bổ sung" in read(citizen, f"/soan/{token}/kiem-tra")
    for _ in range(2):
        sent = citizen.post(f"/soan/{token}/kiem-tra", {"loi": "Đã chụp lại"})
        assert sent["Location"] == f"/soan/{token}/da-gui"
    assert "Đã gửi bổ sung" in read(citizen, sent["Location"])
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert "Bổ sung ngay" not in read(citizen, address)
    officer = Client()
    officer.force_login(factories.account(given.clerk, Role.RECEPTION))
    page = read(officer, f"/can-bo/ho-so/{dossier.code}")
    for words in (
        "Người nộp đã bổ sung",
        "Đã chụp lại",
        "Bản Mới",
        "Bản &lt;b&gt;Cũ",
        "Giấy tờ khác kèm theo",
    ):
        assert words in page


def test_after_signing_in_it_is_told_with_whom_the_dossier_is(given: Asks, citizen: Client) -> None:
    """Down to the department and the officer (TT 01/2018 Điều 16.2d); the code alone shows neither."""
    dossier = given.filed()
    assert "Đang ở" not in read(citizen, f"/cua-toi/ho-so/{dossier.tracking}"), "nobody has it yet"
    dossier = perform(dossier.pk, commands.Receive(receiver_id=given.clerk.pk), actor=factories.CLERK)
    specialist = factories.officer(given.agency, name="Giàng Thị Thẩm", phone="0212 000 111")
    perform(dossier.pk, commands.Assign(holder_id=specialist.pk), actor=factories.CLERK)
    page = read(citizen, f"/cua-toi/ho-so/{dossier.code}")
    for words in ("Đang ở", "Giàng Thị Thẩm", "Công chức", 'href="tel:0212000111"', given.clerk.name):
        assert words in page
    anybody = read(Client(), f"/tra-cuu/{dossier.code}")
    assert "Giàng Thị Thẩm" not in anybody
    assert given.clerk.name not in anybody


def test_who_left_is_not_told_as_holding_it_nor_where_somebody_moved_as_its_place(
    given: Asks, citizen: Client
) -> None:
    dossier = given.received()
    address = f"/cua-toi/ho-so/{dossier.code}"
    department = factories.agency("H99.01.P", parent=given.agency, name="Phòng Tư pháp")
    other = factories.agency("H99.02", name="UBND xã Khác")
    specialist = factories.officer(department, name="Giàng Thị Thẩm", phone="0212 000 111")
    perform(dossier.pk, commands.Assign(holder_id=specialist.pk), actor=factories.CLERK)
    assert "Phòng Tư pháp" in read(citizen, address)
    Staff.objects.filter(pk=specialist.pk).update(agency=other)
    page = read(citizen, address)
    assert "Giàng Thị Thẩm" in page
    assert "UBND xã Khác" not in page
    Staff.objects.filter(pk__in=[specialist.pk, given.clerk.pk]).update(
        last_day=clock.today() - timedelta(days=1), phone="0212 000 222"
    )
    page = read(citizen, address)
    assert given.clerk.name in page, "who received it stays who received it"
    for words in ("Giàng Thị Thẩm", "0212000222"):
        assert words not in page


def test_what_was_told_about_a_dossier_stands_on_its_page(given: Asks, citizen: Client) -> None:
    dossier = given.filed()
    somebody = Person.objects.create(
        name="Người Khác", identity_number="001099000003", created_at=clock.now()
    )
    for number, (person, words) in enumerate(
        [(given.person, "Lời cho Mây"), (somebody, "Lời cho người khác")]
    ):
        Notice.objects.create(
            about="dossier", key=str(dossier.pk), number=90 + number, person=person, title="Tin", body=words,
            happened_at=clock.now(), created_at=clock.now(),
        )  # fmt: skip
    page = read(citizen, f"/cua-toi/ho-so/{dossier.tracking}")
    assert "Lời cho Mây" in page
    assert "Lời cho người khác" not in page


def test_only_the_owner_sees_it_and_its_papers(given: Asks, citizen: Client) -> None:
    dossier = given.ask(given.filed(), given.component)
    address = f"/cua-toi/ho-so/{dossier.tracking}"
    paper = next(line for line in read(citizen, address).split('"') if "/giay-to/" in line)
    file = citizen.get(paper)
    assert (file["Content-Type"], b"".join(file.streaming_content)) == (  # type: ignore[attr-defined]
        "application/pdf",
        b"%PDF-1.4 thu\n%%EOF\n",
    )
    begun = citizen.post(f"{address}/bo-sung")["Location"]
    stranger = visitor(
        Person.objects.create(name="Người Khác", identity_number="001099000002", created_at=clock.now()),
        "khac",
    )
    for each in (address, paper, f"{address}/rut", begun):
        assert stranger.get(each).status_code == 404
        assert Client().get(each)["Location"].startswith("/dang-nhap?next=")
    for each in (f"{address}/bo-sung", f"{address}/rut"):
        assert stranger.post(each, {"reason": "x"}).status_code == 404
    citizen.post(begun, {"giay-to": given.form_paper.pk, "tep": pdf()})
    assert not DraftPaper.objects.filter(component=given.form_paper).exists(), "nobody asked for that one"


def test_a_reply_the_desk_was_faster_than_leads_to_the_dossier(given: Asks, citizen: Client) -> None:
    dossier = given.ask(given.filed(), given.component)
    address = f"/cua-toi/ho-so/{dossier.tracking}"
    begun = citizen.post(f"{address}/bo-sung")["Location"]
    perform(dossier.pk, commands.CompleteSupplement(), actor=factories.CLERK)
    assert citizen.get(begun)["Location"] == address
    assert citizen.post(f"{address}/bo-sung")["Location"] == address


def test_money_on_its_way_back_is_told(given: Asks, citizen: Client) -> None:
    dossier = given.filed()
    address = f"/cua-toi/ho-so/{dossier.tracking}"
    assert "Hoàn tiền" not in read(citizen, address)
    order = Order.objects.create(amount=50_000, paid=50_000, state="paid", created_at=clock.now())
    DossierFee.objects.create(dossier=dossier, order=order, duty=True)
    payment = Payment.objects.create(
        order=order,
        amount=50_000,
        method="online",
        reference="FT1",
        paid_at=clock.now(),
        recorded_at=clock.now(),
    )
    refund = Refund.objects.create(payment=payment, amount=50_000, reason="Đã rút", proposed_at=clock.now())
    page = read(citizen, address)
    assert "50.000 đồng" in page
    assert "Đề nghị hoàn" in page
    Refund.objects.filter(pk=refund.pk).update(
        state="rejected", decided_at=clock.now(), decision="Đã xử lý xong"
    )
    page = read(citizen, address)
    assert "Không hoàn" in page
    assert "Đã xử lý xong" in page
    Dossier.objects.filter(pk=dossier.pk).update(state=State.WITHDRAWN.value)
    pay = read(citizen, f"/tra-cuu/{dossier.tracking}/nop-tien")
    assert "không còn khoản nào phải nộp" in pay
    assert "nộp được tiền mặt" not in pay


def test_a_delegate_taken_out_finds_the_reply_they_began_no_more() -> None:
    given = Delegated()
    delegate = visitor(given.carrier, "thay")
    address = f"/soan/{given.begun.token}"
    assert address in read(delegate, "/cua-toi")
    assert given.dossier.code in read(delegate, f"{address}/giay-to")
    given.take_out()
    assert address not in read(delegate, "/cua-toi")
    for page in ("", "/giay-to", "/kiem-tra", "/da-gui"):
        assert given.dossier.code not in read(delegate, f"{address}{page}", 404)
    assert delegate.post(f"{address}/kiem-tra", {"loi": "Tôi gửi"}).status_code == 404
    assert delegate.post(f"{address}/bo").status_code == 404
    assert Dossier.objects.get().state == State.SUPPLEMENTING


def test_taking_it_back(given: Asks, citizen: Client) -> None:
    dossier = given.filed()
    address = f"/cua-toi/ho-so/{dossier.tracking}"
    assert f"{address}/rut" in read(citizen, address)
    assert "không nộp" not in read(citizen, f"{address}/rut")
    empty = citizen.post(f"{address}/rut", {"reason": " ", "seen_version": dossier.revision})
    assert empty.status_code == 422
    assert "Ghi lý do rút hồ sơ" in empty.content.decode()
    late = citizen.post(f"{address}/rut", {"reason": "Nộp nhầm", "seen_version": dossier.revision - 1})
    assert late.status_code == 409
    given_ = {"reason": "Nộp nhầm", "seen_version": dossier.revision, "act_key": "7d3c"}
    for _ in range(2):
        assert citizen.post(f"{address}/rut", given_)["Location"] == address
    assert Dossier.objects.get().state == State.WITHDRAWN
    page = read(citizen, address)
    assert f"{address}/rut" not in page
    assert "Nộp tiền" not in page
    assert citizen.get(f"{address}/rut")["Location"] == address


def test_what_the_fee_comes_to_is_told_before_it_is_sent_and_before_it_is_taken_back() -> None:
    with clock.frozen(factories.moment("2026-03-02 09:00")):
        given = Copies()
    with clock.frozen(factories.moment("2026-03-03 09:00")):
        citizen = visitor(given.person, "may")
        dossier = given.received()
        given.pay()
        draft = given.now_wants(dossier, 1)
        assert "Giảm 8.000 đồng" in read(citizen, f"/soan/{draft.token}/kiem-tra")
        dossier = replying.send(draft, actor=given.citizen)
        assert "khi rút: 8.000 đồng" in read(citizen, f"/cua-toi/ho-so/{dossier.code}/rut")
        check = f"/soan/{given.now_wants(dossier, 3).token}/kiem-tra"
        page = read(citizen, check)
        assert "8.000 đồng đã nộp, đang được đề nghị hoàn, được giữ lại" in page
        assert "Nộp thêm 8.000 đồng" in page
        Refund.objects.update(amount=16_000)  # an officer found that no fee is due
        page = read(citizen, check)
        assert "khác với biểu phí" in page
        assert "Nộp thêm" not in page
        assert "được giữ lại" not in page
