"""A paper's way in the browser: scanned crooked and noisy, its copy signed with a token, read, confirmed, reused in
another dossier instead of being asked for, and verified by anybody through the address in its QR and by its file."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.forge import scans, token
from tests.web.conftest import Open
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.web

TOLD = scans.Told(
    name="Sùng Thị Mẩy", born="05/03/1992", identity="099192077788", number="14/GCS-TYT", issued="02/05/2024",
    place="xã Mường Thử", title="Giấy chứng sinh",
)  # fmt: skip
CARD = "099192077788||Sùng Thị Mẩy|05031992|Nữ|Thôn 2, xã Mường Thử|15042021"
_LONG = 60_000


def test_from_a_noisy_scan_to_a_stranger_who_verifies_the_paper(
    visit: Open, house: House, tmp_path: Path
) -> None:
    clerk = visit("tiepnhan")
    place = token.put_into(house.home, "Nguyễn Thị Hạnh")
    _register(clerk, place)
    dots = scans.scanned(scans.picture(scans.page(TOLD), dpi=200), seed=3, tilt=1.4)
    _scan(clerk, _written(tmp_path / "quet.pdf", scans.as_pdf(dots)), place)
    signed = _confirm(clerk)
    mark = house.one("SELECT verification FROM storehouse_paper WHERE code IS NOT NULL ORDER BY id DESC")

    page = clerk.page
    clerk.goto("/can-bo/tiep-nhan/1.001193")
    page.fill("[name=card]", CARD)
    page.press("[name=card]", "Enter")
    expect(page.locator("[name=name]")).to_have_value("Sùng Thị Mẩy")
    offered = page.locator("select", has=page.locator("option", has_text="Dùng lại")).first
    offered.select_option(offered.locator("option", has_text="Dùng lại").first.get_attribute("value"))
    page.fill("[name=phone]", "0000999555")
    page.click("button.main[type=submit]")
    page.wait_for_url("**/da-tiep-nhan")
    code = str(page.inner_text(".code.big"))
    clerk.goto(f"/can-bo/ho-so/{code}")
    expect(page.locator("main")).to_contain_text("Dùng lại: Kho dữ liệu điện tử")

    stranger = visit()
    stranger.goto(f"/xac-minh/{mark}")
    told = stranger.page.locator("main")
    expect(told).to_contain_text("Còn giá trị")
    expect(told).not_to_contain_text("Mẩy")
    stranger.check()
    stranger.goto("/xac-minh")
    stranger.page.set_input_files("[type=file]", _written(tmp_path / "da-ky.pdf", signed))
    stranger.page.get_by_role("button", name="Kiểm tra tệp").click(timeout=_LONG)
    expect(told).to_contain_text("nguyên vẹn", timeout=_LONG)
    expect(told).to_contain_text("Nguyễn Thị Hạnh")


def _register(clerk: Visitor, place: token.Token) -> None:
    page = clerk.page
    clerk.goto("/can-bo/ky-so/khoa")
    page.locator("summary", has_text="Khóa trên thiết bị").click()
    form = page.locator("form:has([name=way][value=token])")
    form.locator("[name=token]").fill(place.label)
    form.locator("[name=secret]").fill(place.pin)
    form.locator("button").click()
    page.get_by_role("button", name="Đăng ký khóa này").click()
    expect(page.locator("main tbody")).to_contain_text("Thiết bị lưu khóa")


def _scan(clerk: Visitor, file: str, place: token.Token) -> None:
    """The file goes in, its copy is signed with the token."""
    page = clerk.page
    clerk.goto("/can-bo/so-hoa")
    page.set_input_files("#files", file)
    page.get_by_role("button", name="Đưa vào số hóa").click()
    _until(clerk, "/can-bo/so-hoa?xem=to_sign", "[name=pick]")
    clerk.check()
    page.locator("[name=pick]").first.check()
    choice: Any = page.locator("select[name=key]")
    choice.select_option(choice.locator("option", has_text="Nguyễn Thị Hạnh").first.get_attribute("value"))
    page.locator("#list [name=secret]").fill(place.pin)
    page.get_by_role("button", name="Ký và bóc tách").click()
    expect(page.locator("main")).to_contain_text("Đã ký", timeout=_LONG)


def _confirm(clerk: Visitor) -> bytes:
    """What was read is proposed with its places; the officer confirms it. The signed copy."""
    page = clerk.page
    _until(clerk, "/can-bo/so-hoa?xem=review", "a[href*='/so-hoa/giay-to/']")
    page.locator("a[href*='/so-hoa/giay-to/']").first.click()
    for name, value in (
        ("title", TOLD.title), ("number", TOLD.number), ("owner_name", TOLD.name), ("owner_identity", TOLD.identity),
        ("born", TOLD.born), ("issued_on", TOLD.issued),
    ):  # fmt: skip
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    expect(page.locator("main")).to_contain_text("Khung 1: đọc được")
    clerk.check()
    file = page.get_by_role("link", name="Mở tệp").get_attribute("href")
    signed = page.request.get(f"{clerk.house.address}{file}").body()
    page.get_by_role("button", name="Xác nhận và lưu kho").click()
    expect(page.locator("main")).to_contain_text("lưu kho", ignore_case=True)
    return bytes(signed)


def _until(clerk: Visitor, address: str, selector: str) -> None:
    """The page brings itself up to date; here it is opened anew until what is waited for stands on it."""
    for _ in range(_LONG // 500):
        clerk.goto(address)
        if clerk.page.locator(selector).count():
            return
        clerk.page.wait_for_timeout(500)
    raise AssertionError(f"{address}: không có {selector}\n{clerk.text()}")


def _written(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)
