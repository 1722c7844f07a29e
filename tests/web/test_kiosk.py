"""The machine in the hall in a real browser: one visitor, then the next, who finds nothing by going back."""

import re
from collections.abc import Callable

import pytest
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.web


def test_the_next_visitor_finds_nothing(house: House, visit: Callable[..., Visitor]) -> None:
    start = f"/ki-ot/{house.one('SELECT key FROM counters_kiosk')}"
    visitor = visit()
    page = visitor.page
    page.set_viewport_size({"width": 1080, "height": 1920})
    visitor.goto(start)
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_label("Tên đăng nhập").fill("congdan")
    page.get_by_label("Mật khẩu").fill("motcua-mau")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Lường Thị Mây").wait_for()
    page.get_by_role("link", name="Xong, xoá hết").click()
    heading = page.get_by_role("heading", name="Mời chọn việc cần làm")
    page.wait_for_url(re.compile(re.escape(start) + "$"))
    heading.wait_for()
    for _ in range(2):
        with page.expect_event("framenavigated"):
            page.evaluate("() => { setTimeout(() => history.back(), 0) }")
        page.wait_for_url(re.compile(re.escape(start) + "$"))
        heading.wait_for()
        assert "Lường" not in page.content()

    # Nobody touches the machine for a minute.
    page.clock.install()
    visitor.goto("/tra-cuu")
    page.clock.fast_forward(46_000)
    page.get_by_role("button", name="Còn dùng").wait_for()
    page.get_by_role("button", name="Còn dùng").click()
    page.clock.fast_forward(58_000)
    assert page.url.endswith("/tra-cuu")
    page.clock.fast_forward(5_000)
    page.wait_for_url(re.compile(re.escape(start) + "$"))
    heading.wait_for()
