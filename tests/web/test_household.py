"""A household business from a telephone: filed, paid by VietQR from a bank's statement, settled, its result checked."""

import io
import re

import pikepdf
import pytest
from tests.web.conftest import Open
from tests.web.test_filing import answer
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web
FEE = 100_000


@pytest.fixture
def citizen(visit: Open) -> Visitor:
    found = visit(width=SMALL)
    found.goto("/nop-ho-so/1.001612")
    found.page.fill("[name=username]", "congdan")
    found.page.fill("[name=password]", "motcua-mau")
    found.page.locator("main button[type=submit]").click()
    found.page.wait_for_url("**/nop-ho-so/1.001612")
    return found


def filed(citizen: Visitor) -> str:
    """The form filled and sent without one paper uploaded; the tracking number."""
    citizen.page.get_by_role("button", name="Bắt đầu").click()
    citizen.page.wait_for_url("**/to-khai/**")
    answer(citizen, owner_gender="nu", owner_born="08/03/1990", owner_address="Thôn Nà Tông, xã Lam Bình")
    answer(citizen, business_name="Tạp hoá Mây", business_address="Chợ Lam Bình", business_phone="")
    answer(citizen, name="Bán tạp hoá", code="4711", main="yes")
    answer(citizen, capital="50000000", workers="1", begins_on="01/12/2026")
    answer(citizen, founder="ca_nhan")
    citizen.page.wait_for_url("**/giay-to")
    assert "Giấy đề nghị đăng ký hộ kinh doanh" not in citizen.text(), "the form stands for it"
    citizen.check()
    answer(citizen)
    answer(citizen, result_by="online")
    citizen.page.wait_for_url("**/kiem-tra**")
    citizen.page.get_by_role("button", name="Gửi hồ sơ").click()
    citizen.page.wait_for_url("**/da-gui**")
    return citizen.page.locator(".notice .code").inner_text()


def certificate() -> bytes:
    """A result as it is scanned: one page."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def act(officer: Visitor, key: str, which: str, **given: str) -> None:
    """One act from its own page."""
    officer.goto(f"/can-bo/ho-so/{key}/viec/{which}")
    for name, value in given.items():
        officer.page.fill(f"[name={name}]", value)
    officer.page.locator("main form button[type=submit]").last.click()
    officer.page.wait_for_selector(".notice.success")


def test_a_household_business_from_the_telephone_to_the_checked_result(citizen: Visitor, visit: Open) -> None:
    tracking, paper = filed(citizen), certificate()
    clerk, leader = visit("tiepnhan"), visit("lanhdao")
    act(clerk, tracking, "receive")
    citizen.goto("/cua-toi")
    newest = citizen.page.locator("main section .cluster .code").first.inner_text()
    citizen.page.locator(f"main section a[href$='/ho-so/{newest}']").click()
    citizen.page.wait_for_url("**/cua-toi/ho-so/**")
    citizen.check()
    citizen.screenshot("ho-so-cua-toi")
    code = citizen.path().rsplit("/", 1)[1]
    act(leader, code, "require_payment", amount=str(FEE), note="Lệ phí đăng ký hộ kinh doanh")

    citizen.page.reload()
    citizen.page.get_by_role("link", name="Nộp tiền").click()
    citizen.page.get_by_label("Quét mã VietQR").check()
    citizen.page.locator("main button[type=submit]").click()
    citizen.page.wait_for_url("**/nop-tien/MC*")
    reference = citizen.path().rsplit("/", 1)[1]
    with citizen.page.expect_download() as saved:
        citizen.page.get_by_role("link", name="Lưu ảnh mã").click()
    assert saved.value.suggested_filename == f"vietqr-{reference}.png"
    clerk.goto("/can-bo/thu-phi/sao-ke")
    clerk.page.fill("[name=account]", "9990000000101")
    lines = f"Ngày giao dịch,Số tham chiếu,Ghi có,Nội dung\n19/11/2026 09:00,FTHKD1,{FEE},IBFT {reference}\n"
    clerk.page.set_input_files(
        "[name=file]", {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    clerk.page.locator("main button[type=submit]").click()
    clerk.page.wait_for_selector("text=1 khoản mới")

    leader.goto(f"/can-bo/ho-so/{code}/viec/finish")
    leader.page.fill("[name=title]", "Giấy chứng nhận đăng ký hộ kinh doanh")
    leader.page.set_input_files(
        "[name=file]", {"name": "gcn.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    leader.page.locator("main form button[type=submit]").last.click()
    leader.page.wait_for_selector(".notice.success")

    citizen.goto(f"/cua-toi/ho-so/{code}")
    citizen.check()
    citizen.screenshot("ket-qua-cua-toi")
    link = citizen.page.get_by_role("link", name="Giấy chứng nhận đăng ký hộ kinh doanh").get_attribute(
        "href"
    )
    result = citizen.context.request.get(link).body()
    assert result == paper
    anybody = visit(width=SMALL)
    anybody.goto("/xac-minh")
    anybody.page.set_input_files(
        "[name=file]", {"name": "gcn.pdf", "mimeType": "application/pdf", "buffer": result}
    )
    anybody.page.locator("form[enctype] button[type=submit]").click()
    anybody.page.wait_for_load_state()
    assert re.search("Giấy chứng nhận đăng ký hộ kinh doanh|không có chữ ký số", anybody.text())
