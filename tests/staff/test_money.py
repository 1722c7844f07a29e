"""The desk's money through its pages: who sees what, a statement read, a transfer assigned, a refund decided."""

import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests import factories

from motcua.dossiers import paying
from motcua.dossiers.actions import perform, receive_at_counter
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.rules import commands
from motcua.integration.payment_vietqr import VietQr
from motcua.kernel import clock
from motcua.organisation.enums import Role
from motcua.payments.models import Arrival, Payment, Refund
from motcua.payments.ports import gateways, plug
from motcua.regimes.enums import Grade
from motcua.regimes.models import Setting

pytestmark = pytest.mark.django_db
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def plugged() -> Iterator[None]:
    before = gateways()
    plug(VietQr())
    yield
    plug(*before.values())


class Desk:
    """An agency with a clerk and a leader, and a dossier that waits for 74.000 đồng."""

    def __init__(self, code: str = "H99.01") -> None:
        self.agency = factories.agency(code)
        clerk, leader = factories.officer(self.agency), factories.officer(self.agency, "Lê Văn Trưởng")
        self.clerk, self.leader = Client(), Client()
        self.clerk.force_login(factories.account(clerk, Role.RECEPTION))
        self.leader.force_login(factories.account(leader, Role.LEADER))
        for key, value in (("bank_bin", "970436"), ("bank_account", "0011")):
            Setting.objects.create(
                key=f"payments.{key}", value=value, scope=code, first_day=clock.today(), source="Thử",
                grade=Grade.LOCAL.value, author="Thử", reason="Thử", created_at=clock.now(),
            )  # fmt: skip
        received = receive_at_counter(
            factories.filing(factories.version(), self.agency), actor=factories.CLERK, receiver_id=clerk.pk
        )
        asked = commands.RequirePayment(amount=74_000, note="Lệ phí")
        self.dossier: Dossier = perform(received.pk, asked, actor=factories.CLERK)

    @property
    def order(self) -> int:
        return DossierFee.objects.get(dossier=self.dossier).order_id


@pytest.fixture
def desk() -> Desk:
    return Desk()


def statement(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in (("Ngày giao dịch", "Số tham chiếu", "Ghi có", "Nội dung"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("sao-ke.xlsx", out.getvalue(), content_type=EXCEL)


def today() -> str:
    return f"{clock.today():%d/%m/%Y}"


def read(desk: Desk, file: SimpleUploadedFile) -> str:
    given = {"agency": desk.agency.pk, "account": "0011", "file": file}
    return desk.clerk.post("/can-bo/thu-phi/sao-ke", given).content.decode()


def test_from_the_code_on_the_screen_to_the_statement(desk: Desk) -> None:
    visitor = Client()
    page = visitor.get(f"/tra-cuu/{desk.dossier.code}").content.decode()
    assert "Còn phải nộp 74.000 đồng" in page
    answer = visitor.post(
        f"/tra-cuu/{desk.dossier.code}/nop-tien", {"khoan": desk.order, "cach": "vietqr"}, follow=True
    )
    shown = answer.content.decode()
    reference = answer.redirect_chain[0][0].rsplit("/", 1)[1]
    assert "<svg" in shown
    assert reference in shown
    assert desk.dossier.applicant_name not in shown
    for kind, magic in (("png", b"\x89PNG"), ("svg", b"<svg")):
        saved = visitor.get(f"/tra-cuu/{desk.dossier.code}/nop-tien/{reference}.{kind}")
        assert saved.content.startswith(magic)
        assert f"{reference}.{kind}" in saved["Content-Disposition"]
    assert visitor.get(f"/tra-cuu/{desk.dossier.code}/nop-tien/{reference}.exe").status_code == 302
    assert visitor.get(f"/tra-cuu/{desk.dossier.code}/nop-tien/MCABC.png").status_code == 302
    told = read(
        desk, statement((today(), "FT1", 74_000, f"CT {reference}"), (today(), "FT2", 5_000, "gi do"))
    )
    assert "Đã đọc 2 khoản tiền vào, 2 khoản mới" in told
    assert (
        "Đã nhận được tiền"
        in visitor.get(f"/tra-cuu/{desk.dossier.code}/nop-tien/{reference}").content.decode()
    )
    assert "Đã nhận đủ tiền" in visitor.get(f"/tra-cuu/{desk.dossier.code}/da-nop").content.decode()
    overview = desk.clerk.get("/can-bo/thu-phi").content.decode()
    assert "74.000 đồng" in overview
    assert "5.000 đồng" in overview


def test_a_transfer_without_a_reference_is_assigned(desk: Desk) -> None:
    read(desk, statement((today(), "FT1", 74_000, "nop tien")))
    arrival = Arrival.objects.get()
    address = f"/can-bo/thu-phi/tien-den/{arrival.pk}"
    wrong = desk.clerk.post(address, {"code": "H99.01-000000-0000"})
    assert wrong.status_code == 422
    assert "Không có hồ sơ nào" in wrong.content.decode()
    assert desk.clerk.post(address, {"code": desk.dossier.code}).status_code == 302
    assert Payment.objects.get().amount == 74_000
    assert desk.clerk.get(address).status_code == 404


def test_a_withdrawn_dossier_gives_its_money_back(desk: Desk) -> None:
    filed = receive_at_counter(
        factories.filing(factories.version(), desk.agency),
        actor=factories.CLERK,
        receiver_id=desk.dossier.receiver_id or 0,
    )
    perform(filed.pk, commands.RequirePayment(amount=10_000, note="Phí"), actor=factories.CLERK)
    order = DossierFee.objects.get(dossier=filed).order
    paying.take(
        paying.Money(gateway="H99.01:0011", transaction="1", amount=10_000, paid_at=clock.now(), reference="")
    )
    paying.assign(Arrival.objects.get(), filed, order.pk, actor=factories.CLERK)
    DossierFee.objects.filter(dossier=filed).update(duty=False)
    filed.refresh_from_db()
    if filed.state == "awaiting_payment":
        perform(filed.pk, commands.SettlePayment(), actor=factories.CLERK)
    perform(filed.pk, commands.Withdraw(note="Đổi ý"), actor=factories.CLERK)
    assert str(filed.code) in desk.clerk.get("/can-bo/thu-phi").content.decode()
    address = f"/can-bo/thu-phi/de-nghi-hoan/{filed.code}"
    assert desk.clerk.post(address).status_code in (200, 422), "the withdrawal proposed it already"
    refund = Refund.objects.get()
    assert refund.reason == f"Hồ sơ {filed}: công dân yêu cầu rút hồ sơ"
    assert desk.clerk.get(f"/can-bo/thu-phi/hoan/{refund.pk}").status_code == 404
    assert desk.leader.post(f"/can-bo/thu-phi/hoan/{refund.pk}", {"approve": "co"}).status_code == 302
    assert desk.clerk.post(f"/can-bo/thu-phi/da-hoan/{refund.pk}", {"reference": "UNC 1"}).status_code == 302
    refund.refresh_from_db()
    assert (refund.state, refund.reference) == ("done", "UNC 1")


def test_another_agency_sees_none_of_it(desk: Desk) -> None:
    read(desk, statement((today(), "FT1", 5_000, "gi do")))
    other = Desk("H99.02")
    page = other.clerk.get("/can-bo/thu-phi").content.decode()
    assert "5.000 đồng" not in page
    assert other.clerk.get(f"/can-bo/thu-phi/tien-den/{Arrival.objects.get().pk}").status_code == 404
    given = {"agency": desk.agency.pk, "account": "0011", "file": statement((today(), "FT9", 1, "x"))}
    assert other.clerk.post("/can-bo/thu-phi/sao-ke", given).status_code == 422


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\xff\xd8\xff\xe0\x00", b"a,b\n1,2\n"])
def test_a_file_that_is_no_statement(desk: Desk, data: bytes) -> None:
    given = {"agency": desk.agency.pk, "account": "0011", "file": SimpleUploadedFile("x.xlsx", data)}
    answer = desk.clerk.post("/can-bo/thu-phi/sao-ke", given)
    assert answer.status_code == 422
    assert "Lỗi:" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "status"),
    [({}, 409), ({"khoan": "0", "cach": "vietqr"}, 409), ({"khoan": "x", "cach": "vietqr"}, 409)],
)
def test_a_payment_that_cannot_begin_says_why(desk: Desk, given: dict[str, str], status: int) -> None:
    assert Client().post(f"/tra-cuu/{desk.dossier.code}/nop-tien", given).status_code == status


def test_a_way_of_paying_that_is_not_there(desk: Desk) -> None:
    given = {"khoan": str(desk.order), "cach": "khong-co"}
    answer = Client().post(f"/tra-cuu/{desk.dossier.code}/nop-tien", given)
    assert answer.status_code == 422
    assert "Chọn cách khác" in answer.content.decode()


def test_the_page_of_money_asks_few_questions(desk: Desk, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        assert desk.clerk.get("/can-bo/thu-phi").status_code == 200
