"""The administrator: a new colleague can work on the first day, and only with a password of their own."""

import re
from typing import Any

import pytest
from tests.web.conftest import Open
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.web

_FIRST, _OWN = "ban-dau-2026-xin-doi", "rieng-cua-toi-2026"


def test_a_colleague_is_hired_and_works_the_same_day(visit: Open, house: House, browser: Any) -> None:
    administrator = visit("quantri")
    administrator.goto("/can-bo/")
    administrator.page.get_by_role("link", name="Cơ quan, cán bộ").click()
    administrator.page.get_by_role("link", name="Ủy ban nhân dân xã Lam Bình").click()
    administrator.page.get_by_role("link", name="Thêm cán bộ").click()
    page = administrator.page
    page.get_by_role("textbox", name="Họ và tên").fill("Ngô Thị Mới")
    page.get_by_role("textbox", name="Chức danh").fill("Công chức tiếp nhận")
    page.get_by_role("checkbox", name="Tiếp nhận và trả kết quả").check()
    page.get_by_label("Tên đăng nhập").fill("ngothimoi")
    page.get_by_label("Mật khẩu ban đầu").fill(_FIRST)
    page.click("main form button.main[type=submit]")
    page.wait_for_selector(".notice.success")
    administrator.check()

    colleague = Visitor(browser, house)
    colleague.goto("/can-bo/dang-nhap")
    sign_in(colleague, _FIRST)
    colleague.page.wait_for_url("**/can-bo/mat-khau")
    colleague.goto("/can-bo/tiep-nhan")
    assert colleague.path().startswith("/can-bo/mat-khau")
    colleague.check()
    for field in colleague.page.locator("main input[type=password]").all():
        field.fill(_OWN)
    colleague.page.click("main form button.main[type=submit]")
    colleague.page.wait_for_url("**/can-bo/")
    assert "Ngô Thị Mới" in colleague.page.inner_text("header")
    colleague.goto("/can-bo/tiep-nhan")
    assert colleague.page.locator("#choices a").count() > 0
    colleague.goto("/can-bo/quan-tri/co-quan", status=404)
    colleague.close()

    administrator.page.get_by_role("link", name="Nhật ký").click()
    record = administrator.page.inner_text("main tbody")
    assert "Ngô Thị Mới" in record
    assert _FIRST not in record
    assert _OWN not in record


def sign_in(visitor: Visitor, password: str) -> None:
    """With the password at hand."""
    visitor.page.fill("[name=username]", "ngothimoi")
    visitor.page.fill("[name=password]", password)
    visitor.page.click("main form button.main[type=submit]")


def test_a_wrong_password_says_no_more_than_that(browser: Any, house: House) -> None:
    guest = Visitor(browser, house)
    guest.goto("/can-bo/dang-nhap?next=/can-bo/so-theo-doi")
    for login in ("tiepnhan", "khongcoai"):
        guest.page.fill("[name=username]", login)
        guest.page.fill("[name=password]", "sai-mat-khau")
        guest.page.click("main form button.main[type=submit]")
        guest.page.wait_for_selector(".error-summary")
        words = guest.page.inner_text(".error-summary")
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in words
        guest.check()
    guest.close()


def test_what_is_another_agencys_looks_absent(visit: Open, house: House) -> None:
    code = house.one("SELECT d.code FROM dossiers_dossier d WHERE d.code LIKE 'H99.101-%' LIMIT 1")
    elsewhere = visit("xakhac")
    elsewhere.goto(f"/can-bo/ho-so/{code}", status=404)
    absent = re.sub(r"\s+", " ", elsewhere.text())
    elsewhere.goto("/can-bo/ho-so/H99.101-260101-9999", status=404)
    assert re.sub(r"\s+", " ", elsewhere.text()) == absent
