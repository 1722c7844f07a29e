"""A citizen pays on a telephone by VietQR and through the gateway for trying out; the desk reads the statement."""

import io

import pytest
import zxingcpp
from PIL import Image
from tests.web.conftest import Open
from tests.web.every_page.places import dossier_key
from tests.web.house import House
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web


@pytest.fixture
def citizen(visit: Open) -> Visitor:
    return visit(width=SMALL)


@pytest.fixture
def owed(visit: Open, house: House) -> str:
    """A leader asks for 120.000 đồng on a dossier under way; its code."""
    code = dossier_key(house, "processing")
    leader = visit("lanhdao")
    leader.goto(f"/can-bo/ho-so/{code}/viec/require_payment")
    leader.page.fill("[name=amount]", "120000")
    leader.page.fill("[name=note]", "Lệ phí trước bạ")
    leader.page.locator("main form button[type=submit]").last.click()
    leader.page.wait_for_url(f"**/ho-so/{code}")
    return code


def test_a_duty_is_paid_by_transfer_and_the_dossier_goes_on(citizen: Visitor, visit: Open, owed: str) -> None:
    citizen.goto(f"/tra-cuu/{owed}")
    citizen.page.get_by_role("link", name="Nộp tiền").click()
    citizen.page.wait_for_url("**/nop-tien")
    citizen.check()
    citizen.screenshot("nop-tien")
    citizen.page.get_by_label("Quét mã VietQR").check()
    citizen.page.locator("main button[type=submit]").click()
    citizen.page.wait_for_url("**/nop-tien/MC*")
    citizen.check()
    citizen.screenshot("ma-vietqr")
    seen = zxingcpp.read_barcodes(Image.open(io.BytesIO(citizen.page.locator(".qr-box").screenshot())))[
        0
    ].text
    reference = citizen.path().rsplit("/", 1)[1]
    assert reference in seen
    assert "A000000727" in seen
    amount = int(seen.split("530370454")[1][2 : 2 + int(seen.split("530370454")[1][:2])])

    desk = visit("tiepnhan")
    desk.goto("/can-bo/thu-phi/sao-ke")
    desk.check()
    desk.page.fill("[name=account]", "9990000000101")
    statement = (
        f"Ngày giao dịch,Số tham chiếu,Ghi có,Nội dung\n18/11/2026 09:00,FTWEB1,{amount},IBFT {reference}\n"
    )
    desk.page.set_input_files(
        "[name=file]", {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": statement.encode()}
    )
    desk.page.locator("main button[type=submit]").click()
    desk.page.wait_for_selector("text=1 khoản mới")
    desk.check()

    citizen.goto(f"/tra-cuu/{owed}")
    assert "Còn phải nộp" not in citizen.text()
    assert "Đang được giải quyết" in citizen.page.inner_text("h1")


def test_the_gateway_for_trying_out_says_that_it_is_one(citizen: Visitor, owed: str) -> None:
    citizen.goto(f"/tra-cuu/{owed}/nop-tien")
    citizen.page.get_by_label("Thanh toán thử").first.check()
    citizen.page.locator("main button[type=submit]").first.click()
    citizen.page.get_by_role("link", name="Tiếp tục đến cổng thanh toán").click()
    citizen.page.wait_for_selector("h1:has-text('Cổng thanh toán thử')")
    assert "không có tiền thật" in citizen.text()
    citizen.check()
    citizen.screenshot("cong-thu")
    citizen.page.get_by_role("button", name="Không thanh toán").click()
    citizen.page.wait_for_url("**/da-nop")
    assert "không thành công" in citizen.text()
    citizen.check()
    citizen.page.get_by_role("link", name="Nộp lại").click()
    citizen.page.get_by_label("Thanh toán thử").first.check()
    citizen.page.locator("main button[type=submit]").first.click()
    citizen.page.get_by_role("link", name="Tiếp tục đến cổng thanh toán").click()
    citizen.page.get_by_role("button", name="Thanh toán thành công").click()
    citizen.page.wait_for_url("**/da-nop")
    assert "Đã nhận đủ tiền" in citizen.text()
    citizen.screenshot("da-nop")
