"""The first morning at a real agency: an empty house, one page, and then the desk is open."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.house import House, open_house
from tests.web.visitor import SMALL, WIDE, Visitor

pytestmark = pytest.mark.web

_PASSWORD = "mot-cua-xa-moi-2026"
_GIVEN = {
    "name": "Ủy ban nhân dân xã Mới Lập",
    "code": "H98.55",
    "above": "Ủy ban nhân dân tỉnh Thử",
    "address": "Thôn Một, xã Mới Lập",
    "phone": "0000 555 555",
    "administrator": "Giáp Thị Khởi",
    "username": "khoi",
    "password": _PASSWORD,
    "again": _PASSWORD,
}


@pytest.fixture(scope="module")
def new_house(browser: Any) -> Iterator[House]:
    """Nothing in it but the catalogue. Depends on the browser to be skipped with it."""
    with open_house(sample=False) as served:
        yield served


@pytest.fixture
def visitor(browser: Any, new_house: House) -> Iterator[Visitor]:
    opened = Visitor(browser, new_house)
    yield opened
    opened.close()


def test_from_nothing_to_an_open_desk(visitor: Visitor, new_house: House) -> None:
    visitor.goto("/")
    assert visitor.path() == "/can-bo/bat-dau"
    for width in (SMALL, WIDE):
        visitor.resize(width)
        visitor.screenshot("first-run")
        visitor.check()
    fill(visitor, key="AAAA-AAAA-AAAA")
    assert "Mã cài đặt không đúng" in visitor.page.inner_text(".error-summary")
    assert visitor.page.input_value("[name=name]") == _GIVEN["name"]
    visitor.check()

    fill(visitor, key=(new_house.home / "khoa-cai-dat").read_text())
    visitor.page.wait_for_url("**/bat-dau/xong")
    visitor.screenshot("first-run-done")
    visitor.check()
    visitor.page.get_by_role("link", name="Đăng nhập").first.click()
    visitor.page.fill("[name=username]", _GIVEN["username"])
    visitor.page.fill("[name=password]", _PASSWORD)
    visitor.page.click("main button[type=submit]")
    visitor.page.wait_for_url("**/can-bo/")
    assert _GIVEN["administrator"] in visitor.page.inner_text("header")
    visitor.screenshot("first-day")
    visitor.check()

    visitor.goto("/can-bo/bat-dau")
    assert "/can-bo/bat-dau" not in visitor.path()
    visitor.goto("/")
    assert _GIVEN["name"] in visitor.page.inner_text("body")
    assert "DỮ LIỆU MẪU" not in visitor.page.inner_text("body")
    visitor.check()


def fill(visitor: Visitor, *, key: str) -> None:
    """The one page of the first run, and send it."""
    for name, words in {"key": key.strip(), **_GIVEN}.items():
        visitor.page.fill(f"[name={name}]", words)
    visitor.page.click("main form button.main[type=submit]")
    visitor.page.wait_for_load_state()
