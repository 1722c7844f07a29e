"""Money for dossiers: late, repeated, reordered and forged notices; nothing lost, nothing taken twice."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories

from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.writing import act
from motcua.dossiers import paying, tasks
from motcua.dossiers.actions import perform, receive_at_counter
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.queries import left_to_pay, open_orders_of
from motcua.dossiers.rules import commands
from motcua.integration.payment_demo import Demo
from motcua.integration.payment_national import NationalPlatform
from motcua.integration.payment_vietqr import VietQr
from motcua.integration.payment_vnpay import VnPay
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.payments.arriving import Money
from motcua.payments.enums import AttemptState, OrderState, RefundState
from motcua.payments.models import Arrival, Attempt, Order, Payment, Refund
from motcua.payments.ports import gateways, plug
from motcua.payments.queries import refunds, surpluses
from motcua.payments.statements import read_rows
from motcua.regimes.enums import Grade
from motcua.regimes.models import Setting

pytestmark = pytest.mark.django_db

NINE = factories.moment("2026-03-02 09:00")
SECRET = "bi-mat-thu"
VNPAY = VnPay("MOTCUA01", SECRET, "https://ngan-hang.invalid/pay")
DEAF = replace(VNPAY, name="dvcqg2", query_url="http://127.0.0.1:1/")  # can be asked and never answers


@pytest.fixture(autouse=True)
def plugged() -> Iterator[None]:
    before = gateways()
    plug(
        VietQr(),
        DEAF,
        VNPAY,
        NationalPlatform("http://127.0.0.1:1/", "DT01", SECRET, "0011", "VCB", "UBND xã"),
        Demo(),
    )
    yield
    plug(*before.values())


@pytest.fixture
def dossier() -> Dossier:
    """Received, with a duty of 74.000 đồng asked: it waits for the money."""
    version: ProcedureVersion = factories.version()
    at = factories.agency()
    clerk = factories.officer(at)
    with clock.frozen(NINE):
        received = receive_at_counter(
            factories.filing(version, at), actor=factories.CLERK, receiver_id=clerk.pk
        )
        return perform(
            received.pk, commands.RequirePayment(amount=74_000, note="Lệ phí trước bạ"), actor=factories.CLERK
        )


def order_of(dossier: Dossier) -> Order:
    return DossierFee.objects.select_related("order").get(dossier=dossier).order


def begin(dossier: Dossier, gateway: str = "vnpay") -> str:
    started = paying.start(dossier, order_of(dossier).pk, gateway, return_url="http://testserver/")
    return started.reference


def notice(
    reference: str, *, amount: int = 74_000, number: str = "14001", code: str = "00"
) -> dict[str, str]:
    """What VNPay sends, signed as VNPay signs."""
    fields = {
        "vnp_Amount": str(amount * 100), "vnp_BankCode": "NCB", "vnp_OrderInfo": "Nop phi ho so",
        "vnp_PayDate": "20260302091500", "vnp_ResponseCode": code, "vnp_TmnCode": "MOTCUA01",
        "vnp_TransactionNo": number, "vnp_TransactionStatus": code, "vnp_TxnRef": reference,
    }  # fmt: skip
    text = urlencode(sorted(fields.items()))
    return fields | {"vnp_SecureHash": VNPAY.sign(text)}


def ipn(fields: dict[str, str]) -> str:
    answer = Client().get("/ket-noi/bao/vnpay", fields)
    assert answer.status_code == 200
    return str(answer.json()["RspCode"])


# --- VNPay ---------------------------------------------------------------------------------------------


def test_the_payers_address_is_signed_over_every_field(dossier: Dossier) -> None:
    started = paying.start(dossier, order_of(dossier).pk, "vnpay", return_url="http://testserver/da-nop")
    fields = dict(parse_qsl(urlsplit(started.url).query))
    given = fields.pop("vnp_SecureHash")
    assert given == VNPAY.sign(urlencode(sorted(fields.items())))
    assert (fields["vnp_Amount"], fields["vnp_Version"], fields["vnp_TxnRef"]) == (
        "7400000",
        "2.1.0",
        started.reference,
    )


def test_a_duty_paid_lets_the_dossier_go_on(dossier: Dossier) -> None:
    reference = begin(dossier)
    assert ipn(notice(reference)) == "00"
    dossier.refresh_from_db()
    order = order_of(dossier)
    assert (order.state, order.paid, dossier.state) == (OrderState.PAID, 74_000, State.PROCESSING)
    assert Attempt.objects.get(reference=reference).state == AttemptState.SUCCEEDED


def test_told_twice_is_once(dossier: Dossier) -> None:
    reference = begin(dossier)
    assert [ipn(notice(reference)) for _ in range(3)] == ["00", "02", "02"]
    assert Payment.objects.count() == Arrival.objects.count() == 1


def test_forged_changed_and_unknown_notices_change_nothing(dossier: Dossier) -> None:
    reference = begin(dossier)
    good = notice(reference)
    assert ipn(good | {"vnp_Amount": "100"}) == "97"
    assert ipn(good | {"vnp_SecureHash": "00" * 64}) == "97"
    assert ipn({}) == "97"
    assert ipn(notice(reference, amount=1_000)) == "04"
    assert ipn(notice("MCAAAAAAAAAAA")) == "01"
    assert not Payment.objects.exists()
    assert not Arrival.objects.exists()


def test_a_failure_told_late_does_not_undo_a_success_and_a_success_after_a_failure_counts(
    dossier: Dossier,
) -> None:
    reference = begin(dossier)
    assert ipn(notice(reference, code="24")) == "00"
    assert Attempt.objects.get(reference=reference).state == AttemptState.FAILED
    assert ipn(notice(reference)) == "00"
    assert ipn(notice(reference, code="24")) == "00"
    assert Attempt.objects.get(reference=reference).state == AttemptState.SUCCEEDED
    assert order_of(dossier).state == OrderState.PAID


def test_two_tries_both_paid_leave_one_payment_and_one_refund_proposed(dossier: Dossier) -> None:
    first, second = begin(dossier), begin(dossier)
    assert first != second
    assert ipn(notice(first, number="1")) == "00"
    assert ipn(notice(second, number="2")) == "00"
    assert order_of(dossier).paid == 74_000
    [refund] = refunds(RefundState.PROPOSED)
    assert (refund.amount, surpluses().count()) == (74_000, 1)


def test_money_for_a_withdrawn_dossier_waits_for_a_refund(dossier: Dossier) -> None:
    reference = begin(dossier)
    with act():
        Order.objects.filter(pk=order_of(dossier).pk).update(state=OrderState.CANCELLED.value)
    assert ipn(notice(reference)) == "00"
    assert Arrival.objects.get().surplus == 74_000
    assert Refund.objects.get().reason == "Khoản này đã hủy"


# --- transfers by VietQR -------------------------------------------------------------------------------


@pytest.fixture
def account(dossier: Dossier) -> str:
    for key, value in (
        ("bank_bin", "970436"),
        ("bank_account", "0011"),
        ("bank_account_name", "UBND XA THU"),
    ):
        Setting.objects.create(
            key=f"payments.{key}", value=value, scope=dossier.agency.code, first_day=clock.today() - timedelta(days=900),
            source="Thử", grade=Grade.LOCAL.value, author="Thử", reason="Thử", created_at=clock.now(),
        )  # fmt: skip
    return f"{dossier.agency.code}:0011"


HEAD = ["Ngày giao dịch", "Số tham chiếu", "Ghi có", "Nội dung"]


def test_a_transfer_is_found_in_the_statement_once(dossier: Dossier, account: str) -> None:
    reference = begin(dossier, "vietqr")
    assert begin(dossier, "vietqr") == reference
    shown = paying.shown_again(dossier, reference)
    assert reference in shown.qr
    rows = [
        HEAD,
        ["02/03/2026 10:00", "FT1", 50_000, f"IBFT {reference[:6]} {reference[6:]}"],
        ["02/03/2026 10:05", "FT2", 30_000, "Tien gi do"],
        ["02/03/2026 10:06", "FT3", 24_000, reference],
    ]
    statement, problems = paying.read_statement(
        account, "a", "sao-ke.xlsx", read_rows(rows), actor=factories.CLERK
    )
    assert (statement.lines, statement.new, problems) == (3, 3, [])
    again, _ = paying.read_statement(account, "b", "sao-ke-2.xlsx", read_rows(rows), actor=factories.CLERK)
    assert again.new == 0
    order = order_of(dossier)
    dossier.refresh_from_db()
    assert (order.paid, order.state, dossier.state) == (74_000, OrderState.PAID, State.PROCESSING)
    [unknown] = surpluses([account])
    assert (unknown.amount, unknown.why) == (30_000, "Không tìm thấy khoản phải nộp")


def test_a_line_that_contradicts_is_named_and_the_others_count(dossier: Dossier, account: str) -> None:
    lines = [HEAD, ["02/03/2026", "FT1", 50_000, "a"]]
    paying.read_statement(account, "a", "1.xlsx", read_rows(lines), actor=factories.CLERK)
    lines = [HEAD, ["02/03/2026", "FT1", 60_000, "a"], ["02/03/2026", "FT2", 1_000, "b"]]
    statement, problems = paying.read_statement(
        account, "b", "2.xlsx", read_rows(lines), actor=factories.CLERK
    )
    assert statement.new == 1
    assert problems[0].startswith("Dòng 2: Giao dịch này đã được báo")


def test_a_person_finds_out_what_a_transfer_was_for(dossier: Dossier, account: str) -> None:
    paying.take(Money(gateway=account, transaction="FT9", amount=74_000, paid_at=NINE, text="tien cua toi"))
    arrival = Arrival.objects.get()
    with pytest.raises(NotFound):
        paying.assign(arrival, dossier, 0, actor=factories.CLERK)
    counted = paying.assign(arrival, dossier, order_of(dossier).pk, actor=factories.CLERK)
    assert (counted.surplus, order_of(dossier).state) == (0, OrderState.PAID)
    with pytest.raises(Refused):
        paying.assign(arrival, dossier, order_of(dossier).pk, actor=factories.CLERK)


def test_a_refund_goes_its_way_once(dossier: Dossier) -> None:
    ipn(notice(begin(dossier)))
    [refund] = paying.propose_refunds(dossier, "Công dân rút hồ sơ", actor=factories.CLERK)
    assert paying.propose_refunds(dossier, "Công dân rút hồ sơ", actor=factories.CLERK) == []
    with pytest.raises(Refused):
        paying.note_refund(refund.pk, reference="UNC 7", actor=factories.CLERK)
    with pytest.raises(Refused, match="lý do"):
        paying.decide_refund(refund.pk, approve=False, words=" ", actor=factories.CLERK)
    paying.decide_refund(refund.pk, approve=True, words="", actor=factories.CLERK)
    with pytest.raises(Refused):
        paying.decide_refund(refund.pk, approve=False, words="thôi", actor=factories.CLERK)
    with pytest.raises(Refused):
        paying.note_refund(refund.pk, reference="", actor=factories.CLERK)
    done = paying.note_refund(refund.pk, reference="UNC 7", actor=factories.CLERK)
    assert (done.state, order_of(dossier).state) == (RefundState.DONE, OrderState.REFUNDED)


# --- the house falls between money and dossier ---------------------------------------------------------


def test_a_duty_fulfilled_elsewhere_is_not_asked_for_again(dossier: Dossier) -> None:
    """Noted as done at the tax office: neither the citizen's page nor the desk's asks for it; late money is a surplus."""
    reference = begin(dossier)
    with clock.frozen(NINE + timedelta(hours=1)):
        settled = perform(dossier.pk, commands.SettlePayment("Nộp tại chi cục thuế"), actor=factories.CLERK)
    assert settled.status is State.PROCESSING
    order = order_of(dossier)
    assert (order.state, order.paid) == (OrderState.CANCELLED.value, 0)
    page = Client().get(f"/tra-cuu/{dossier.code}").content.decode()
    assert "Còn phải nộp" not in page
    assert ipn(notice(reference)) == "00"
    assert (Arrival.objects.get().surplus, Payment.objects.count()) == (74_000, 0)


def test_a_duty_paid_while_the_house_fell_is_finished_by_the_timer(dossier: Dossier) -> None:
    from motcua.payments.arriving import arrive

    reference = begin(dossier)
    with act():
        arrive(Money(gateway="vnpay", transaction="1", amount=74_000, paid_at=NINE, reference=reference))
    dossier.refresh_from_db()
    assert dossier.state == State.AWAITING_PAYMENT
    tasks.look_after_payments()
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING


# --- a real server that answers as the platforms do ----------------------------------------------------


class Platform(BaseHTTPRequestHandler):
    """Answers INIT, QUERY and GET_BILL of the national platform and querydr of VNPay."""

    asked: list[dict[str, Any]] = []
    paid = "00"

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Platform.asked.append(message)
        answer = self._vnpay(message) if "vnp_Command" in message else self._national(message)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def _national(self, message: dict[str, Any]) -> dict[str, Any]:
        signed = [value for name, value in message.items() if name not in ("MaXacThuc", "ThongTinBienLai")]
        if message["MaXacThuc"] != hashlib.sha256("|".join([*signed, SECRET]).encode()).hexdigest():
            return {"error_code": "97", "message": "", "MaLoi": "97"}
        if message["LoaiBanTin"] == "INIT":
            return {"error_code": "00", "message": "https://thanh-toan.invalid/1"}
        return {"MaLoi": Platform.paid, "MaGiaoDich": "QG1", "SoTien": "74000"}

    def _vnpay(self, message: dict[str, Any]) -> dict[str, Any]:
        from motcua.integration.payment_vnpay import _ANSWERED

        told = {
            "vnp_ResponseCode": "00", "vnp_TransactionStatus": Platform.paid, "vnp_TxnRef": message["vnp_TxnRef"],
            "vnp_Amount": "7400000", "vnp_TransactionNo": "14002", "vnp_PayDate": "20260302091500",
        }  # fmt: skip
        return told | {"vnp_SecureHash": VNPAY.sign("|".join(told.get(name, "") for name in _ANSWERED))}

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def platform() -> Iterator[str]:
    Platform.asked, Platform.paid = [], "00"
    server = HTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def call(body: str) -> str:
    """The platform calls back."""
    answer = Client().post("/ket-noi/bao/thanh-toan-quoc-gia", body, content_type="application/json")
    return str(answer.json()["MaLoi"])


def test_the_national_platform(dossier: Dossier, platform: str) -> None:
    national = NationalPlatform(platform, "DT01", SECRET, "0011", "VCB", "UBND xã")
    plug(national)
    started = paying.start(dossier, order_of(dossier).pk, "dvcqg", return_url="", visitor="10.0.0.1")
    assert started.url == "https://thanh-toan.invalid/1"
    assert Platform.asked[0]["ThongTinBienLai"]["MaHoSo"] == dossier.code
    assert national.bill(started.reference, NINE)["MaGiaoDich"] == "QG1"
    called = {"MaLoi": "00", "MaGiaoDich": "QG1", "MaNganHang": "VCB", "MaThamChieu": started.reference, "SoTien": "74000",
              "ThoiGianGD": "20260302091500"}  # fmt: skip
    joined = "|".join([*called.values(), SECRET])
    signed = called | {"MaXacThuc": hashlib.sha256(joined.encode()).hexdigest()}
    assert call(json.dumps(signed | {"SoTien": "1"})) == "97"
    assert call("{") == "96"
    assert [call(json.dumps(signed)), call(json.dumps(signed))] == ["00", "00"]
    assert (Payment.objects.count(), order_of(dossier).state) == (1, OrderState.PAID)


@pytest.mark.parametrize("gateway", ["vnpay", "dvcqg"])
def test_a_gateway_that_fell_silent_is_asked(dossier: Dossier, platform: str, gateway: str) -> None:
    plug(
        replace(VNPAY, query_url=platform),
        NationalPlatform(platform, "DT01", SECRET, "0011", "VCB", "UBND xã"),
    )
    with clock.frozen(NINE):
        begin(dossier, gateway)
        assert tasks.ask_gateways({}, _quiet) == {"asked": 0, "found": 0}
    with clock.frozen(NINE + timedelta(minutes=20)):
        assert tasks.ask_gateways({}, _quiet) == {"asked": 1, "found": 1}
        assert tasks.ask_gateways({}, _quiet) == {"asked": 0, "found": 0}
    assert order_of(dossier).state == OrderState.PAID


def test_a_gateway_that_is_down_loses_nothing(dossier: Dossier) -> None:
    with pytest.raises(Refused, match="thử lại"):
        begin(dossier, "dvcqg")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert tasks.ask_gateways({}, _quiet) == {"asked": 1, "found": 0}


def test_what_cannot_be_asked_is_not_asked_and_old_silence_ends(dossier: Dossier, account: str) -> None:
    with clock.frozen(NINE):
        transfer, silent, gone = (begin(dossier, name) for name in ("vietqr", "dvcqg2", "vnpay"))
    with clock.frozen(NINE + timedelta(hours=1)):
        assert tasks.ask_gateways({}, _quiet)["asked"] == 2, "nobody answers for a bank transfer"
    plug(VietQr(), DEAF)  # vnpay is taken out of use meanwhile
    with clock.frozen(NINE + timedelta(days=3, hours=1)):
        tasks.ask_gateways({}, _quiet)
    states = dict(Attempt.objects.values_list("reference", "state"))
    assert (states[transfer], states[silent], states[gone]) == ("waiting", "failed", "failed")
    assert paying.shown_again(dossier, transfer).reference == transfer


def test_money_that_comes_after_a_withdrawal_is_proposed_back(dossier: Dossier) -> None:
    reference = begin(dossier)
    perform(dossier.pk, commands.Withdraw(note="Đổi ý"), actor=factories.CLERK)
    dossier.refresh_from_db()
    with pytest.raises(Refused, match="không phải nộp"):
        begin(dossier)
    assert [ipn(notice(reference)), ipn(notice(reference))] == ["00", "02"]
    [refund] = refunds(RefundState.PROPOSED)
    assert (refund.amount, "trước khi tiền đến" in refund.reason) == (74_000, True)
    assert (left_to_pay(dossier), open_orders_of(dossier)) == (0, [])


@pytest.mark.parametrize(("counts", "method"), [(True, "online"), (False, "bank_transfer")])
def test_whether_a_transfer_by_code_is_online_is_a_dated_rule(
    dossier: Dossier, account: str, counts: bool, method: str
) -> None:
    Setting.objects.create(
        key="payments.vietqr_counts_online", value=counts, scope="", first_day=clock.today() - timedelta(days=900),
        source="Thử", grade=Grade.LOCAL.value, author="Thử", reason="Thử", created_at=clock.now(),
    )  # fmt: skip
    rows = [HEAD, *[["02/03/2026 10:00", f"FT{n}", 1_000, begin(dossier, "vietqr")] for n in range(3)]]
    with CaptureQueriesContext(connection) as seen:
        paying.read_statement(account, "a", "1.xlsx", read_rows(rows), actor=factories.CLERK)
    looks = [
        one for one in seen.captured_queries if '"reference" IN' in one["sql"] and "attempt" in one["sql"]
    ]
    assert len(looks) == 1, "the references of a statement are looked up together"
    assert set(Payment.objects.values_list("method", flat=True)) == {method}


def _quiet(done: int, total: int, text: str = "") -> None: ...


@pytest.mark.django_db(transaction=True)
@pytest.mark.races
def test_the_same_notice_thirty_times_at_once_counts_once(dossier: Dossier) -> None:
    reference = begin(dossier)
    told = VNPAY.read_notice(notice(reference))
    faults: list[BaseException] = []

    def tell() -> None:
        try:
            paying.told("vnpay", told)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert (Payment.objects.count(), order_of(dossier).paid) == (1, 74_000)
