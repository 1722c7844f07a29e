"""A session ends between typing and sending: nothing typed is lost, at the counter and on the telephone."""

import pytest
from tests.web.conftest import Open
from tests.web.house import PASSWORD
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web


def session_ends(visitor: Visitor) -> None:
    """The cookie of the session runs out; the others stay."""
    visitor.context.clear_cookies(name="sessionid")


def sign_in_again(visitor: Visitor, login: str) -> None:
    assert "vẫn còn" in visitor.text()
    visitor.page.fill("[name=username]", login)
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.locator("main button[type=submit]", has_text="Đăng nhập").click()
    visitor.page.wait_for_url("**/vua-ghi")
    visitor.check()


def test_a_reception_goes_on_after_signing_in_again(visit: Open) -> None:
    officer = visit()
    officer.sign_in("tiepnhan")
    officer.goto("/can-bo/tiep-nhan/1.001193")
    for name, words in (
        ("identity_number", "099200077001"),
        ("name", "Hứa Văn Phiên"),
        ("phone", "0000999777"),
    ):
        officer.page.fill(f"[name={name}]", words)
    session_ends(officer)
    officer.page.click("button.main[type=submit]")
    officer.page.wait_for_url("**/dang-nhap?next=/can-bo/vua-ghi")
    officer.screenshot("kept-sign-in")
    sign_in_again(officer, "tiepnhan")
    officer.screenshot("kept-desk")
    officer.page.get_by_role("button", name="Gửi tiếp").click()
    officer.page.wait_for_url("**/da-tiep-nhan")
    assert "Hứa Văn Phiên" in officer.text()


def test_a_citizens_answers_go_on_after_signing_in_again(visit: Open) -> None:
    citizen = visit(width=SMALL)
    citizen.goto("/nop-ho-so/1.001193")
    citizen.page.fill("[name=username]", "congdan")
    citizen.page.fill("[name=password]", PASSWORD)
    citizen.page.locator("main button[type=submit]").click()
    citizen.page.get_by_role("button", name="Bắt đầu").click()
    citizen.page.wait_for_url("**/to-khai/nguoi-yeu-cau")
    citizen.page.fill("[name=requester_address]", "Thôn Nà Phiên, xã Lam Bình")
    citizen.page.locator("[name=relation][value=me]").check()
    session_ends(citizen)
    citizen.page.get_by_role("button", name="Tiếp tục").click()
    citizen.page.wait_for_url("**/dang-nhap?next=/vua-ghi")
    sign_in_again(citizen, "congdan")
    citizen.screenshot("kept-citizen")
    citizen.page.get_by_role("button", name="Gửi tiếp").click()
    citizen.page.wait_for_selector("[name=child_name]")
    citizen.page.get_by_role("link", name="Trang trước").click()
    citizen.page.wait_for_url("**/to-khai/nguoi-yeu-cau")
    assert citizen.page.input_value("[name=requester_address]") == "Thôn Nà Phiên, xã Lam Bình"
